package io.gpuledger.sql;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.gpuledger", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule SQL_DEPENDS_ON_NOTHING_OF_OURS =
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
              "io.gpuledger.dashboard..");

  @ArchTest
  static final ArchRule CLIENTS_CANNOT_TELL_EMBEDDED_FROM_SERVER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gpuledger.sql.client..", "io.gpuledger.sql.migrate..", "io.gpuledger.sql.query..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gpuledger.sql.engine..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.gpuledger.sql.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_NATIVE_LIBRARY_IS_BEHIND_THE_ENGINE =
      classes()
          .that()
          .haveSimpleName("LibChdb")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("io.gpuledger.sql.engine");

  @ArchTest
  static final ArchRule NO_CLASS_IS_A_GRAB_BAG =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Mapper)");
}
