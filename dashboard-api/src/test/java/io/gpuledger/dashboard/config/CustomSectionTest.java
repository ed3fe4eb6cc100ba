package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.bill.BillFormat;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CustomSectionTest {
  @Test
  void the_example_declares_a_format_that_reads_a_bill() throws Exception {
    LedgerConfig config =
        ConfigReader.read("f.yaml", Files.readString(ConfigReaderTest.EXAMPLE)).values().get(0);

    assertThat(config.findSource("gpu-house").orElseThrow().declared()).isPresent();
    assertThat(config.findSource("aws-main").orElseThrow().declared()).isEmpty();
  }

  @Test
  void a_source_says_what_its_bills_are() {
    assertThat(format("")).isEqualTo("auto");
    assertThat(format(", format: aws-cur")).isEqualTo("aws-cur");
    assertThat(
            ConfigReader.read(
                    "f.yaml",
                    "sources: [{name: s, kind: bills, format: custom},"
                        + " {name: t, kind: bills, format: aws}]")
                .problems()
                .stream()
                .map(Problem::message))
        .anySatisfy(fault -> assertThat(fault).contains("declares no layout of its own"))
        .anySatisfy(fault -> assertThat(fault).contains("\"aws\" is not one of auto, focus"));
  }

  @Test
  void the_records_of_a_json_answer_stand_at_a_path() {
    assertThat(records("data.results").layout().json().path()).containsExactly("data", "results");
    assertThat(
            ConfigReader.read(
                    "f.yaml", "sources: [{name: s, kind: bills, custom: {records: a..b}}]")
                .problems()
                .stream()
                .map(Problem::message))
        .anySatisfy(fault -> assertThat(fault).contains("a..b", "a path such as data.results"));
  }

  private static BillFormat records(String path) {
    String columns =
        Stream.of(
                "BilledCost",
                "BillingAccountId",
                "BillingCurrency",
                "BillingPeriodStart",
                "BillingPeriodEnd",
                "ChargePeriodStart",
                "ChargePeriodEnd")
            .map(column -> "{column: " + column + ", from: " + column + "}")
            .collect(Collectors.joining(", "));
    return ConfigReader.read(
            "f.yaml",
            "sources: [{name: s, kind: bills, custom: {records: "
                + path
                + ", columns: ["
                + columns
                + "]}}]")
        .values()
        .get(0)
        .findSource("s")
        .orElseThrow()
        .declared()
        .orElseThrow();
  }

  private static String format(String keys) {
    return ConfigReader.read("f.yaml", "sources: [{name: s, kind: bills" + keys + "}]")
        .values()
        .get(0)
        .sources()
        .get(0)
        .format();
  }

  @Test
  void every_fault_is_named_with_its_place() {
    assertThat(
            ConfigReader.read(
                    "f.yaml",
                    """
                    sources:
                      - name: s
                        kind: bills
                        custom:
                          delimiter: ";;"
                          headerLine: 0
                          thousands: a
                          dateZone: Europe/Berlin
                          columns:
                            - {column: BilledCosts, from: Betrag}
                            - {column: BillingCurrency}
                            - {column: BillingAccountId, from: a, value: b}
                            - {column: ServiceName, from: a, factor: 2}
                            - {column: ChargePeriodStart, from: a, part: noon}
                            - {column: RegionId, from: a, split: ","}
                    """)
                .problems()
                .stream()
                .map(Problem::toString))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:5:", "\";;\" is not one sign"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:6:", "\"0\" is not a line"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:8:", "needs \"dateFormat\""))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:10:", "mean \"BilledCost\""))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:11:", "BillingCurrency comes from"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:12:", "and not both"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:13:", "ServiceName is no number"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:14:", "\"noon\" is not one of"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:15:", "unknown key \"split\""));
  }

  @Test
  void what_a_charge_needs_and_is_not_declared_is_named() {
    assertThat(
            ConfigReader.read(
                    "f.yaml",
                    "sources: [{name: s, kind: bills, custom: {columns:"
                        + " [{column: BilledCost, from: a}, {column: BilledCost, from: b}]}}]")
                .problems()
                .stream()
                .map(Problem::message))
        .contains("BilledCost comes from two places")
        .anySatisfy(fault -> assertThat(fault).contains("a charge needs BillingAccountId"));
  }
}
