package io.gpuledger.cost;

import static io.gpuledger.cost.QuarterInput.AUGUST;
import static io.gpuledger.cost.QuarterInput.JULY;
import static io.gpuledger.cost.QuarterInput.MONTHS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.QuarterLedger.Line;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.close.PeriodClose;
import io.gpuledger.cost.money.Amount;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table of docs/rules/quarter.md, computed by the real rules from the same input. */
class QuarterExampleTest {
  private static final QuarterPage PAGE = QuarterPage.read();
  private static final QuarterLedger SIGNED = QuarterLedger.of(QuarterInput.bills(false));
  private static final QuarterLedger LEDGER = QuarterLedger.of(QuarterInput.bills(true));
  private static final List<Function<Costs, Amount>> FOUR =
      List.of(Costs::billed, Costs::effective, Costs::contracted, Costs::list);

  private static final Map<String, List<List<String>>> COMPUTED = computed();

  private static Map<String, List<List<String>>> computed() {
    Map<String, List<List<String>>> tables = new LinkedHashMap<>();
    tables.putAll(QuarterFigures.of(SIGNED, LEDGER));
    tables.putAll(QuarterBookFigures.of(SIGNED, LEDGER));
    return tables;
  }

  static Set<String> headings() {
    return PAGE.headings();
  }

  @ParameterizedTest
  @MethodSource("headings")
  void each_table_of_the_page_is_what_the_rules_compute(String heading) {
    assertThat(COMPUTED.getOrDefault(heading, List.of())).isEqualTo(PAGE.table(heading));
  }

  @Test
  void the_page_has_every_computed_table() {
    assertThat(COMPUTED.keySet()).isEqualTo(PAGE.headings());
  }

  @Test
  void every_level_sums_exactly_for_all_four_costs() {
    Costs charges = LEDGER.bills().stream().map(QuarterBill::costs).reduce(Costs.ZERO, Costs::plus);
    Map<QuarterBill, Costs> byCharge = grouped(Line::bill);
    for (QuarterBill bill : LEDGER.bills()) {
      assertThat(byCharge.get(bill)).as(bill.name()).isEqualTo(bill.costs());
    }
    grouped(Line::share).forEach((share, sum) -> assertThat(sum).isEqualTo(share.costs()));
    List<Function<Line, Object>> levels =
        List.of(
            Line::month,
            Line::team,
            Line::currency,
            line -> line.share().day(),
            line -> line.bill().invoice(),
            line -> line.line().state(),
            line -> line.line().holder(),
            line -> List.of(line.month(), line.team(), line.line().state()));
    for (Function<Line, Object> level : levels) {
      assertThat(grouped(level).values().stream().reduce(Costs.ZERO, Costs::plus))
          .isEqualTo(charges);
    }
    for (Function<Costs, Amount> cost : FOUR) {
      for (YearMonth month : MONTHS) {
        for (String currency : List.of("USD", "EUR")) {
          Amount lines =
              cost.apply(
                  LEDGER.sum(
                      line -> line.month().equals(month) && line.currency().equals(currency)));
          assertThat(LEDGER.statement(month, cost).totals().get(currency)).isEqualTo(lines);
        }
      }
    }
  }

  @Test
  void over_the_quarter_what_is_paid_ahead_has_become_cost_so_billed_and_effective_agree() {
    for (String currency : List.of("USD", "EUR")) {
      Costs sum = LEDGER.sum(line -> line.currency().equals(currency));
      assertThat(sum.billed()).isEqualTo(sum.effective());
    }
  }

  @Test
  void the_restatement_changes_nothing_but_googles_august_and_signed_figures_stand() {
    assertThat(LEDGER.effective(JULY, "EUR")).isEqualTo(SIGNED.effective(JULY, "EUR"));
    assertThat(LEDGER.effective(AUGUST, "USD")).isEqualTo(SIGNED.effective(AUGUST, "USD"));
    assertThat(LEDGER.effective(AUGUST, "EUR").minus(SIGNED.effective(AUGUST, "EUR")))
        .isEqualTo(Amount.of(48));
    PeriodClose closed = QuarterBooks.close(AUGUST);
    assertThat(closed.signOff().orElseThrow().asOf()).isEqualTo(QuarterBooks.SIGNED_AT);
    Map<String, Amount> corrected = new HashMap<>();
    QuarterBooks.corrections(SIGNED, LEDGER)
        .forEach(line -> corrected.merge(line.key().currency(), line.delta(), Amount::plus));
    assertThat(corrected).isEqualTo(Map.of("EUR", Amount.of(48)));
  }

  private static <K> Map<K, Costs> grouped(Function<Line, K> key) {
    Map<K, Costs> sums = new HashMap<>();
    for (Line line : LEDGER.lines()) {
      sums.merge(key.apply(line), line.line().costs(), Costs::plus);
    }
    return sums;
  }
}
