package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ReadNote;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public files of Azure: every row is accounted for, and sums tie to the text. */
class AzureSampleFilesTest {
  private static final String ACTUAL = "billing/azure/EA_ActualCost_Small.csv";
  private static final String AMORTISED = "billing/azure/EA_AmortizedCost_Small.csv";

  private final MemorySink sink = new MemorySink();

  @Test
  void the_actual_export_is_billed_by_its_own_cost_column() throws IOException {
    Path file = SharedData.file(ACTUAL);

    ImportReport report = run(file);

    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries()).hasSize(1);
    assertThat(delivery.format()).isEqualTo("azure");
    assertThat(delivery.scope().toString()).contains("8611537", "2023-09-01", "2023-10-01");
    assertThat(delivery.rowsRead()).isEqualTo(11);
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD")))
        .isEqualByComparingTo(sum(file));
    assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(sum(file));
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.COST_UNKNOWN);
  }

  @Test
  void the_amortised_export_is_effective_by_its_own_cost_column() throws IOException {
    Path file = SharedData.file(AMORTISED);

    ImportReport report = run(file);

    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.rejects()).isEmpty();
    assertThat(delivery.rowsRead()).isEqualTo(28);
    assertThat(new BigDecimal(delivery.nativeEffectiveCost().get("USD")))
        .isEqualByComparingTo(sum(file));
    // Costs of more than 18 digits are kept rounded, and their sum as they stood.
    assertThat(sum(file).subtract(delivery.effectiveCost().get("USD").toBigDecimal()).abs())
        .isLessThan(new BigDecimal("1E-16"));
    assertThat(report.notes().stream().map(ReadNote::kind)).containsExactly(ReadNote.Kind.ONE_VIEW);
  }

  @Test
  void the_two_views_of_the_month_are_one_month() throws IOException {
    Path actual = SharedData.file(ACTUAL);
    Path amortised = SharedData.file(AMORTISED);

    ImportReport report = run(actual, amortised);

    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.rejects()).isEmpty();
    assertThat(delivery.rowsRead() + delivery.rowsDuplicate()).isEqualTo(11 + 28);
    // From the actual export everything, from the other the two lines that commitments bear.
    assertThat(delivery.rowsAccepted()).isEqualTo(11 + 2);
    assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(sum(actual));
    // The two samples are not of the same usage, and the import says so.
    assertThat(report.notes()).hasSize(1);
    assertThat(report.notes().get(0).kind()).isEqualTo(ReadNote.Kind.SUM_DIFFERS);
    assertThat(report.notes().get(0).message()).contains("in amortised cost");
  }

  @Test
  void an_export_of_a_month_without_rows_says_so() throws IOException {
    ImportReport report = run(SharedData.file("billing/azure/EA_NoRows.csv"));

    assertThat(report.rejects().stream().map(reject -> reject.code()))
        .containsExactly(ProblemCode.EMPTY_INPUT);
    assertThat(report.anythingVisible()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Enterprise, 12345678, Billing Account, CAD, 0, , microsoft.compute/virtualmachinescalesets",
    "EnterpriseCamel, 11111111-1111-1111-1111-123456789012, Subscription, USD, 0.012, 0.012,"
        + " microsoft.storage/storageaccounts",
    "PayAsYouGo, 11111111-12ab-34dc-56ef-123456abcdef, Subscription, USD, 0.075, 0.075,"
        + " microsoft.network/loadbalancers",
    "German, 11111111-12ab-34dc-56ef-123456abcdef, Subscription, USD, 0.075, 0.075,"
        + " microsoft.network/loadbalancers",
    "YA, 11111111-12ab-34dc-56ef-123456abcdef, Subscription, USD, 0.075, 0.075,"
        + " microsoft.network/loadbalancers"
  })
  void each_header_that_azure_has_had_is_read(
      String name,
      String account,
      String type,
      String currency,
      BigDecimal billed,
      BigDecimal effective,
      String resourceType)
      throws IOException {
    ImportReport report = run(SharedData.file("billing/azure/headersets/" + name + ".csv"));

    assertThat(report.rejects()).isEmpty();
    assertThat(sink.charges()).hasSize(1);
    Charge charge = sink.charges().get(0);
    assertThat(charge.text(FocusColumn.BILLING_ACCOUNT_ID)).contains(account);
    assertThat(charge.text(FocusColumn.BILLING_ACCOUNT_TYPE)).contains(type);
    assertThat(charge.text(FocusColumn.BILLING_CURRENCY)).contains(currency);
    assertThat(charge.text(FocusColumn.RESOURCE_TYPE)).contains(resourceType);
    assertThat(charge.billedCost().toBigDecimal()).isEqualByComparingTo(billed);
    assertThat(charge.amount(FocusColumn.EFFECTIVE_COST).isPresent()).isEqualTo(effective != null);
    assertThat(report.deliveries().get(0).rowsRead()).isEqualTo(1);
  }

  @Test
  void a_row_of_nothing_but_a_day_is_refused_with_its_line() throws IOException {
    ImportReport report = run(SharedData.file("billing/azure/headersets/BOM.csv"));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.MISSING_VALUE);
    assertThat(report.rejects().get(0).location().line()).isEqualTo(2);
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private static BigDecimal sum(Path file) throws IOException {
    try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      text.skip(1);
      try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(text)) {
        List<BigDecimal> costs =
            csv.stream().map(row -> new BigDecimal(row.getField("Cost"))).toList();
        return costs.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      }
    }
  }
}
