package io.gpuledger.cost;

import static io.gpuledger.cost.QuarterInput.AUGUST;
import static io.gpuledger.cost.QuarterInput.JULY;
import static io.gpuledger.cost.QuarterInput.MONTHS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.QuarterLedger.Line;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
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

  /** A row of an expected level: billed, effective, contracted, list. */
  private static Costs four(String billed, String effective, String contracted, String list) {
    return new Costs(
        Amount.parse(billed),
        Amount.parse(effective),
        Amount.parse(list),
        Amount.parse(contracted));
  }

  /**
   * By hand, from the page. A normal day of a1 is 120 vision, 60 search, 60 nobody's; 29 of them
   * and 5 August (71, 44, 65, 60). The refund of 48 goes 24, 12, 12. cw1 ran 2,208 hours and cw2
   * 1,968 at 2.00 effective, 2.50 contracted, 3.00 list; o1 is 3/4 speech's of 5,004; support and
   * tax are 1,116. a1's list is 1.2 times its price. Platform bought 4,416 upfront and 4,416 of
   * fees and bears 480 of unused hours.
   */
  @Test
  void the_quarter_by_team_has_the_figures_worked_by_hand_in_all_four_costs() {
    assertThat(grouped(line -> line.currency() + " " + line.team()))
        .isEqualTo(
            Map.of(
                "USD vision", four("3527", "7943", "9047", "10861.2"),
                "USD search", four("1772", "1772", "1772", "2128.8"),
                "USD speech", four("3818", "7754", "8738", "9735"),
                "USD platform", four("8832", "480", "8832", "8832"),
                "USD unattributed", four("4155", "4155", "4155", "4515"),
                // g1 bills 2,928 and lists 3,600: half search's, a quarter each speech's and
                // nobody's.
                "EUR search", four("1464", "1464", "1464", "1800"),
                "EUR speech", four("732", "1542", "1542", "1800"),
                "EUR unattributed", four("732", "732", "732", "900"),
                "EUR platform", four("900", "90", "900", "900")));
  }

  @Test
  void the_quarter_by_state_has_the_figures_worked_by_hand() {
    Map<String, Amount> effective = new HashMap<>();
    grouped(line -> line.currency() + " " + line.line().state().code())
        .forEach((state, costs) -> effective.put(state, costs.effective()));

    assertThat(effective)
        .isEqualTo(
            amounts(
                // 29 x 120 + 73 - 24, cw1 4,416, o1 3,753
                "USD productive", "11698",
                // 29 x 60 + 76 - 12, cw2 3,936
                "USD active", "5740",
                "USD held_idle", "31",
                // 29 x 60 + 45 - 12, o1 1,251
                "USD unallocated", "3024",
                "USD unobserved", "15",
                "USD unused_commitment", "480",
                "USD not_gpu", "1116",
                "EUR productive", "1464",
                "EUR active", "732",
                "EUR unallocated", "732",
                "EUR unused_commitment", "90",
                // 900 credits used at 0.90
                "EUR not_gpu", "810"));
  }

  private static Map<String, Amount> amounts(String... texts) {
    Map<String, Amount> amounts = new HashMap<>();
    for (int i = 0; i < texts.length; i += 2) {
      amounts.put(texts[i], Amount.parse(texts[i + 1]));
    }
    return amounts;
  }

  @Test
  void lines_of_a_charge_sum_to_it_and_statements_to_the_lines_of_their_month() {
    Map<QuarterBill, Costs> byCharge = grouped(Line::bill);
    for (QuarterBill bill : LEDGER.bills()) {
      assertThat(byCharge.get(bill)).as(bill.name()).isEqualTo(bill.costs());
    }
    grouped(Line::share).forEach((share, sum) -> assertThat(sum).isEqualTo(share.costs()));
    for (ChargebackPolicy policy : List.of(QuarterLedger.POLICY, QuarterLedger.TO_PURCHASER)) {
      for (YearMonth month : MONTHS) {
        for (String currency : List.of("USD", "EUR")) {
          for (Function<Costs, Amount> cost : FOUR) {
            Amount lines =
                cost.apply(
                    LEDGER.sum(
                        line -> line.month().equals(month) && line.currency().equals(currency)));
            assertThat(LEDGER.statement(policy, month, cost).totals().get(currency))
                .isEqualTo(lines);
          }
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
