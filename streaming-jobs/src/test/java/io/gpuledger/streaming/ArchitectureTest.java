package io.gpuledger.streaming;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.gpuledger", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String STREAMING = "io.gpuledger.streaming..";

  @ArchTest
  static final ArchRule OF_INGEST_ONLY_THE_WIRE_IS_KNOWN =
      noClasses()
          .that()
          .resideInAPackage(STREAMING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gpuledger.ingest.delivery..",
              "io.gpuledger.ingest.focus..",
              "io.gpuledger.ingest.generate..",
              "io.gpuledger.ingest.kafka..",
              "io.gpuledger.ingest.prometheus..",
              "io.gpuledger.ingest.scrape..");

  @ArchTest
  static final ArchRule NOBODY_HERE_KNOWS_THE_DASHBOARD =
      noClasses()
          .that()
          .resideInAPackage(STREAMING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gpuledger.dashboard..");

  @ArchTest
  static final ArchRule JOBS_CANNOT_TELL_EMBEDDED_FROM_SERVER =
      noClasses()
          .that()
          .resideInAPackage(STREAMING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gpuledger.sql.engine..");

  @ArchTest
  static final ArchRule PUBLISHER_AND_ALLOCATION_ARE_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.gpuledger.streaming.publish..", "io.gpuledger.streaming.allocation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.gpuledger.streaming.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_PUBLISHER_GIVES_INSTANTS =
      classes()
          .that()
          .haveSimpleName("RecordedClock")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("io.gpuledger.streaming.publish");

  @ArchTest
  static final ArchRule NO_CLASS_IS_A_GRAB_BAG =
      noClasses()
          .that()
          .resideInAPackage(STREAMING)
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Mapper)");
}
