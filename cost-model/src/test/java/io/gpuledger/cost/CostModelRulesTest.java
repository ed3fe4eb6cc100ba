package io.gpuledger.cost;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** What may never creep into the pure rules. */
class CostModelRulesTest {
  private static final String[] EXACT = {
    "io.gpuledger.cost.money..",
    "io.gpuledger.cost.allocation..",
    "io.gpuledger.cost.charge..",
    "io.gpuledger.cost.price..",
    "io.gpuledger.cost.budget..",
    "io.gpuledger.cost.invoice..",
    "io.gpuledger.cost.currency..",
    "io.gpuledger.cost.spread..",
    "io.gpuledger.cost.commitment..",
    "io.gpuledger.cost.owned..",
    "io.gpuledger.cost.close..",
    "io.gpuledger.cost.chargeback..",
    "io.gpuledger.cost.unit.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.gpuledger.cost");

  @Test
  void only_the_jdk_and_jspecify_are_used() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.gpuledger.cost..", "java..", "org.jspecify..")
                .negate()
                .and(describe("not a primitive or array of one", c -> !isPrimitive(c))))
        .check(CLASSES);
  }

  private static boolean isPrimitive(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }

  @Test
  void no_input_output_or_framework_of_the_jdk_is_used() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.nio.file..", "java.net..", "java.sql..", "java.util.logging.."))
        .check(CLASSES);
  }

  @Test
  void whatever_handles_money_knows_no_floating_point() {
    for (Class<?> type : new Class<?>[] {double.class, float.class, Double.class, Float.class}) {
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(EXACT)
          .should()
          .haveRawType(type)
          .check(CLASSES);
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(EXACT)
          .should()
          .haveRawReturnType(type)
          .check(CLASSES);
      noClasses()
          .that()
          .resideInAnyPackage(EXACT)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(type)
          .check(CLASSES);
    }
    noClasses()
        .that()
        .resideInAnyPackage(EXACT)
        .should()
        .callMethodWhere(
            describe(
                "returns or takes floating point",
                call ->
                    isFloating(call.getTarget().getRawReturnType())
                        || call.getTarget().getRawParameterTypes().stream()
                            .anyMatch(CostModelRulesTest::isFloating)))
        .check(CLASSES);
  }

  private static boolean isFloating(JavaClass type) {
    return type.getBaseComponentType().isEquivalentTo(double.class)
        || type.getBaseComponentType().isEquivalentTo(float.class);
  }

  @Test
  void nobody_looks_at_a_clock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(ZoneId.class, "systemDefault")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Date")
        .check(CLASSES);
  }

  @Test
  void no_class_is_a_bag_of_leftovers() {
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Mapper)").check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.gpuledger.cost.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_rules_see_the_classes() {
    org.assertj.core.api.Assertions.assertThat(CLASSES.stream())
        .anyMatch(resideInAPackage("io.gpuledger.cost.allocation"));
  }
}
