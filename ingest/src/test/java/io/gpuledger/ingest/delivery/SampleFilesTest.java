package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public sample files, each compared with an independent exact sum over its text. */
class SampleFilesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"));

  private final MemorySink sink = new MemorySink();
  private final PublishedHistory history = new PublishedHistory();

  @Test
  void the_public_sample_loads_whole_and_ties_to_an_independent_sum() throws IOException {
    Path file = SharedData.file("billing/focus-sample-1.0/focus_sample.csv");

    ImportReport report = run("focus-sample", file);

    assertThat(total(report, "read")).isEqualTo(1_000);
    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries()).allSatisfy(d -> assertThat(d.focusVersion()).isEqualTo("1.0"));
    for (String cost : List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")) {
      assertThat(sums(report, cost)).as(cost).isEqualTo(independentSums(file, cost));
    }
  }

  @Test
  void oddities_of_the_public_sample_are_read_as_meant() throws IOException {
    run("focus-sample", SharedData.file("billing/focus-sample-1.0/focus_sample.csv"));

    List<Charge> charges = sink.charges();
    assertThat(charges).hasSize(1_000);
    assertThat(charges)
        .filteredOn(c -> c.text(FocusColumn.X_ACCELERATOR).equals(Optional.of("known")))
        .hasSize(8)
        .allSatisfy(
            c -> {
              assertThat(c.text(FocusColumn.X_DEVICE_MODEL)).contains("NVIDIA A10G");
              assertThat(c.amount(FocusColumn.X_DEVICE_COUNT)).hasToString("Optional[1]");
            });
    assertThat(charges)
        .filteredOn(c -> c.text(FocusColumn.SERVICE_PROVIDER_NAME).equals(Optional.of("Microsoft")))
        .hasSize(51)
        .allSatisfy(
            c ->
                assertThat(new BigDecimal(c.text(FocusColumn.AVAILABILITY_ZONE).orElse("0")))
                    .isNotNull());
    assertThat(charges).allSatisfy(c -> assertThat(c.extra()).containsKey("x_Id"));
    assertThat(charges)
        .filteredOn(c -> c.text(FocusColumn.CHARGE_FREQUENCY).equals(Optional.of("Usage-Based")))
        .hasSize(999);
  }

  @Test
  void a_second_import_of_the_same_file_changes_nothing() throws IOException {
    Path file = SharedData.file("billing/focus-sample-1.0/focus_sample.csv");
    history.publish(sink, run("focus-sample", file));
    int sent = sink.blocks.size() + sink.manifests.size();

    ImportReport again = run("focus-sample", file);

    assertThat(again.deliveries()).isNotEmpty().allMatch(ImportReport.Delivery::unchanged);
    assertThat(again.awaited()).isEmpty();
    assertThat(total(again, "read")).isEqualTo(1_000);
    assertThat(sink.blocks.size() + sink.manifests.size()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"aws,1.2", "azure,1.2", "gcp,1.2", "aws,1.3", "azure,1.3", "gcp,1.3"})
  void each_small_file_of_the_toolkit_ties_to_an_independent_sum(String provider, String version)
      throws IOException {
    String name = provider + "_" + version.replace('.', '_') + "_cost_and_usage_rows25_seed7.csv";
    Path file = SharedData.file("billing/focus-data-toolkit/" + name);

    ImportReport report = run("toolkit-" + provider + version, file);

    assertThat(report.rejects()).isEmpty();
    assertThat(total(report, "read")).isEqualTo(rows(file));
    assertThat(report.deliveries())
        .allSatisfy(d -> assertThat(d.focusVersion()).isEqualTo(version));
    for (String cost : List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")) {
      assertThat(sums(report, cost)).as(cost).isEqualTo(independentSums(file, cost));
    }
  }

  private ImportReport run(String source, Path file) throws IOException {
    return new BillImport(sink, CLOCK)
        .run(ImportRequest.of(source, List.of(file)), history, ImportListener.NONE);
  }

  private static long total(ImportReport report, String what) {
    assertThat(what).isEqualTo("read");
    return report.deliveries().stream().mapToLong(ImportReport.Delivery::rowsRead).sum();
  }

  private static Map<String, BigDecimal> sums(ImportReport report, String cost) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (ImportReport.Delivery delivery : report.deliveries()) {
      var byCurrency =
          switch (cost) {
            case "BilledCost" -> delivery.billedCost();
            case "EffectiveCost" -> delivery.effectiveCost();
            case "ListCost" -> delivery.listCost();
            default -> delivery.contractedCost();
          };
      byCurrency.forEach(
          (currency, amount) ->
              sums.merge(currency, new BigDecimal(amount.toString()), BigDecimal::add));
    }
    sums.replaceAll((currency, sum) -> plain(sum));
    return sums;
  }

  private static Map<String, BigDecimal> independentSums(Path file, String cost)
      throws IOException {
    Map<String, BigDecimal> sums = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : csv) {
        String text = row.getField(cost);
        if (!text.isEmpty() && !text.equals("NULL")) {
          sums.merge(row.getField("BillingCurrency"), new BigDecimal(text), BigDecimal::add);
        }
      }
    }
    sums.replaceAll((currency, sum) -> plain(sum));
    return sums;
  }

  private static BigDecimal plain(BigDecimal sum) {
    return sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
  }

  private static long rows(Path file) throws IOException {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      return csv.stream().count();
    }
  }
}
