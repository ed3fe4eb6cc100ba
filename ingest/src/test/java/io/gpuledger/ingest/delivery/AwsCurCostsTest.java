package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.generate.CurText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Costs of AWS lines where a report lacks columns, has private pricing, or says null. */
class AwsCurCostsTest {
  private static final String COST = "line_item_unblended_cost";
  private static final String NET = "line_item_net_unblended_cost";

  @TempDir private Path directory;
  private final MemorySink sink = new MemorySink();

  @ParameterizedTest
  @CsvSource({
    "SavingsPlanCoveredUsage, ''",
    "SavingsPlanRecurringFee, ''",
    "SavingsPlanRecurringFee, savings_plan_total_commitment_to_date",
    "SavingsPlanRecurringFee, savings_plan_used_commitment",
    "DiscountedUsage, ''",
    "RIFee, ''",
    "RIFee, reservation_unused_recurring_fee",
    "Fee, ''"
  })
  void a_line_whose_rule_lacks_its_columns_has_no_amortised_cost_and_that_is_told_once(
      String type, String column) throws IOException {
    Map<String, String> line = CurText.line("1", type, COST, "72");
    if (!column.isEmpty()) {
      line.put(column, "60");
    }
    Map<String, String> second = new java.util.LinkedHashMap<>(line);
    second.put("identity_line_item_id", "2");

    ImportReport report = run(List.of(line, second));

    assertThat(report.rejects()).isEmpty();
    assertThat(sink.charges()).hasSize(2);
    for (Charge charge : sink.charges()) {
      assertThat(charge.find(FocusColumn.EFFECTIVE_COST)).isEmpty();
    }
    assertThat(report.notes().stream().filter(note -> kind(note, ReadNote.Kind.COST_UNKNOWN)))
        .hasSize(1);
    assertThat(report.notes().get(0).message()).contains("of type " + type + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "SavingsPlanCoveredUsage, savings_plan_savings_plan_effective_cost",
    "DiscountedUsage, reservation_effective_cost"
  })
  void a_cost_before_private_pricing_is_not_taken_for_the_one_after(String type, String column)
      throws IOException {
    run(List.of(CurText.line("1", type, COST, "98", NET, "88", column, "60")));

    assertThat(effective()).containsExactly("-");
  }

  @Test
  void a_report_with_what_the_rules_need_notes_nothing() throws IOException {
    ImportReport report =
        run(
            List.of(
                CurText.line("1", "Fee", COST, "5", "reservation_reservation_a_r_n", ""),
                CurText.line("2", "Tax", COST, "1")));

    assertThat(report.notes()).isEmpty();
    assertThat(effective()).containsExactly("5", "1");
  }

  /**
   * A plan of 100 an hour for two hours, a fifth off by private pricing: 200 committed, 160 asked
   * for. 150 of it were used, which cost 120; so what nobody used cost 40.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void used_and_unused_part_of_a_plan_come_to_its_fee_after_private_pricing(boolean commitments)
      throws IOException {
    List<Map<String, String>> lines = new ArrayList<>();
    for (String plan : List.of("arn:plan-1", "arn:plan-2")) {
      lines.add(
          CurText.line(
              plan + "-use",
              "SavingsPlanCoveredUsage",
              COST,
              "300",
              NET,
              "240",
              "savings_plan_savings_plan_a_r_n",
              plan,
              "savings_plan_savings_plan_effective_cost",
              "150",
              "savings_plan_net_savings_plan_effective_cost",
              "120"));
      Map<String, String> fee =
          CurText.line(
              plan + "-fee",
              "SavingsPlanRecurringFee",
              COST,
              "200",
              NET,
              "160",
              "savings_plan_savings_plan_a_r_n",
              plan,
              "savings_plan_total_commitment_to_date",
              "200",
              "savings_plan_used_commitment",
              "150");
      if (commitments) {
        fee.put("savings_plan_recurring_commitment_for_billing_period", "140");
        fee.put("savings_plan_net_recurring_commitment_for_billing_period", "112");
        fee.put("savings_plan_amortized_upfront_commitment_for_billing_period", "60");
        fee.put("savings_plan_net_amortized_upfront_commitment_for_billing_period", "48");
      }
      lines.add(fee);
    }

    run(lines);

    for (String plan : List.of("arn:plan-1", "arn:plan-2")) {
      List<Charge> own =
          sink.charges().stream()
              .filter(
                  charge -> charge.text(FocusColumn.COMMITMENT_DISCOUNT_ID).orElse("").equals(plan))
              .toList();
      assertThat(own).hasSize(3);
      assertThat(NativeBills.sum(own, FocusColumn.BILLED_COST)).isEqualByComparingTo("160");
      assertThat(NativeBills.sum(own, FocusColumn.EFFECTIVE_COST)).isEqualByComparingTo("160");
    }
  }

  @Test
  void a_plan_without_private_pricing_bears_what_nobody_used_as_it_stands() throws IOException {
    run(
        List.of(
            CurText.line(
                "1",
                "SavingsPlanRecurringFee",
                COST,
                "200",
                "savings_plan_total_commitment_to_date",
                "200",
                "savings_plan_used_commitment",
                "150.000000000000000001")));

    assertThat(effective()).containsExactly("0", "49.999999999999999999");
  }

  @Test
  void net_usage_beside_a_discount_line_without_net_cost_is_told() throws IOException {
    ImportReport told =
        run(
            List.of(
                CurText.line("1", "EdpDiscount", COST, "-2"),
                CurText.line("2", "Usage", COST, "10", NET, "8")));
    assertThat(told.notes()).hasSize(1);
    assertThat(told.notes().get(0).kind()).isEqualTo(ReadNote.Kind.DISCOUNT_UNCLEAR);

    ImportReport clear =
        run(
            List.of(
                CurText.line("1", "EdpDiscount", COST, "-2", NET, "0"),
                CurText.line("2", "Usage", COST, "10", NET, "8")));
    assertThat(clear.notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "null", "\\N", ""})
  void a_text_that_means_null_is_no_value(String none) throws IOException {
    ImportReport report =
        run(
            List.of(
                CurText.line(
                    "1",
                    "Usage",
                    COST,
                    "3",
                    NET,
                    none,
                    "savings_plan_savings_plan_a_r_n",
                    none,
                    "reservation_reservation_a_r_n",
                    none,
                    "split_line_item_parent_resource_id",
                    none,
                    "discount_total_discount",
                    none)));

    assertThat(report.rejects()).isEmpty();
    Charge charge = sink.charges().get(0);
    assertThat(charge.amount(FocusColumn.BILLED_COST).orElseThrow().toString()).isEqualTo("3");
    assertThat(charge.find(FocusColumn.COMMITMENT_DISCOUNT_ID)).isEmpty();
    assertThat(charge.find(FocusColumn.ALLOCATED_METHOD_ID)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "discount_total_discount, -2.1234567890123456785, 7.876543210987654322",
    "discount, {\"a\":-1.0000000000000000001;\"b\":-1}, 8",
    "discount_total_discount, nothing, 10"
  })
  void what_bears_no_invoiced_amount_refuses_no_line(
      String column, String value, BigDecimal contracted) throws IOException {
    ImportReport report =
        run(
            List.of(
                CurText.line(
                    "1",
                    "DiscountedUsage",
                    "pricing_public_on_demand_cost",
                    "10",
                    "reservation_effective_cost",
                    "5",
                    "split_line_item_parent_resource_id",
                    "i-1",
                    "split_line_item_split_usage_ratio",
                    "0.33333333333333333333",
                    column,
                    value.replace(';', ','))));

    assertThat(report.rejects()).isEmpty();
    Charge charge = sink.charges().get(0);
    assertThat(charge.amount(FocusColumn.CONTRACTED_COST).orElseThrow().toBigDecimal())
        .isEqualByComparingTo(contracted);
    assertThat(charge.text(FocusColumn.ALLOCATED_METHOD_DETAILS).orElse(""))
        .contains("0.333333333333333333}");
  }

  @Test
  void reserved_capacity_that_nobody_used_is_priced_and_not_consumed() throws IOException {
    String[] hours = {COST, "98", "line_item_usage_amount", "2", "pricing_unit", "Hrs"};
    String[] unused = Arrays.copyOf(hours, hours.length + 2);
    unused[hours.length] = "line_item_usage_type";
    unused[hours.length + 1] = "USE1-UnusedBox:p5.48xlarge";
    run(List.of(CurText.line("1", "Usage", unused), CurText.line("2", "Usage", hours)));

    Charge nobody = NativeBills.charges(sink).get(0);
    assertThat(nobody.find(FocusColumn.CONSUMED_QUANTITY)).isEmpty();
    assertThat(nobody.find(FocusColumn.CONSUMED_UNIT)).isEmpty();
    assertThat(nobody.find(FocusColumn.PRICING_QUANTITY)).isPresent();
    assertThat(nobody.text(FocusColumn.CAPACITY_RESERVATION_STATUS)).contains("Unused");
    assertThat(NativeBills.charges(sink).get(1).find(FocusColumn.CONSUMED_QUANTITY)).isPresent();
  }

  @Test
  void memory_is_read_with_its_thousands() throws IOException {
    run(List.of(CurText.line("1", "Usage", COST, "1", "fact:memory", "1952 GiB")));
    Map<String, String> line = CurText.line("1", "Usage", COST, "1", "product_memory", "");
    line.put("product_memory", "1,952 GiB");
    run(List.of(line));

    assertThat(sink.charges().stream().map(AwsCurCostsTest::details).distinct())
        .containsExactly("{\"MemorySize\":1952}");
  }

  private static String details(Charge charge) {
    return charge.text(FocusColumn.SKU_PRICE_DETAILS).orElse("-");
  }

  private List<String> effective() {
    return NativeBills.charges(sink).stream()
        .map(charge -> charge.find(FocusColumn.EFFECTIVE_COST).map(Object::toString).orElse("-"))
        .toList();
  }

  private static boolean kind(ReadNote note, ReadNote.Kind kind) {
    return note.kind() == kind;
  }

  private ImportReport run(List<Map<String, String>> lines) throws IOException {
    Path file = directory.resolve("a.csv");
    Files.writeString(file, CurText.cur2(lines));
    return NativeBills.run(sink, DeliveryHistory.EMPTY, file);
  }
}
