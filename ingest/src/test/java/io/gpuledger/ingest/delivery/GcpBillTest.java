package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.generate.GcpBill;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The export of Google Cloud: each kind of record, credits, fees of commitments, a month. */
class GcpBillTest {
  /** Record, part, category, class, billed, effective, list, contracted, commitment, pricing. */
  private static final String EXPECTED =
      """
      core 0 Usage - 10 10 12 10 - Standard
      covered-1 0 Usage - 0 40 12 88.24 Used Committed
      covered-2 0 Usage - 0 20 12 44.12 Used Committed
      fee 0 Purchase - 60 0 12 60 - -
      fee-unused 0 Purchase - 5 0 12 5 - -
      fee-unused 1 Usage - 0 5 0 0 Unused Committed
      sustained 0 Usage - 2.1 2.1 12 3 - Standard
      promotion 0 Usage - 7 7 12 7 - Standard
      promotion 1 Credit - -7 -7 0 0 - -
      free 0 Usage - 0 0 12 0.00000001 - Standard
      spot 0 Usage - 20 20 12 20 - Dynamic
      dws 0 Usage - 30 30 12 30 - Standard
      tpu 0 Usage - 9.6 9.6 12 9.6 - Standard
      tokens 0 Usage - 0.00000015 0.00000015 12 0.00000015 - Standard
      cached 0 Usage - 0.25 0.25 12 0.25 - Standard
      spend-covered 0 Usage - 6 8.8 12 10 Used Committed
      spend-fee 0 Purchase - 2.8 0 12 2.8 - -
      tax 0 Tax - 1.23 1.23 1.23 1.23 - -
      rounding 0 Adjustment - 0.00499999999999999 0.00499999999999999 0.00499999999999999 0.00499999999999999 - -
      adjustment 0 Adjustment Correction -2 -2 -2 -2 - -
      late 0 Usage Correction 0.5 0.5 12 0.5 - Standard
      market 0 Usage - 4 4 12 4 - Standard
      digits 0 Usage - 0.000012345678901235 0.000012345678901235 12 0.000012345678901235 - Standard
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @ParameterizedTest
  @ValueSource(strings = {"lines", "joined", "csv", "parquet"})
  void every_kind_of_record_has_the_costs_of_its_rule(String shape) throws IOException {
    ImportReport report = run(bill(shape, GcpBill.everyKind()));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.deliveries().get(0).format()).isEqualTo("gcp-billing");
    StringBuilder found = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      found
          .append(charge.text(FocusColumn.SKU_ID).orElse("").substring(2))
          .append(' ')
          .append((charge.rowNo() & 0xFFFF_FFFFL) >>> 28);
      for (FocusColumn column :
          List.of(
              FocusColumn.CHARGE_CATEGORY,
              FocusColumn.CHARGE_CLASS,
              FocusColumn.BILLED_COST,
              FocusColumn.EFFECTIVE_COST,
              FocusColumn.LIST_COST,
              FocusColumn.CONTRACTED_COST,
              FocusColumn.COMMITMENT_DISCOUNT_STATUS,
              FocusColumn.PRICING_CATEGORY)) {
        found.append(' ').append(charge.find(column).map(Object::toString).orElse("-"));
      }
      found.append('\n');
    }
    assertThat(found.toString()).isEqualTo(EXPECTED);
  }

  @Test
  void every_column_of_every_kind_of_record_is_that_of_the_golden_file() throws IOException {
    run(bill("lines", GcpBill.everyKind()));

    assertThat(NativeBills.text(NativeBills.charges(sink), true))
        .isEqualTo(NativeBills.golden("gcp-billing.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"joined", "csv", "parquet"})
  void the_shapes_tell_the_same_charges(String other) throws IOException {
    run(bill("lines", GcpBill.everyKind()));
    MemorySink second = new MemorySink();
    NativeBills.run(second, DeliveryHistory.EMPTY, bill(other, GcpBill.everyKind()));

    // What is kept of floats in Parquet is their shortest text.
    boolean kept = !other.equals("parquet");
    assertThat(NativeBills.text(NativeBills.charges(second), kept))
        .isEqualTo(NativeBills.text(NativeBills.charges(sink), kept));
  }

  @ParameterizedTest
  @CsvSource({"tax, Tax", "adjustment, Adjustment"})
  void a_tax_on_a_fee_and_an_adjustment_of_one_are_what_their_type_says(
      String type, String category) throws IOException {
    List<ObjectNode> records = new ArrayList<>();
    for (ObjectNode record : GcpBill.everyKind()) {
      String id = record.get("sku").get("id").asText();
      if (id.equals("K-covered-1") || id.equals("K-fee")) {
        records.add(record);
      }
    }
    ObjectNode other = records.get(1).deepCopy();
    other.put("cost_type", type).put("cost", "6");
    records.add(other);

    run(bill("lines", records));

    Charge charge = NativeBills.charges(sink).get(2);
    assertThat(NativeBills.charges(sink)).hasSize(3);
    assertThat(charge.text(FocusColumn.CHARGE_CATEGORY)).contains(category);
    assertThat(charge.amount(FocusColumn.EFFECTIVE_COST)).hasToString("Optional[6]");
    assertThat(charge.text(FocusColumn.COMMITMENT_DISCOUNT_STATUS)).isEmpty();
  }

  /** Fees are paid by the month, so what is moved from them to usage stays in it. */
  @ParameterizedTest
  @ValueSource(strings = {"lines", "csv"})
  void a_month_ties_to_cost_and_credits_and_its_amortised_cost_to_the_same(String shape)
      throws IOException {
    List<ObjectNode> records = GcpBill.month(20_261_001, 12);

    ImportReport report = run(bill(shape, records));

    BigDecimal billed = BigDecimal.ZERO;
    for (ObjectNode record : records) {
      billed = billed.add(read(record.get("cost")));
      for (JsonNode credit : record.get("credits")) {
        billed = billed.add(read(credit.get("amount")));
      }
    }
    assertThat(report.notes()).isEmpty();
    ImportReport.Delivery delivery = report.deliveries().get(0);
    assertThat(report.deliveries()).hasSize(1);
    assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(billed);
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD"))).isEqualByComparingTo(billed);
    assertThat(delivery.effectiveCost().get("USD").toBigDecimal()).isEqualByComparingTo(billed);
    BigDecimal purchases =
        NativeBills.sum(
            NativeBills.charges(sink).stream()
                .filter(c -> c.text(FocusColumn.CHARGE_CATEGORY).orElse("").equals("Purchase"))
                .toList(),
            FocusColumn.EFFECTIVE_COST);
    assertThat(purchases).isEqualByComparingTo("0");
  }

  private static BigDecimal read(JsonNode number) {
    BigDecimal exact = new BigDecimal(number.asText());
    return exact.scale() > 18 ? exact.setScale(18, RoundingMode.HALF_EVEN) : exact;
  }

  @Test
  void a_month_that_is_read_again_replaces_the_earlier_one() throws IOException {
    PublishedHistory history = new PublishedHistory();
    List<ObjectNode> records = new ArrayList<>(GcpBill.everyKind());
    Path file = bill("lines", records);
    history.publish(sink, NativeBills.run(sink, history, file));
    assertThat(NativeBills.run(sink, history, file).deliveries().get(0).unchanged()).isTrue();
    records.add(GcpBill.record("later", "Compute Engine", "A3 Instance Core", "2.5"));
    MemorySink second = new MemorySink();

    ImportReport restated = NativeBills.run(second, history, bill("lines", records));

    assertThat(second.closed()).hasSize(1);
    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(restated.deliveries().get(0).billedCost().get("USD").toBigDecimal())
        .isEqualByComparingTo(
            NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST).add(new BigDecimal("2.5")));
  }

  @Test
  void equal_records_are_two() throws IOException {
    ObjectNode one = GcpBill.record("1", "Compute Engine", "Core", "2");

    ImportReport report = run(bill("lines", List.of(one, one)));

    assertThat(report.deliveries().get(0).rowsDuplicate()).isZero();
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST)).isEqualByComparingTo("4");
  }

  @Test
  void devices_are_counted_once_for_each_machine() throws IOException {
    run(bill("lines", GcpBill.everyKind()));

    Map<String, String> devices = new TreeMap<>();
    for (Charge charge : NativeBills.charges(sink)) {
      charge
          .text(FocusColumn.X_DEVICE_MODEL)
          .ifPresent(
              model ->
                  devices.put(
                      charge.text(FocusColumn.SKU_ID).orElse("").substring(2),
                      model
                          + " x "
                          + charge
                              .amount(FocusColumn.X_DEVICE_COUNT)
                              .map(Object::toString)
                              .orElse("-")));
    }
    assertThat(devices)
        .containsEntry("covered-1", "NVIDIA H100 x 1")
        .containsEntry("spot", "NVIDIA H100 x 1")
        .containsEntry("dws", "NVIDIA H100 x 1")
        .containsEntry("tpu", "Google TPU v5e x 1")
        .doesNotContainKeys("core", "late", "promotion");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cost| 1,5| NOT_A_DECIMAL",
        "cost| | MISSING_VALUE",
        "cost| 1E12| DECIMAL_TOO_LARGE",
        "currency| US$| NOT_A_CURRENCY",
        "usage_start_time| yesterday| NOT_A_TIME",
        "usage_end_time| 2026-10-05 08:00:00 UTC| PERIOD_NOT_POSITIVE",
        "billing_account_id| | MISSING_VALUE",
        "invoice.month| 202613| NOT_A_TIME",
        "invoice.month| | MISSING_VALUE",
        "credits| [{'name': 'x', 'amount': None}]| NOT_JSON",
        "credits| [{\"name\": \"x\", \"amount\": \"1,5\"}]| NOT_JSON",
        "credits| [{\"name\": \"x\"}]| NOT_JSON",
        "credits| [{\"name\": \"x\", \"amount\": 1E999999999}]| NOT_JSON",
        "labels| [{'key': 'x'}]| NOT_JSON"
      })
  void a_record_with_a_fault_is_refused_alone(String name, String value, ProblemCode code)
      throws IOException {
    List<ObjectNode> records = new ArrayList<>();
    for (String id : List.of("a", "bad", "c")) {
      records.add(GcpBill.record(id, "Compute Engine", "Core", "2"));
    }
    change(records.get(1), name, record -> record.put(last(name), value == null ? "" : value));

    for (String shape : List.of("lines", "csv")) {
      MemorySink kept = new MemorySink();
      ImportReport report = NativeBills.run(kept, DeliveryHistory.EMPTY, bill(shape, records));

      assertThat(report.rejects().stream().map(Problem::code)).as(shape).containsExactly(code);
      assertThat(NativeBills.sum(kept.charges(), FocusColumn.BILLED_COST))
          .isEqualByComparingTo("4");
      long rows = report.deliveries().stream().mapToLong(ImportReport.Delivery::rowsRead).sum();
      assertThat(rows).isEqualTo(3);
    }
  }

  private static void change(ObjectNode record, String name, Consumer<ObjectNode> change) {
    int point = name.indexOf('.');
    change.accept(point < 0 ? record : (ObjectNode) record.get(name.substring(0, point)));
  }

  private static String last(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"credits", "cost", "currency", "invoice_month"})
  void a_file_without_a_needed_column_is_refused_and_says_which(String column) throws IOException {
    String text =
        GcpBill.csv(List.of(GcpBill.record("a", "Compute Engine", "Core", "2")))
            .replaceFirst("(^|,)" + column + ",", "$1renamed,");

    ImportReport report = run(Files.writeString(directory.resolve("a.csv"), text));

    assertThat(report.rejects()).hasSize(1);
    assertThat(report.rejects().get(0).message()).contains("gcp-billing (lacks " + column + ")");
    assertThat(report.anythingVisible()).isFalse();
  }

  @Test
  void an_export_that_is_cut_off_loads_nothing_and_the_month_stands() throws IOException {
    PublishedHistory history = new PublishedHistory();
    String text = GcpBill.joined(GcpBill.everyKind());
    Path file = Files.writeString(directory.resolve("a.json"), text);
    history.publish(sink, NativeBills.run(sink, history, file));
    MemorySink second = new MemorySink();

    ImportReport report =
        NativeBills.run(
            second,
            history,
            Files.writeString(directory.resolve("b.json"), text.substring(0, text.length() - 50)));

    assertThat(report.rejects().stream().map(Problem::code)).containsExactly(ProblemCode.TRUNCATED);
    assertThat(second.charges()).isEmpty();
  }

  /**
   * The example moves fees and credits between projects by a rule of its own, usage for usage; what
   * it leaves as it is are the costs before credits of each project and SKU, and all sums.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1_1", "2_1", "3_1", "4_1", "5_1", "6_1", "9_1"})
  void the_published_scenarios_load_whole_and_tie_to_their_expected_output(String test)
      throws IOException {
    String folder = "billing/gcp-cuds/test_" + test + "/";
    Path expected = SharedData.file(folder + "expected_billingexport_output.json");

    ImportReport report = run(SharedData.file(folder + "export.json"));

    assertThat(report.rejects()).isEmpty();
    assertThat(report.notes()).isEmpty();
    BigDecimal billed = BigDecimal.ZERO;
    Map<String, BigDecimal> costs = new TreeMap<>();
    for (JsonNode row : new ObjectMapper().readTree(expected.toFile())) {
      BigDecimal cost = new BigDecimal(row.get("cost").asText());
      String sku = row.get("sku_description").asText();
      if (!sku.startsWith("Reattribution_")) {
        costs.merge(row.get("project_id").asText() + " " + sku, cost, BigDecimal::add);
      }
      billed = billed.add(cost);
      for (JsonNode credit : row.get("credits")) {
        billed = billed.add(new BigDecimal(credit.get("amount").asText()));
      }
    }
    Map<String, BigDecimal> found = new TreeMap<>();
    for (Charge charge : sink.charges()) {
      found.merge(
          charge.text(FocusColumn.SUB_ACCOUNT_ID).orElse("")
              + " "
              + charge.text(FocusColumn.CHARGE_DESCRIPTION).orElse(""),
          charge.amount(FocusColumn.CONTRACTED_COST).orElseThrow().toBigDecimal(),
          BigDecimal::add);
    }
    assertThat(found.keySet()).isEqualTo(costs.keySet());
    found.forEach((key, cost) -> assertThat(cost).as(key).isEqualByComparingTo(costs.get(key)));
    // The example computes with floats of 16 digits.
    assertThat(NativeBills.sum(sink.charges(), FocusColumn.BILLED_COST))
        .isCloseTo(billed, within(new BigDecimal("1E-12")));
    for (ImportReport.Delivery delivery : report.deliveries()) {
      assertThat(delivery.effectiveCost()).isEqualTo(delivery.billedCost());
      assertThat(delivery.nativeBilledCost().get("USD"))
          .isEqualTo(delivery.billedCost().get("USD").toString());
    }
  }

  private ImportReport run(Path... files) throws IOException {
    return NativeBills.run(sink, DeliveryHistory.EMPTY, files);
  }

  private Path bill(String shape, List<ObjectNode> records) throws IOException {
    if (shape.equals("parquet")) {
      Path file = directory.resolve("parquet-" + records.size());
      GcpParquet.write(file, records);
      return file;
    }
    Path file = directory.resolve(shape + "-" + records.size() + "-" + records.hashCode());
    return Files.writeString(
        file,
        switch (shape) {
          case "csv" -> GcpBill.csv(records);
          case "joined" -> GcpBill.joined(records);
          default -> GcpBill.lines(records);
        });
  }
}
