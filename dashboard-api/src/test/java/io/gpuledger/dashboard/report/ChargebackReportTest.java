package io.gpuledger.dashboard.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.chargeback.BorneCost;
import io.gpuledger.cost.chargeback.ChargeRule;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.CommitmentBenefit;
import io.gpuledger.cost.chargeback.InternalPrice;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.StatementMaker;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.document.DisplayedAmounts;
import io.gpuledger.dashboard.query.AppliedPolicies;
import io.gpuledger.dashboard.query.ChargebackFigures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChargebackReportTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void displayed_rows_sum_to_the_displayed_total_and_are_never_off_by_a_unit(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<Amount> rows = new ArrayList<>();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        BigInteger unscaled = new BigInteger(70, random).subtract(BigInteger.ONE.shiftLeft(69));
        rows.add(Amount.ofUnscaled(random.nextInt(4) == 0 ? BigInteger.ZERO : unscaled));
      }
      List<BigDecimal> shown = DisplayedAmounts.of(rows, 2);
      Amount total = rows.stream().reduce(Amount.ZERO, Amount::plus);
      BigDecimal sum = shown.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).as("seed %d", seed).isEqualByComparingTo(total.displayed(2));
      for (int k = 0; k < rows.size(); k++) {
        BigDecimal off = shown.get(k).subtract(rows.get(k).toBigDecimal()).abs();
        assertThat(off).isLessThanOrEqualTo(new BigDecimal("0.01"));
      }
    }
  }

  @Test
  void a_hundred_over_three_is_displayed_without_a_lost_cent() {
    List<Amount> rows =
        List.of(
            Amount.parse("33.333333333333333334"),
            Amount.parse("33.333333333333333333"),
            Amount.parse("33.333333333333333333"));
    assertThat(DisplayedAmounts.of(rows, 2))
        .map(BigDecimal::toPlainString)
        .containsExactly("33.34", "33.33", "33.33");
  }

  @Test
  void a_report_that_does_not_tie_is_refused() {
    ChargebackFigures gap =
        new ChargebackFigures(
            List.of(part("vision", "5")),
            Map.of("USD", four("5.000000000000000001")),
            Map.of("USD", four("5")),
            false,
            0,
            "");
    assertThatThrownBy(() -> report("billed", gap, Map.of()))
        .isInstanceOfSatisfying(
            ReportRefusedException.class, refused -> assertThat(refused.isPassing()).isFalse())
        .hasMessageContaining("differs by 0.000000000000000001");
    ChargebackFigures daily =
        new ChargebackFigures(
            List.of(part("vision", "4")),
            Map.of("USD", four("5")),
            Map.of("USD", four("5")),
            false,
            0,
            "");
    assertThatThrownBy(() -> report("billed", daily, Map.of()))
        .hasMessageContaining("differs by 1");
  }

  @Test
  void texts_that_a_spreadsheet_would_run_are_made_harmless_and_numbers_stay_numbers() {
    List<ChargebackFigures.Part> parts = new ArrayList<>();
    List<Amount> sum = ChargebackFigures.ZEROS;
    for (String team : List.of("=1+1", "+x", "-x", "@x", "a,\"b\"", "-")) {
      parts.add(part(team, "-1.5"));
      sum = ChargebackFigures.sum(sum, four("-1.5"));
    }
    ChargebackFigures figures =
        new ChargebackFigures(parts, Map.of("USD", sum), Map.of("USD", sum), false, 0, "=note");
    String csv =
        new String(report("billed", figures, Map.of("asOf", "x")).toCsv(), StandardCharsets.UTF_8);
    assertThat(csv)
        .contains("'=1+1,-,USD,-1.5,")
        .contains("'+x,", "'-x,", "'@x,", "\"a,\"\"b\"\"\",", "\r\n-,-,USD,-1.5,", "'=note");
    assertThat(csv.lines().filter(line -> line.startsWith("proof,"))).hasSize(5);
  }

  @Test
  void a_cost_that_the_bill_does_not_carry_is_empty_and_not_zero() throws Exception {
    Amount five = Amount.parse("5");
    List<Amount> costs = List.of(five, Amount.ZERO, five, Amount.ZERO);
    ChargebackFigures.Part part =
        new ChargebackFigures.Part(
            "vision", "-", "USD", "not_gpu", costs, BigInteger.ZERO, List.of(0L, 0L, 1L, 3L));
    ChargebackFigures figures =
        new ChargebackFigures(
            List.of(part), Map.of("USD", costs), Map.of("USD", costs), false, 0, "");

    ChargebackReport report = report("contracted", figures, Map.of());

    ChargebackReport.Row row = report.rows().get(0);
    assertThat(row.effective()).as("the bill says zero").isEqualTo("0");
    assertThat(row.list()).as("known of some lines").isEqualTo("5");
    assertThat(row.contracted()).as("known of none").isNull();
    assertThat(row.displayed()).isNull();
    assertThat(row.states()).containsEntry("not_gpu", null).containsEntry("productive", "0");
    assertThat(row.linesWithout()).containsEntry("list", 1L).containsEntry("contracted", 3L);
    assertThat(report.totals().get(0)).containsEntry("contracted", null).containsEntry("list", "5");
    assertThat(new String(report.toCsv(), StandardCharsets.UTF_8))
        .contains("vision,-,USD,5,0,5,,,0.000,0,1,3,0,0,0,0,0,0,\r\n")
        .contains("total,USD,5,0,5,\r\n");
  }

  private static ChargebackFigures.Part part(String team, String cost) {
    return new ChargebackFigures.Part(
        team,
        "-",
        "USD",
        "not_gpu",
        four(cost),
        BigInteger.valueOf(3_600_000_000_000L),
        List.of(0L, 0L, 0L, 0L));
  }

  private static List<Amount> four(String cost) {
    Amount amount = Amount.parse(cost);
    return List.of(amount, amount, amount, amount);
  }

  @Test
  void a_statement_that_is_not_all_of_the_money_is_refused() {
    ChargebackFigures figures = figuresOf("5");
    AppliedPolicies less = applied(cost("vision", "4"));

    assertThatThrownBy(
            () ->
                ChargebackReport.of(
                    OCTOBER,
                    "billed",
                    figures,
                    Optional.of(less),
                    Optional.empty(),
                    AccessScope.EVERYTHING,
                    Map.of()))
        .isInstanceOf(ReportRefusedException.class)
        .hasMessageContaining("billed cost in USD differs by 1");
  }

  @Test
  void the_file_holds_the_statement_and_the_policy_in_words_and_the_effect_of_a_preview() {
    ChargebackPolicy policy =
        new ChargebackPolicy(
            "fy26",
            LocalDate.of(2026, 10, 1),
            LocalDate.MAX,
            List.of(
                ChargeRule.charge(
                    "unused GPUs",
                    Filter.parse("state:\"unallocated\""),
                    new Party("platform", "CC-1"))),
            CommitmentBenefit.TO_CONSUMER,
            Optional.empty(),
            Set.of("sandbox"));
    List<BorneCost> costs = List.of(cost("vision", "2"), unused("3"));
    AppliedPolicies preview =
        new AppliedPolicies(List.of(), List.of(policy), StatementMaker.make(policy, costs));
    AppliedPolicies now =
        new AppliedPolicies(
            List.of(),
            List.of(ChargebackPolicy.AS_ALLOCATED),
            StatementMaker.make(ChargebackPolicy.AS_ALLOCATED, costs));

    String csv =
        new String(
            ChargebackReport.of(
                    OCTOBER,
                    "billed",
                    figuresOf("5"),
                    Optional.of(preview),
                    Optional.of(now),
                    AccessScope.EVERYTHING,
                    Map.of())
                .toCsv(),
            StandardCharsets.UTF_8);

    assertThat(csv)
        .contains(
            "statement,platform,CC-1,USD,unused GPUs,yes,3,3.00,0.000",
            "statement,vision,-,USD,direct,yes,2,2.00,1.000",
            "fy26,2026-10-01,,unused GPUs,\"state:\"\"unallocated\"\"\",charged to platform",
            "fy26,2026-10-01,,price,,actual cost",
            "fy26,2026-10-01,,showback,,sandbox",
            "effect,platform,CC-1,USD,0,3,3",
            "effect,unattributed,-,USD,3,0,-3");
  }

  @Test
  void a_lead_is_shown_the_lines_and_effects_of_own_teams_only() {
    List<BorneCost> costs = List.of(cost("vision", "2"), cost("search", "3"));
    AppliedPolicies both =
        new AppliedPolicies(
            List.of(),
            List.of(ChargebackPolicy.AS_ALLOCATED),
            StatementMaker.make(ChargebackPolicy.AS_ALLOCATED, costs));

    StatementReport statement =
        StatementReport.of(both, Optional.of(both), AccessScope.ofTeams(List.of("search")));

    assertThat(statement.lines()).extracting(StatementReport.Line::team).containsOnly("search");
    assertThat(statement.effects()).extracting(StatementReport.Effect::team).containsOnly("search");
    assertThat(statement.totals()).containsExactly(Map.entry("USD", "3"));
  }

  /** Which models have no internal price, and what found nobody, is the organisation's. */
  @Test
  void a_lead_is_not_told_what_the_organisation_has_not_priced_or_spread() {
    ChargebackPolicy policy =
        new ChargebackPolicy(
            "p",
            LocalDate.MIN,
            LocalDate.MAX,
            List.of(),
            CommitmentBenefit.TO_CONSUMER,
            Optional.of(
                new InternalPrice(
                    List.of(new InternalPrice.Rate("other", new Money("USD", Amount.of(1)))),
                    new Party("platform", "-"))),
            Set.of());
    List<BorneCost> costs = List.of(cost("vision", "2"), cost("search", "3"));
    AppliedPolicies priced =
        new AppliedPolicies(List.of(), List.of(policy), StatementMaker.make(policy, costs));

    StatementReport whole = StatementReport.of(priced, Optional.empty(), AccessScope.EVERYTHING);
    StatementReport own =
        StatementReport.of(priced, Optional.empty(), AccessScope.ofTeams(List.of("search")));

    assertThat(whole.unpricedModels()).isNotEmpty();
    assertThat(own.unpricedModels()).isEmpty();
    assertThat(own.notSpread()).isEmpty();
  }

  private static ChargebackReport report(
      String metric, ChargebackFigures figures, Map<String, Object> snapshot) {
    return ChargebackReport.of(
        OCTOBER,
        metric,
        figures,
        Optional.empty(),
        Optional.empty(),
        AccessScope.EVERYTHING,
        snapshot);
  }

  private static ChargebackFigures figuresOf(String amount) {
    return new ChargebackFigures(
        List.of(part("vision", amount)),
        Map.of("USD", four(amount)),
        Map.of("USD", four(amount)),
        false,
        0,
        "");
  }

  private static AppliedPolicies applied(BorneCost cost) {
    return new AppliedPolicies(
        List.of(),
        List.of(ChargebackPolicy.AS_ALLOCATED),
        StatementMaker.make(ChargebackPolicy.AS_ALLOCATED, List.of(cost)));
  }

  private static BorneCost cost(String team, String amount) {
    return cost(team, "active", amount);
  }

  private static BorneCost unused(String amount) {
    return cost("unattributed", "unallocated", amount);
  }

  private static BorneCost cost(String team, String state, String amount) {
    return new BorneCost(
        Map.of(
            GroupKey.Name.TEAM,
            team,
            GroupKey.Name.COST_CENTER,
            "-",
            GroupKey.Name.CURRENCY,
            "USD",
            GroupKey.Name.STATE,
            state),
        Amount.parse(amount),
        Optional.empty(),
        BigInteger.valueOf(3_600_000_000_000L));
  }
}
