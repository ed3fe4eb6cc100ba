package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ParquetFiles;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.generate.CsvText;
import io.gpuledger.ingest.generate.DatabricksBill;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage of Databricks, priced by the lists of the same set. */
class DatabricksBillTest {
  /** Record, class, billed, list, basis, unit, resource, accelerator. */
  private static final String EXPECTED =
      """
      job - 1.89 2.1 account DBUs 77 none
      before-change - 1.89 2.1 account DBUs 77 none
      at-change - 1.995 2.31 account DBUs 77 none
      retracted - -1.89 -2.1 account DBUs 77 none
      restated Correction 1.665 1.85 account DBUs 77 none
      warehouse - 0 0.000000000000000001 promoted DBUs wh-1 none
      gpu-cluster - 11 11 list DBUs 1005-g known
      tokens - 0.070000000001 0.070000000001 list Tokens ep-1 none
      gpu-time - 5 5 list DBUs air-1 unknown
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @Test
  void every_record_has_the_price_of_its_window() throws IOException {
    ImportReport report = run(usage(DatabricksBill.everyRecord()), list(), account());

    assertThat(report.rejects()).isEmpty();
    StringBuilder found = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      found
          .append(charge.extra().get("x_record_id"))
          .append(' ')
          .append(charge.text(FocusColumn.CHARGE_CLASS).orElse("-"))
          .append(' ')
          .append(charge.billedCost())
          .append(' ')
          .append(charge.amount(FocusColumn.LIST_COST).orElseThrow())
          .append(' ')
          .append(charge.extra().get("x_PriceBasis"))
          .append(' ')
          .append(charge.text(FocusColumn.CONSUMED_UNIT).orElse("-"))
          .append(' ')
          .append(charge.text(FocusColumn.RESOURCE_ID).orElse("-"))
          .append(' ')
          .append(charge.text(FocusColumn.X_ACCELERATOR).orElse("-"))
          .append('\n');
    }
    assertThat(found.toString()).isEqualTo(EXPECTED);
    assertThat(report.notes().stream().map(ReadNote::kind))
        .containsExactly(ReadNote.Kind.LIST_PRICED, ReadNote.Kind.BILLED_ELSEWHERE);
  }

  @Test
  void every_column_of_every_kind_of_record_is_that_of_the_golden_file() throws IOException {
    run(usage(DatabricksBill.everyRecord()), list(), account());

    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("databricks.txt"));
  }

  @Test
  void the_order_of_the_files_does_not_matter_and_parquet_tells_the_same() throws IOException {
    run(usage(DatabricksBill.everyRecord()), list(), account());
    MemorySink second = new MemorySink();
    NativeBills.run(second, DeliveryHistory.EMPTY, account(), list(), parquet());

    assertThat(values(second)).isEqualTo(values(sink));
  }

  private static List<String> values(MemorySink sink) {
    return NativeBills.charges(sink).stream()
        .map(charge -> NativeBills.text(List.of(charge), false))
        .toList();
  }

  @Test
  void a_month_ties_to_quantity_times_price_over_all_kinds_of_records() throws IOException {
    List<Map<String, String>> records = DatabricksBill.month(20_261_001, 600);

    ImportReport report = run(usage(records), list(), account());

    BigDecimal expected = BigDecimal.ZERO;
    for (Map<String, String> record : records) {
      boolean before = record.get("usage_end_time").compareTo("2026-10-15T00:00:00Z") < 0;
      expected =
          expected.add(
              new BigDecimal(record.get("usage_quantity"))
                  .multiply(new BigDecimal(before ? "0.18" : "0.19")));
    }
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.deliveries()).hasSize(1);
    assertThat(report.notes()).isEmpty();
    assertThat(delivery.rowsAccepted()).isEqualTo(records.size()).isGreaterThan(600);
    assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(expected);
    assertThat(delivery.effectiveCost().get("USD").toBigDecimal()).isEqualByComparingTo(expected);
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD")))
        .isEqualByComparingTo(expected);
  }

  @Test
  void the_month_exported_again_with_its_corrections_replaces_the_earlier_one() throws IOException {
    PublishedHistory history = new PublishedHistory();
    List<Map<String, String>> records = new ArrayList<>(DatabricksBill.everyRecord().subList(0, 1));
    Path first = usage(records);
    history.publish(sink, NativeBills.run(sink, history, first, list(), account()));
    assertThat(
            NativeBills.run(new MemorySink(), history, first, list(), account())
                .deliveries()
                .get(0)
                .unchanged())
        .isTrue();
    records.add(
        DatabricksBill.usage("ret", "record_type", "RETRACTION", "usage_quantity", "-10.5"));
    records.add(DatabricksBill.usage("res", "record_type", "RESTATEMENT", "usage_quantity", "8"));
    MemorySink second = new MemorySink();

    ImportReport restated = NativeBills.run(second, history, usage(records), list(), account());

    assertThat(second.closed()).hasSize(1);
    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(restated.deliveries().get(0).billedCost().get("USD")).hasToString("1.44");
  }

  @Test
  void new_prices_for_the_same_usage_are_a_new_version() throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path usage = usage(DatabricksBill.everyRecord().subList(0, 1));
    history.publish(sink, NativeBills.run(sink, history, usage, list()));

    ImportReport repriced = NativeBills.run(new MemorySink(), history, usage, list(), account());

    assertThat(repriced.deliveries().get(0).unchanged()).isFalse();
    assertThat(repriced.deliveries().get(0).billedCost().get("USD")).hasToString("1.89");
  }

  @Test
  void usage_without_a_price_is_refused_and_not_free() throws IOException {
    ImportReport report =
        run(
            usage(
                List.of(
                    DatabricksBill.usage("priced"),
                    DatabricksBill.usage("new", "sku_name", "ENTERPRISE_NEW_SKU"),
                    DatabricksBill.usage("early", "usage_end_time", "2025-12-31T23:59:59Z"))),
            list());

    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.MISSING_VALUE, ProblemCode.MISSING_VALUE);
    assertThat(report.rejects().get(0).message()).contains("ENTERPRISE_NEW_SKU", "not free");
    assertThat(report.rejects().get(0).location().line()).isEqualTo(3);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("2.1");
  }

  @Test
  void usage_alone_replaces_nothing() throws IOException {
    PublishedHistory history = new PublishedHistory();
    Path usage = usage(DatabricksBill.everyRecord().subList(0, 1));
    history.publish(sink, NativeBills.run(sink, history, usage, list()));
    MemorySink second = new MemorySink();

    ImportReport report = NativeBills.run(second, history, usage);

    assertThat(report.rejects()).hasSize(1);
    assertThat(second.charges()).isEmpty();
    assertThat(second.closed()).allMatch(closed -> closed.getDeliveryKind().equals("append"));
  }

  @Test
  void prices_alone_are_refused_with_what_is_missing() throws IOException {
    ImportReport report = run(list());

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.INCOMPLETE_SET);
    assertThat(report.rejects().get(0).message()).contains("prices");
  }

  @Test
  void the_same_price_told_twice_is_one_and_two_prices_at_once_refuse_the_usage()
      throws IOException {
    Path usage = usage(DatabricksBill.everyRecord().subList(0, 1));
    List<Map<String, String>> other = new ArrayList<>();
    for (Map<String, String> price : DatabricksBill.listPrices()) {
      other.add(CsvText.record(price, "pricing", "{\"default\":\"0.21\"}"));
    }

    ImportReport same = run(usage, list(), file("again.csv", DatabricksBill.listPrices()));
    ImportReport two =
        NativeBills.run(
            new MemorySink(), DeliveryHistory.EMPTY, usage, list(), file("other.csv", other));

    assertThat(same.rejects()).isEmpty();
    assertThat(two.rejects()).hasSize(1);
    assertThat(two.rejects().get(0).message()).contains("two prices");
  }

  @Test
  void a_record_that_is_told_again_with_other_columns_counts_once() throws IOException {
    List<Map<String, String>> again = new ArrayList<>();
    again.add(
        CsvText.record(
            DatabricksBill.usage("job", "ingestion_date", "2026-10-06"), "extra", "yes"));
    again.add(CsvText.record(DatabricksBill.usage("job", "account_id", "other"), "extra", "yes"));
    again.add(
        CsvText.record(
            DatabricksBill.usage("job", "record_type", "RETRACTION", "usage_quantity", "-10.5"),
            "extra",
            "yes"));

    ImportReport report =
        run(usage(DatabricksBill.everyRecord().subList(0, 1)), file("again.csv", again), list());

    assertThat(report.rejects()).isEmpty();
    assertThat(report.deliveries().stream().mapToLong(ImportReport.Delivery::rowsDuplicate).sum())
        .isEqualTo(1);
    assertThat(NativeBills.charges(sink).stream().map(charge -> charge.billedCost().toString()))
        .containsExactly("2.1", "2.1", "-2.1");
    assertThat(report.notes().stream().map(ReadNote::kind)).contains(ReadNote.Kind.SUM_DIFFERS);
  }

  @Test
  void a_record_that_was_refused_does_not_hide_the_one_that_tells_it_rightly() throws IOException {
    ImportReport report =
        run(
            usage(
                List.of(
                    DatabricksBill.usage("job", "usage_end_time", "2026-10-04T00:00:00Z"),
                    DatabricksBill.usage("job"))),
            list());

    assertThat(report.rejects()).hasSize(1);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("2.1");
  }

  @Test
  void a_price_of_another_account_prices_nothing() throws IOException {
    String own = DatabricksBill.usage("job").get("account_id");
    List<Map<String, String>> prices = new ArrayList<>();
    for (Map<String, String> price : DatabricksBill.accountPrices()) {
      prices.add(CsvText.record(price, "account_id", own));
      prices.add(CsvText.record(price, "account_id", "other", "account_price", "0.01"));
    }

    ImportReport report =
        run(
            usage(
                List.of(
                    DatabricksBill.usage("job"),
                    DatabricksBill.usage("job", "account_id", "other"),
                    DatabricksBill.usage("job", "account_id", "third"))),
            file("prices.csv", prices),
            list());

    assertThat(report.rejects()).isEmpty();
    assertThat(NativeBills.charges(sink).stream().map(charge -> charge.billedCost().toString()))
        .containsExactly("1.89", "0.105", "2.1");
  }

  @Test
  void a_price_with_more_zeros_at_its_end_is_the_same_price() throws IOException {
    List<Map<String, String>> other = new ArrayList<>();
    for (Map<String, String> price : DatabricksBill.listPrices()) {
      other.add(
          CsvText.record(
              price, "pricing", price.get("pricing").replaceFirst("0\\.20\"", "0.200\"")));
    }
    // The same price told as one of another window.
    other.add(
        CsvText.record(
            other.get(0), "price_end_time", "", "price_start_time", "2026-02-01T00:00:00Z"));

    ImportReport report =
        run(usage(DatabricksBill.everyRecord().subList(0, 1)), list(), file("other.csv", other));

    assertThat(report.rejects()).isEmpty();
    assertThat(NativeBills.charges(sink).get(0).billedCost()).hasToString("2.1");
  }

  @Test
  void a_price_that_is_refused_prices_nothing() throws IOException {
    List<Map<String, String>> prices = new ArrayList<>();
    prices.add(
        CsvText.record(DatabricksBill.listPrices().get(0), "price_end_time", "", "cloud", "AWS"));
    prices.add(
        CsvText.record(
            DatabricksBill.listPrices().get(0),
            "pricing",
            "{\"default\":\"0.10\"}",
            "account_price",
            "0,1"));

    ImportReport report =
        run(usage(DatabricksBill.everyRecord().subList(0, 1)), file("prices.csv", prices));

    assertThat(report.rejects()).hasSize(1);
    assertThat(NativeBills.charges(sink).get(0).billedCost()).hasToString("2.1");
  }

  @Test
  void a_list_of_too_many_prices_refuses_the_set() throws IOException {
    StringBuilder list =
        new StringBuilder(
            "sku_name,cloud,currency_code,usage_unit,price_start_time,pricing.default\n");
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i <= 500_000; i++) {
      list.append("ENTERPRISE,AWS,USD,DBU,").append(start.plusSeconds(i)).append(",0.5\n");
    }
    Path prices = Files.writeString(directory.resolve("prices.csv"), list.toString());

    ImportReport report = run(usage(DatabricksBill.everyRecord()), prices);

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().stream().map(Problem::code))
        .containsExactly(ProblemCode.INPUT_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "usage, usage_quantity, '1,5', NOT_A_DECIMAL, 3",
    "usage, usage_quantity, '', MISSING_VALUE, 3",
    "usage, usage_date, 'soon', NOT_A_TIME, 3",
    "usage, account_id, '', MISSING_VALUE, 3",
    "prices, pricing, 'a lot', NOT_JSON, 2",
    "prices, pricing, '{\"default\":\"1E999999999\"}', NOT_JSON, 2",
    "prices, pricing, '{}', MISSING_VALUE, 2",
    "prices, price_start_time, 'x', NOT_A_TIME, 2",
    "prices, sku_name, '', MISSING_VALUE, 2"
  })
  void a_faulty_record_is_refused_alone_with_its_place(
      String where, String column, String value, ProblemCode code, long line) throws IOException {
    List<Map<String, String>> usage = new ArrayList<>(List.of(DatabricksBill.usage("good")));
    List<Map<String, String>> prices = new ArrayList<>();
    if (where.equals("usage")) {
      usage.add(DatabricksBill.usage("bad", column, value));
    } else {
      prices.add(CsvText.record(DatabricksBill.listPrices().get(2), "cloud", "GCP", column, value));
    }
    prices.addAll(DatabricksBill.listPrices());

    ImportReport report = run(file("usage.csv", usage), file("prices.csv", prices));

    assertThat(report.rejects()).hasSize(1);
    Problem reject = report.rejects().get(0);
    assertThat(reject.code()).as(reject.toString()).isEqualTo(code);
    assertThat(reject.location().input()).isEqualTo(where + ".csv");
    assertThat(reject.location().line()).isEqualTo(line);
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isEqualByComparingTo("2.1");
  }

  @Test
  void a_usage_file_without_its_record_type_is_refused_by_name() throws IOException {
    String csv = CsvText.of(DatabricksBill.everyRecord()).replaceFirst("record_type", "kind");
    Path file = Files.writeString(directory.resolve("u.csv"), csv);

    ImportReport report = run(file, list());

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects().get(0).code()).isEqualTo(ProblemCode.UNKNOWN_FORMAT);
    assertThat(report.rejects().get(0).message()).contains("databricks (lacks record_type)");
  }

  @Test
  void a_usage_file_that_was_cut_off_leaves_the_month_as_it_was() throws IOException {
    byte[] whole = CsvText.of(DatabricksBill.month(3, 50)).getBytes(StandardCharsets.UTF_8);
    Path cut =
        Files.write(
            directory.resolve("cut.csv"), java.util.Arrays.copyOf(whole, whole.length - 200));

    ImportReport report = run(cut, list());

    assertThat(sink.charges()).isEmpty();
    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).message()).contains("nothing of the set was loaded");
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private Path usage(List<Map<String, String>> records) throws IOException {
    return file("usage-" + records.size() + ".csv", records);
  }

  private Path list() throws IOException {
    return file("list_prices.csv", DatabricksBill.listPrices());
  }

  private Path account() throws IOException {
    return file("account_prices.csv", DatabricksBill.accountPrices());
  }

  private Path file(String name, List<Map<String, String>> records) throws IOException {
    return Files.writeString(directory.resolve(name), CsvText.of(records));
  }

  /** The system table as it is unloaded: quantities are decimals, tags a map, dates days. */
  private Path parquet() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message usage {
              required binary record_id (STRING); required binary account_id (STRING);
              optional binary workspace_id (STRING); required binary sku_name (STRING);
              required binary cloud (STRING);
              required int64 usage_start_time (TIMESTAMP(MICROS,true));
              required int64 usage_end_time (TIMESTAMP(MICROS,true));
              required int32 usage_date (DATE);
              optional group custom_tags (MAP) { repeated group key_value {
                required binary key (STRING); optional binary value (STRING); } }
              required binary usage_unit (STRING);
              required fixed_len_byte_array(16) usage_quantity (DECIMAL(38,18));
              optional group usage_metadata { optional binary job_id (STRING);
                optional binary cluster_id (STRING); optional binary job_name (STRING);
                optional binary warehouse_id (STRING); optional binary endpoint_id (STRING);
                optional binary endpoint_name (STRING); optional binary node_type (STRING);
                optional binary ai_runtime_workload_id (STRING); }
              optional binary identity_metadata (STRING); required binary record_type (STRING);
              optional int32 ingestion_date (DATE);
              optional binary billing_origin_product (STRING);
              optional binary product_features (STRING); optional binary usage_type (STRING);
            }
            """);
    List<Group> rows = new ArrayList<>();
    for (Map<String, String> record : DatabricksBill.everyRecord()) {
      Group row = new SimpleGroup(type);
      record.forEach((name, value) -> add(row, name, value));
      rows.add(row);
    }
    Path file = directory.resolve("usage.parquet");
    ParquetFiles.write(file, type, rows, CompressionCodecName.ZSTD);
    return file;
  }

  private static void add(Group row, String name, String value) {
    switch (name) {
      case "usage_start_time", "usage_end_time" ->
          row.add(name, java.time.Instant.parse(value).getEpochSecond() * 1_000_000);
      case "usage_date", "ingestion_date" ->
          row.add(name, (int) java.time.LocalDate.parse(value).toEpochDay());
      case "usage_quantity" -> row.add(name, decimal(value));
      case "custom_tags" -> {
        if (!value.isEmpty()) {
          row.addGroup(name).addGroup("key_value").append("key", "team").append("value", "vision");
        }
      }
      case "usage_metadata" -> {
        Group struct = row.addGroup(name);
        for (String pair : value.replaceAll("[{}\"]", "").split(",", -1)) {
          struct.append(pair.split(":", -1)[0], pair.split(":", -1)[1]);
        }
      }
      default -> row.add(name, value);
    }
  }

  private static org.apache.parquet.io.api.Binary decimal(String value) {
    byte[] bytes = new BigDecimal(value).setScale(18).unscaledValue().toByteArray();
    byte[] whole = new byte[16];
    java.util.Arrays.fill(whole, bytes[0] < 0 ? (byte) -1 : 0);
    System.arraycopy(bytes, 0, whole, 16 - bytes.length, bytes.length);
    return org.apache.parquet.io.api.Binary.fromConstantByteArray(whole);
  }
}
