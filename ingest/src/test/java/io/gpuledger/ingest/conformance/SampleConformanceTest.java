package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public sample files beside a checkout; counts were found by an independent reading. */
class SampleConformanceTest {
  private static final String TOOLKIT = "billing/focus-data-toolkit/";

  private static Path file(String path) {
    Path file = Path.of(System.getProperty("gpuledger.sharedData", "absent")).resolve(path);
    assumeThat(Files.exists(file)).as("sample data %s is not at hand", path).isTrue();
    return file;
  }

  @Test
  void the_known_faults_of_the_public_sample_are_named() throws IOException {
    ConformanceReport report = SoundFile.check(file("billing/focus-sample-1.0/focus_sample.csv"));

    assertThat(report.files())
        .extracting(ConformanceReport.FileResult::version, ConformanceReport.FileResult::rows)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("1.0", 1_000L));
    Map<String, Long> counts = new TreeMap<>();
    report.rules().forEach(rule -> counts.put(rule.name(), rule.count()));
    assertThat(counts)
        // Nulls are the text NULL, and empty texts in quotes on the rows of Oracle.
        .containsEntry("ChargeClass-NullHandling", 1_000L)
        .containsEntry("Tags-NullHandling", 289L)
        .containsEntry("AvailabilityZone-NullHandling", 893L)
        .containsEntry("ContractedCost-NullHandling", 7L)
        .containsEntry("ContractedCost-Nullability", 7L)
        .containsEntry("SkuPriceId-EmptyText", 7L)
        // Times have neither T nor Z.
        .containsEntry("BillingPeriodStart-Format", 1_000L)
        .containsEntry("BillingPeriodEnd-Format", 1_000L)
        .containsEntry("ChargePeriodStart-Format", 1_000L)
        .containsEntry("ChargePeriodEnd-Format", 1_000L)
        .containsEntry("ContractedCost-NotZeroWhenBilled", 604L)
        .containsEntry("EffectiveCost-NotZeroWhenBilled", 610L)
        .containsEntry("ListCost-UnitPriceTimesQuantity", 31L)
        .containsEntry("ContractedCost-UnitPriceTimesQuantity", 18L)
        .containsEntry("ContractedUnitPrice-NonNegative", 1L)
        .containsEntry("ChargeFrequency-AllowedValues", 7L)
        // The rows of Microsoft carry a unit price where a zone is meant.
        .containsEntry("AvailabilityZone-NotANumber", 51L)
        .containsEntry(HeaderRules.CUSTOM_NAMING, 1L)
        .containsEntry("ResourceType-WithResourceId", 788L)
        .containsEntry("ConsumedQuantity-NullUnlessUsage", 2L);
    assertThat(SoundFile.rule(report, HeaderRules.CUSTOM_NAMING).findings().get(0).text())
        .isEqualTo("Id");
    assertThat(SoundFile.rule(report, "BillingPeriodStart-Format").findings().get(0))
        .satisfies(
            finding -> {
              assertThat(finding.place()).isEqualTo("focus_sample.csv:2:7");
              assertThat(finding.text()).isEqualTo("2024-09-01 00:00:00");
              assertThat(finding.message()).contains("neither the T", "nor the Z");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_1_2_cost_and_usage_rows25_seed7.csv",
        "aws_1_3_cost_and_usage_rows25_seed7.csv",
        "azure_1_2_cost_and_usage_rows25_seed7.csv",
        "azure_1_3_cost_and_usage_rows25_seed7.csv",
        "gcp_1_2_cost_and_usage_rows25_seed7.csv",
        "gcp_1_3_cost_and_usage_rows25_seed7.csv",
        "aws_1_3_contract_commitment_rows100_seed42.csv",
      })
  void the_files_of_the_toolkit_pass(String name) throws IOException {
    ConformanceReport report = SoundFile.check(file(TOOLKIT + name));

    assertThat(report.rules()).isEmpty();
    assertThat(report.files().get(0).version()).isEqualTo(name.contains("1_2") ? "1.2" : "1.3");
    assertThat(report.rows()).isPositive();
  }

  @Test
  void references_to_commitments_of_another_run_of_the_toolkit_are_orphans() throws IOException {
    ConformanceReport report =
        SoundFile.check(
            file(TOOLKIT + "aws_1_3_cost_and_usage_rows25_seed7.csv"),
            file(TOOLKIT + "aws_1_3_contract_commitment_rows100_seed42.csv"));

    assertThat(SoundFile.broken(report)).isEqualTo(List.of("ContractApplied-Reference"));
    assertThat(report.count(Severity.MUST)).isEqualTo(12);
  }
}
