package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CellRulesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = "V1_0_PREVIEW", mode = EnumSource.Mode.EXCLUDE)
  void a_sound_file_of_each_release_has_no_findings(FocusVersion version) throws IOException {
    ConformanceReport report =
        SoundFile.check(SoundFile.charges(version).row().row().write(folder.resolve("a.csv")));

    assertThat(report.rules()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.files())
        .containsExactly(
            new ConformanceReport.FileResult("a.csv", "Cost and Usage", version.text(), 2, 0, 0));
  }

  @Test
  void sound_files_of_the_other_datasets_have_no_findings() throws IOException {
    ConformanceReport report =
        SoundFile.check(
            SoundFile.commitments().row().write(folder.resolve("commitments.csv")),
            SoundFile.invoices().row().write(folder.resolve("invoices.csv")),
            SoundFile.periods().row().write(folder.resolve("periods.csv")));

    assertThat(report.rules()).isEmpty();
    assertThat(report.files())
        .extracting(ConformanceReport.FileResult::dataset)
        .containsExactly("Contract Commitment", "Invoice Detail", "Billing Period");
  }

  static Stream<Arguments> cells() {
    return Stream.of(
        // column, sound text, broken text, rule
        Arguments.of("BilledCost", "1.5E-9", "1.5E+9", "BilledCost-Format"),
        Arguments.of("BilledCost", "-0.75", "+0.75", "BilledCost-Format"),
        Arguments.of("BilledCost", "1234.5", "1,234.5", "BilledCost-Format"),
        Arguments.of("BilledCost", "5", "$5", "BilledCost-Format"),
        Arguments.of("BilledCost", "0.5", ".5", "BilledCost-Format"),
        Arguments.of("BilledCost", "5.0", "5.", "BilledCost-Format"),
        Arguments.of("BilledCost", "5", " 5", "BilledCost-Format"),
        Arguments.of("BilledCost", "5", "five", "BilledCost-Type"),
        Arguments.of("BilledCost", "5", "NaN", "BilledCost-Type"),
        Arguments.of("BilledCost", "5", "", "BilledCost-Nullability"),
        Arguments.of("BilledCost", "5", "-", "BilledCost-NullHandling"),
        Arguments.of("ResourceName", "-", "NULL", "ResourceName-NullHandling"),
        Arguments.of("ResourceName", "nullify", "null", "ResourceName-NullHandling"),
        Arguments.of("ResourceName", "x", "\\N", "ResourceName-NullHandling"),
        Arguments.of("ResourceName", "x", "Not Applicable", "ResourceName-NullHandling"),
        Arguments.of("ResourceName", "x", "  ", "ResourceName-NullHandling"),
        Arguments.of("ResourceName", "x", "x\0", "ResourceName-StringHandling"),
        Arguments.of(
            "PricingCurrencyListUnitPrice",
            "0.5",
            "-0.5",
            "PricingCurrencyListUnitPrice-NonNegative"),
        Arguments.of(
            "ChargePeriodStart",
            "2026-10-05T10:00:00Z",
            "2026-10-05 10:00:00",
            "ChargePeriodStart-Format"),
        Arguments.of(
            "ChargePeriodStart",
            "2026-10-05T10:00:00Z",
            "2026-10-05T10:00:00",
            "ChargePeriodStart-Format"),
        Arguments.of(
            "ChargePeriodStart",
            "2026-10-05T10:00:00Z",
            "2026-10-05T10:00:00+00:00",
            "ChargePeriodStart-Format"),
        Arguments.of(
            "ChargePeriodStart", "2026-10-05T10:00:00Z", "2026-10-05", "ChargePeriodStart-Format"),
        Arguments.of(
            "ChargePeriodStart", "2026-10-05T10:00:00Z", "10/5/2026", "ChargePeriodStart-Format"),
        Arguments.of(
            "ChargePeriodStart",
            "2026-10-05T10:00:00Z",
            "2026-10-05T10:00:00.000Z",
            "ChargePeriodStart-FractionalSeconds"),
        Arguments.of(
            "ChargePeriodStart",
            "2026-10-05T10:00:00Z",
            "2026-13-05T10:00:00Z",
            "ChargePeriodStart-Type"),
        Arguments.of(
            "ChargePeriodStart", "2026-10-05T10:00:00Z", "yesterday", "ChargePeriodStart-Type"),
        Arguments.of("BillingCurrency", "EUR", "usd", "BillingCurrency-Format"),
        Arguments.of("BillingCurrency", "EUR", "Tokens", "BillingCurrency-Format"),
        Arguments.of("PricingCurrency", "Tokens", "usd", "PricingCurrency-Format"),
        Arguments.of("ConsumedUnit", "GB-Hours", "GB Hours", "ConsumedUnit-Format"),
        Arguments.of("ConsumedUnit", "GB/Hour", "GB Per Hour", "ConsumedUnit-Format"),
        Arguments.of("ConsumedUnit", "1000 Tokens", "Token", "ConsumedUnit-Format"),
        Arguments.of("ChargeFrequency", "One-Time", "Usage-based", "ChargeFrequency-AllowedValues"),
        Arguments.of("ServiceCategory", "Compute", "Computing", "ServiceCategory-AllowedValues"),
        Arguments.of("AvailabilityZone", "2", "0.0135", "AvailabilityZone-NotANumber"),
        Arguments.of("Tags", "{}", "{\"a\":{\"b\":1}}", "Tags-Format"),
        Arguments.of("Tags", "{\"a\":null}", "\"a\":\"b\"", "Tags-Format"),
        Arguments.of("Tags", "{\"a\":1,\"b\":1}", "{\"a\":1,\"a\":2}", "Tags-Format"),
        Arguments.of("Tags", "{\"a\":1}", "{'a': 1}", "Tags-Type"),
        Arguments.of("Tags", "{\"a\":1}", "[\"a\"]", "Tags-Type"),
        Arguments.of(
            "SkuPriceDetails",
            "{\"x_Any\":1}",
            "{\"GpuModel\":\"H100\"}",
            "SkuPriceDetails-Schema"),
        Arguments.of(
            "SkuPriceDetails",
            "{\"GpuCount\":8}",
            "{\"GpuCount\":\"8\"}",
            "SkuPriceDetails-Schema"),
        Arguments.of(
            "ContractApplied",
            "{\"Elements\":[{\"ContractId\":\"C\",\"ContractCommitmentId\":\"D\","
                + "\"ContractCommitmentAppliedCost\":1}]}",
            "{\"Elements\":[{\"ContractId\":\"C\",\"ContractCommitmentId\":\"D\"}]}",
            "ContractApplied-Schema"),
        Arguments.of(
            "ContractApplied",
            "{\"Elements\":[{\"ContractID\":\"C\",\"ContractCommitmentID\":\"D\","
                + "\"ContractCommitmentAppliedQuantity\":1,"
                + "\"ContractCommitmentAppliedUnit\":\"Hours\"}]}",
            "{\"Elements\":[]}",
            "ContractApplied-Schema"),
        Arguments.of(
            "CommitmentProgramEligibilityDetails",
            "{\"CommitmentPrograms\":[{\"ProgramType\":\"Savings Plan\"}]}",
            "{\"CommitmentPrograms\":[{\"Type\":\"Savings Plan\"}]}",
            "CommitmentProgramEligibilityDetails-Schema"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void a_cell_breaks_the_rule_of_its_column(String column, String good, String bad, String rule)
      throws IOException {
    SoundFile file = SoundFile.charges(FocusVersion.V1_4).row(column, good).row(column, bad);

    ConformanceReport report = SoundFile.check(file.write(folder.resolve("a.csv")));

    ConformanceReport.Rule broken = SoundFile.rule(report, rule);
    assertThat(broken.count()).isEqualTo(1);
    Finding finding = broken.findings().get(0);
    assertThat(finding.place()).isEqualTo("a.csv:3:" + file.position(column));
    assertThat(finding.columnName()).isEqualTo(column);
    assertThat(finding.message()).isNotEmpty();
  }

  @Test
  void a_text_for_null_in_a_column_that_must_have_a_value_breaks_two_rules() throws IOException {
    ConformanceReport report =
        SoundFile.check(
            SoundFile.charges(FocusVersion.V1_4)
                .row("InvoiceIssuerName", "NULL")
                .write(folder.resolve("a.csv")));

    assertThat(SoundFile.broken(report))
        .containsExactly("InvoiceIssuerName-NullHandling", "InvoiceIssuerName-Nullability");
  }

  @Test
  void an_empty_text_in_quotes_is_no_null() throws IOException {
    SoundFile file = SoundFile.charges(FocusVersion.V1_4).row("ResourceName", "QUOTED");
    Path path = folder.resolve("a.csv");
    java.nio.file.Files.writeString(path, file.csv().replace("QUOTED", "\"\""));

    ConformanceReport report = SoundFile.check(path);

    assertThat(SoundFile.broken(report)).containsExactly("ResourceName-EmptyText");
    assertThat(report.conforms()).isTrue();
  }

  @Test
  void what_a_commitment_covers_has_a_shape() throws IOException {
    for (String bad :
        new String[] {
          "{}",
          "{\"IsGlobalScope\":true,\"IsComplexScope\":true}",
          "{\"IsGlobalScope\":true,\"InclusionOperator\":\"And\"}",
          "{\"InclusionOperator\":\"And\",\"Inclusions\":[{\"Dimension\":\"RegionId\","
              + "\"Operator\":\"Is\",\"Values\":[\"a\"]}]}",
          "{\"InclusionOperator\":\"And\",\"Inclusions\":[{\"Dimension\":\"RegionId\","
              + "\"Operator\":\"In\",\"Values\":[\"*\",\"a\"]}]}",
          "{\"IsGlobalScope\":true,\"Applicability\":{\"Cost\":1.5}}"
        }) {
      assertThat(ApplicabilityShape.fault(JsonText.read(bad).object().orElseThrow()))
          .as(bad)
          .isPresent();
    }
    String good =
        "{\"InclusionOperator\":\"Or\",\"Inclusions\":[{\"Dimension\":\"RegionId\","
            + "\"Operator\":\"In\",\"Values\":[\"a\",\"b\"],"
            + "\"Applicability\":{\"Usage\":0.5}}]}";
    assertThat(ApplicabilityShape.fault(JsonText.read(good).object().orElseThrow())).isEmpty();
  }
}
