package io.gpuledger.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Date;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions of modules and the habits of the whole product. No exceptions are frozen. */
class EdgesTest {
  private static JavaClasses product;

  @BeforeAll
  static void read() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gpuledger");
  }

  @Test
  void cost_model_knows_the_jdk_only() {
    classes()
        .that()
        .resideInAPackage("io.gpuledger.cost..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.gpuledger.cost..", "java..", "org.jspecify..")
        .check(product);
  }

  @Test
  void forecasting_knows_cost_model_and_the_mathematics() {
    classes()
        .that()
        .resideInAPackage("io.gpuledger.forecast..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.gpuledger.forecast..",
            "io.gpuledger.cost..",
            "java..",
            "org.jspecify..",
            "org.apache.commons.math3..")
        .check(product);
  }

  @Test
  void sql_knows_nothing_of_ours() {
    noClasses()
        .that()
        .resideInAPackage("io.gpuledger.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.gpuledger.cost..",
            "io.gpuledger.forecast..",
            "io.gpuledger.ingest..",
            "io.gpuledger.streaming..",
            "io.gpuledger.dashboard..")
        .check(product);
  }

  @Test
  void ingest_knows_cost_model_only() {
    noClasses()
        .that()
        .resideInAPackage("io.gpuledger.ingest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.gpuledger.forecast..",
            "io.gpuledger.sql..",
            "io.gpuledger.streaming..",
            "io.gpuledger.dashboard..")
        .check(product);
  }

  @Test
  void the_jobs_know_of_ingest_its_wire_only() {
    noClasses()
        .that()
        .resideInAPackage("io.gpuledger.streaming..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.gpuledger.ingest",
            "io.gpuledger.ingest.delivery..",
            "io.gpuledger.ingest.focus..",
            "io.gpuledger.ingest.generate..",
            "io.gpuledger.ingest.kafka..",
            "io.gpuledger.ingest.prometheus..")
        .check(product);
  }

  @Test
  void nobody_knows_the_dashboard() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.gpuledger.dashboard..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.gpuledger.dashboard..")
        .check(product);
  }

  @Test
  void time_comes_from_a_clock_that_is_handed_in() {
    noClasses()
        .that()
        .resideInAPackage("io.gpuledger..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Date.class)
        .check(product);
  }

  @Test
  void only_the_command_line_prints() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.gpuledger.dashboard.cli..", "io.gpuledger.dashboard.launcher..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(product);
  }

  @Test
  void a_class_says_what_it_is() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.gpuledger.ingest.wire..")
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Mapper")
        .check(product);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.gpuledger.(*).(*)..").should().beFreeOfCycles().check(product);
  }
}
