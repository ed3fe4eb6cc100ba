package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetPlanTest {
  private static BudgetPlan plan(PeriodRule period, Map<String, Amount> limits, Rollover rollover) {
    return new BudgetPlan(
        period,
        BudgetUnit.MONEY,
        Counted.BILLED,
        new TreeMap<>(limits),
        rollover,
        false,
        BudgetPlan.People.NOBODY);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,0,100,40,0",
    "UNSPENT,50,100,40,50",
    "UNSPENT,50,100,70,30",
    "UNSPENT,50,100,100,0",
    "UNSPENT,50,100,140,0",
    "UNSPENT_AND_OVERSPENT,50,100,140,-40",
    "UNSPENT_AND_OVERSPENT,50,100,240,-50",
    "UNSPENT_AND_OVERSPENT,50,100,99.999999999999999999,0.000000000000000001",
    "UNSPENT,50,100,-20,50",
  })
  void what_is_carried_stays_within_the_cap(
      Rollover.Mode mode, String cap, String limit, String spent, String carried) {
    assertThat(
            new Rollover(mode, Amount.parse(cap)).carried(Amount.parse(limit), Amount.parse(spent)))
        .isEqualTo(Amount.parse(carried));
  }

  @Test
  void a_period_without_a_limit_of_its_own_has_that_of_the_budget() {
    BudgetPlan plan = plan(PeriodRule.MONTHS, Map.of("2026-11", Amount.of(250)), Rollover.NONE);

    assertThat(plan.limitOf("2026-11", Amount.of(100))).isEqualTo(Amount.of(250));
    assertThat(plan.limitOf("2026-12", Amount.of(100))).isEqualTo(Amount.of(100));
    assertThat(plan.faults("USD", Amount.of(100))).isEmpty();
  }

  @Test
  void limits_of_no_period_and_of_periods_that_do_not_vary_are_refused() {
    assertThat(
            plan(PeriodRule.MONTHS, Map.of("2026-Q4", Amount.of(1)), Rollover.NONE)
                .faults("USD", Amount.of(1)))
        .extracting(PlanFault::message)
        .containsExactly("\"2026-Q4\" is not a period such as 2026-11");
    assertThat(
            plan(
                    PeriodRule.rolling(30, PeriodRule.UTC),
                    Map.of("2026-11", Amount.of(1)),
                    Rollover.NONE)
                .faults("USD", Amount.of(1)))
        .extracting(PlanFault::field)
        .containsExactly("limits");
  }

  @Test
  void a_rollover_needs_a_cap_that_leaves_something_of_every_limit() {
    Rollover both = new Rollover(Rollover.Mode.UNSPENT_AND_OVERSPENT, Amount.of(50));

    assertThat(plan(PeriodRule.MONTHS, Map.of(), both).faults("USD", Amount.of(100))).isEmpty();
    assertThat(plan(PeriodRule.MONTHS, Map.of(), both).faults("USD", Amount.of(50))).hasSize(1);
    assertThat(
            plan(PeriodRule.MONTHS, Map.of("2026-11", Amount.of(40)), both)
                .faults("USD", Amount.of(100)))
        .hasSize(1);
    assertThat(
            plan(PeriodRule.MONTHS, Map.of(), new Rollover(Rollover.Mode.UNSPENT, Amount.ZERO))
                .faults("USD", Amount.of(100)))
        .hasSize(1);
    assertThat(
            plan(PeriodRule.rolling(7, PeriodRule.UTC), Map.of(), both)
                .faults("USD", Amount.of(100)))
        .hasSize(1);
  }

  @Test
  void hours_have_no_currency_and_no_parts() {
    BudgetPlan hours =
        new BudgetPlan(
            PeriodRule.MONTHS,
            BudgetUnit.GPU_HOURS,
            new Counted(Counted.Metric.BILLED, Set.of(ChargePart.TAX)),
            new TreeMap<>(),
            Rollover.NONE,
            false,
            BudgetPlan.People.NOBODY);

    assertThat(hours.faults("USD", Amount.of(1)))
        .extracting(PlanFault::field)
        .containsExactly("currency", "include");
    assertThat(BudgetUnit.of("tokens")).isEmpty();
    assertThat(BudgetUnit.WORDS).contains("no token meters");
  }
}
