package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.focus.ParquetFiles;
import io.gpuledger.ingest.generate.CurBill;
import io.gpuledger.ingest.generate.CurText;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both reports of AWS: each kind of line, the sums, later exports of a month. */
class AwsCurBillTest {
  /** Line, part, category, class, billed, effective, list, contracted, commitment, pricing. */
  private static final String EXPECTED =
      """
      on-demand 0 Usage - 88.488 88.488 98.32 88.488 - Standard
      storage 0 Usage - 0.00000000154 0.00000000154 0.00000000154 0.00000000154 - Standard
      spot 0 Usage - 30.123456789012 30.123456789012 98.32 30.123456789012 - Dynamic
      plan-covered 0 Usage - 0 54.45 98.32 88.488 Used Committed
      plan-negation 0 Adjustment - 0 0 0 0 - -
      plan-fee 0 Purchase - 64.8 0 72 64.8 - Standard
      plan-fee 1 Usage - 0 10.35 0 0 Unused Committed
      plan-upfront 0 Purchase - 900 0 1000 900 - Standard
      reserved 0 Usage - 0 49.5 98.32 92.82 Used Committed
      reserved-fee 0 Purchase - 1350 0 1500 1350 - Standard
      reserved-fee 1 Usage - 0 27 0 0 Unused Committed
      reserved-upfront 0 Purchase - 3285 0 3650 3285 - Standard
      support 0 Purchase - 100 100 100 100 - Standard
      block-fee 0 Purchase - 1510.1952 0 1510.1952 1510.1952 - Standard
      block-fee 1 Usage - 0 1510.1952 0 0 - Committed
      block-usage 0 Usage - 0 0 98.32 0 - Standard
      tax 0 Tax - 123.45 123.45 123.45 123.45 - -
      credit 0 Credit - -50 -50 -50 -50 - -
      refund 0 Adjustment Correction -7 -7 -7 -7 - -
      edp 0 Adjustment - 0 0 0 0 - -
      pod-1 0 Usage - 0 0 - 0 - Standard
      pod-2 0 Usage - 0 0 - 0 - Standard
      sagemaker 0 Usage - 67.977 67.977 75.53 67.977 - Standard
      bedrock 0 Usage - 3.703701 3.703701 3.703701 3.703701 - Standard
      unused-box 0 Usage - 98.32 98.32 98.32 98.32 - Standard
      marketplace 0 Usage - 0.15 0.15 - 0.15 - Standard
      """;

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @ParameterizedTest
  @ValueSource(strings = {"cur2", "legacy", "parquet"})
  void every_kind_of_line_has_the_costs_of_its_rule(String report) throws IOException {
    ImportReport imported = run(DeliveryHistory.EMPTY, bill(report, CurBill.everyLine()));

    assertThat(imported.rejects()).isEmpty();
    assertThat(imported.notes()).isEmpty();
    StringBuilder found = new StringBuilder();
    for (Charge charge : NativeBills.charges(sink)) {
      found
          .append(charge.extra().get("x_identity_line_item_id"))
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
  void every_column_of_every_kind_of_line_is_that_of_the_golden_file() throws IOException {
    run(DeliveryHistory.EMPTY, bill("cur2", CurBill.everyLine()));

    String text = NativeBills.text(NativeBills.charges(sink), true);

    assertThat(text).isEqualTo(NativeBills.golden("aws-cur.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "parquet"})
  void the_reports_tell_the_same_charges(String other) throws IOException {
    run(DeliveryHistory.EMPTY, bill("cur2", CurBill.everyLine()));
    MemorySink second = new MemorySink();
    NativeBills.run(second, DeliveryHistory.EMPTY, bill(other, CurBill.everyLine()));

    assertThat(NativeBills.text(NativeBills.charges(second), false))
        .isEqualTo(NativeBills.text(NativeBills.charges(sink), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cur2", "legacy", "parquet"})
  void a_month_ties_to_its_own_columns_by_the_rules_of_aws(String report) throws IOException {
    List<Map<String, String>> lines = CurBill.month(20_261_001, 40);

    ImportReport imported = run(DeliveryHistory.EMPTY, bill(report, lines));

    ImportReport.Delivery delivery = imported.deliveries().get(0);
    assertThat(imported.deliveries()).hasSize(1);
    assertThat(delivery.format()).isEqualTo(report.equals("legacy") ? "aws-cur-legacy" : "aws-cur");
    // Three lines of a round give two charges each.
    assertThat(delivery.rowsAccepted()).isEqualTo(lines.size() + 3 * 40);
    assertThat(delivery.rowsRead()).isEqualTo(delivery.rowsAccepted());
    BigDecimal billed = BigDecimal.ZERO;
    BigDecimal amortised = BigDecimal.ZERO;
    for (Map<String, String> line : lines) {
      billed = billed.add(net(line, "line_item_net_unblended_cost", "line_item_unblended_cost"));
      amortised = amortised.add(amortised(line));
    }
    assertThat(delivery.billedCost().get("USD").toBigDecimal()).isEqualByComparingTo(billed);
    assertThat(delivery.nativeBilledCost()).containsOnlyKeys("USD");
    assertThat(new BigDecimal(delivery.nativeBilledCost().get("USD"))).isEqualByComparingTo(billed);
    assertThat(delivery.effectiveCost().get("USD").toBigDecimal()).isEqualByComparingTo(amortised);
    List<Charge> charges = NativeBills.charges(sink);
    assertThat(NativeBills.sum(charges, FocusColumn.BILLED_COST)).isEqualByComparingTo(billed);
    assertThat(charges.stream().map(Charge::rowNo).distinct()).hasSize(charges.size());
  }

  /** AWS's amortised rule, written for the columns of the report and not for charges. */
  private static BigDecimal amortised(Map<String, String> line) {
    return switch (line.get("line_item_line_item_type")) {
      // What is used of a plan and what is not come to its fee.
      case "SavingsPlanCoveredUsage" -> BigDecimal.ZERO;
      case "SavingsPlanRecurringFee" ->
          net(line, "line_item_net_unblended_cost", "line_item_unblended_cost");
      case "SavingsPlanNegation", "SavingsPlanUpfrontFee" -> BigDecimal.ZERO;
      case "DiscountedUsage" ->
          net(line, "reservation_net_effective_cost", "reservation_effective_cost");
      case "RIFee" ->
          net(
                  line,
                  "reservation_net_unused_amortized_upfront_fee_for_billing_period",
                  "reservation_unused_amortized_upfront_fee_for_billing_period")
              .add(
                  net(
                      line,
                      "reservation_net_unused_recurring_fee",
                      "reservation_unused_recurring_fee"));
      case "Fee" ->
          line.getOrDefault("reservation_reservation_a_r_n", "").isEmpty()
              ? net(line, "line_item_net_unblended_cost", "line_item_unblended_cost")
              : BigDecimal.ZERO;
      default -> net(line, "line_item_net_unblended_cost", "line_item_unblended_cost");
    };
  }

  private static BigDecimal net(Map<String, String> line, String net, String gross) {
    return line.getOrDefault(net, "").isEmpty() ? number(line, gross) : number(line, net);
  }

  private static BigDecimal number(Map<String, String> line, String name) {
    return new BigDecimal(line.get(name));
  }

  @Test
  void a_later_export_of_the_month_replaces_the_earlier_one() throws IOException {
    PublishedHistory history = new PublishedHistory();
    List<Map<String, String>> lines = CurBill.everyLine();
    Path first = bill("cur2", lines);
    history.publish(sink, run(history, first));
    assertThat(run(history, first).deliveries().get(0).unchanged()).isTrue();
    lines.forEach(line -> line.put("bill_invoice_id", "EUINUS26-1"));
    lines.get(0).put("line_item_net_unblended_cost", "80");
    MemorySink second = new MemorySink();

    ImportReport restated = NativeBills.run(second, history, bill("cur2", lines));

    ImportReport.Delivery delivery = restated.deliveries().get(0);
    assertThat(second.closed()).hasSize(1);
    assertThat(second.closed().get(0).getDeliveryKind()).isEqualTo("overwrite");
    assertThat(second.closed().get(0).getSequence()).isEqualTo(2);
    assertThat(second.closed().get(0).getFormat()).isEqualTo("aws-cur");
    assertThat(delivery.billedCost().get("USD"))
        .isEqualTo(
            sink.charges().stream()
                .map(Charge::billedCost)
                .reduce(Amount.ZERO, Amount::plus)
                .minus(Amount.parse("8.488")));
    assertThat(NativeBills.charges(second).get(0).text(FocusColumn.INVOICE_ID))
        .contains("EUINUS26-1");
    assertThat(NativeBills.charges(sink).get(0).text(FocusColumn.INVOICE_ID)).isEmpty();
  }

  @Test
  void a_sum_that_does_not_tie_to_the_lines_is_told() throws IOException {
    List<Map<String, String>> lines = CurBill.everyLine();
    lines.removeIf(line -> line.get("line_item_line_item_type").equals("SavingsPlanNegation"));

    ImportReport imported = run(DeliveryHistory.EMPTY, bill("cur2", lines));

    assertThat(imported.notes()).hasSize(1);
    assertThat(imported.notes().get(0).kind())
        .isEqualTo(io.gpuledger.ingest.focus.ReadNote.Kind.SUM_DIFFERS);
  }

  private ImportReport run(DeliveryHistory history, Path... files) throws IOException {
    return NativeBills.run(sink, history, files);
  }

  private Path bill(String report, List<Map<String, String>> lines) throws IOException {
    Path file = directory.resolve(report + "-" + lines.size() + "-" + lines.hashCode());
    switch (report) {
      case "cur2" -> {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
          out.write(CurText.cur2(lines).getBytes(StandardCharsets.UTF_8));
        }
      }
      case "legacy" -> Files.writeString(file, CurText.legacy(lines));
      default -> parquet(file, lines);
    }
    return file;
  }

  /** CUR 2.0 in Parquet: costs and amounts are doubles, tags and facts are maps. */
  private static void parquet(Path file, List<Map<String, String>> lines) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    lines.forEach(line -> names.addAll(line.keySet()));
    names.removeIf(name -> name.contains(":"));
    StringBuilder schema = new StringBuilder("message cur {\n");
    for (String name : names) {
      schema.append(
          isDouble(name)
              ? "optional double " + name + ";\n"
              : "optional binary " + name + " (STRING);\n");
    }
    for (String map : List.of("resource_tags", "product")) {
      schema.append(
          "optional group %s (MAP) { repeated group key_value { required binary key (STRING);"
                  .formatted(map)
              + " optional binary value (STRING); } }\n");
    }
    MessageType type = MessageTypeParser.parseMessageType(schema.append("}").toString());
    List<Group> rows = new ArrayList<>();
    for (Map<String, String> line : lines) {
      Group row = new SimpleGroup(type);
      Group tags = row.addGroup("resource_tags");
      Group facts = row.addGroup("product");
      line.forEach(
          (name, value) -> {
            if (name.startsWith("tag:")) {
              String key = name.substring("tag:".length());
              add(tags, key.startsWith("aws:") ? "aws_" + key.substring(4) : "user_" + key, value);
            } else if (name.startsWith("fact:")) {
              add(facts, name.substring("fact:".length()), value);
            } else if (isDouble(name) && !value.isEmpty()) {
              row.add(name, Double.parseDouble(value));
            } else if (!isDouble(name) && !value.isEmpty()) {
              row.add(name, value);
            }
          });
      rows.add(row);
    }
    ParquetFiles.write(file, type, rows, CompressionCodecName.ZSTD);
  }

  private static void add(Group map, String key, String value) {
    map.addGroup("key_value").append("key", key).append("value", value);
  }

  private static boolean isDouble(String name) {
    return name.endsWith("_cost")
        || name.contains("_fee")
        || name.contains("_commitment")
        || name.endsWith("_amount")
        || name.endsWith("_discount")
        || name.endsWith("_ratio")
        || name.endsWith("_usage");
  }
}
