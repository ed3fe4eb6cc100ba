package io.gpuledger.dashboard.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.budget.SpendToDate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettledDaysTest {
  private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final CompletenessLags LAGS =
      new CompletenessLags(Map.of("aws", Duration.ofDays(2), "owned", Duration.ZERO));

  private final List<ScopeDay> rows = new ArrayList<>();
  private final Map<String, SortedMap<LocalDate, String>> billed = new HashMap<>();

  private void bill(String source, int firstDay, int lastDay, long amount) {
    for (int day = firstDay; day <= lastDay; day++) {
      LocalDate at = NOVEMBER.withDayOfMonth(day);
      rows.add(new ScopeDay(at, source, false, "Usage", Amount.of(amount)));
      billed.computeIfAbsent(source, absent -> new TreeMap<>()).put(at, "USD" + amount);
    }
  }

  private SettledDays settled() {
    return SettledDays.of(rows, billed, LAGS, NOW).orElseThrow();
  }

  @Test
  void a_day_is_settled_once_its_lag_has_passed() {
    bill("aws", 1, 19, 10);
    // The bill of the 17th was over at midnight, and is complete 48 hours later.
    assertThat(settled().last()).isEqualTo(NOVEMBER.withDayOfMonth(17));
  }

  @Test
  void the_slowest_source_of_the_scope_decides() {
    bill("aws", 1, 19, 10);
    bill("owned", 1, 19, 10);
    assertThat(settled().last()).isEqualTo(NOVEMBER.withDayOfMonth(17));
  }

  @Test
  void a_source_that_is_late_holds_its_days_back() {
    bill("aws", 1, 12, 10);
    bill("owned", 1, 19, 10);
    assertThat(settled().last()).isEqualTo(NOVEMBER.withDayOfMonth(12));
  }

  @Test
  void a_source_that_ended_is_not_waited_for() {
    bill("owned", 1, 19, 10);
    LocalDate september = LocalDate.of(2026, 9, 3);
    rows.add(new ScopeDay(september, "old", false, "Usage", Amount.of(5)));
    billed.put("old", new TreeMap<>(Map.of(september, "USD5")));
    assertThat(settled().last()).isEqualTo(NOVEMBER.withDayOfMonth(19));
  }

  @Test
  void days_that_are_not_settled_do_not_count_as_spent_and_purchases_do() {
    bill("aws", 1, 19, 10);
    rows.add(new ScopeDay(NOVEMBER, "aws", false, "Purchase", Amount.of(500)));
    SpendToDate spend = settled().spend(Amount.of(690), NOVEMBER);
    assertThat(spend.spent()).isEqualTo(Amount.of(670));
    assertThat(spend.variable().size()).isEqualTo(17);
    assertThat(spend.variable().value(0)).isEqualTo(10);
  }

  @Test
  void a_purchase_counts_as_soon_as_it_is_billed() {
    bill("aws", 1, 19, 10);
    rows.add(
        new ScopeDay(NOVEMBER.withDayOfMonth(19), "aws", false, "Purchase", Amount.of(100_000)));
    assertThat(settled().spend(Amount.of(100_190), NOVEMBER).spent()).isEqualTo(Amount.of(100_170));
  }

  @Test
  void what_is_billed_of_days_that_are_not_settled_is_told_by_day() {
    bill("aws", 1, 19, 10);
    SpendToDate spend = settled().spend(Amount.of(190), NOVEMBER);
    assertThat(spend.begun().variable().first()).isEqualTo(NOVEMBER.withDayOfMonth(18));
    assertThat(spend.begun().variable().size()).isEqualTo(2);
    assertThat(spend.begun().variable().value(1)).isEqualTo(10);
  }

  @Test
  void a_tax_that_does_not_come_daily_stands_beside_the_usual_day() {
    bill("aws", 1, 19, 10);
    rows.add(new ScopeDay(NOVEMBER.withDayOfMonth(19), "aws", false, "Tax", Amount.of(700)));
    rows.add(new ScopeDay(NOVEMBER.withDayOfMonth(19), "aws", false, "Credit", Amount.of(-100)));
    SpendToDate spend = settled().spend(Amount.of(790), NOVEMBER);
    assertThat(spend.spent()).isEqualTo(Amount.of(770));
    assertThat(spend.begun().variable().value(1)).isEqualTo(10);
  }

  @Test
  void a_tax_of_every_day_is_part_of_the_usual_day() {
    bill("aws", 1, 19, 10);
    for (int day = 1; day <= 19; day++) {
      rows.add(new ScopeDay(NOVEMBER.withDayOfMonth(day), "aws", false, "Tax", Amount.of(1)));
    }
    SpendToDate spend = settled().spend(Amount.of(209), NOVEMBER);
    assertThat(spend.spent()).isEqualTo(Amount.of(187));
    assertThat(spend.begun().variable().value(1)).isEqualTo(11);
  }

  @Test
  void only_settled_days_make_other_figures() {
    bill("aws", 1, 19, 10);
    String before = SettledDays.name(billed, LAGS, NOW);
    bill("aws", 18, 19, 12);
    assertThat(SettledDays.name(billed, LAGS, NOW)).isEqualTo(before);
    bill("aws", 17, 17, 12);
    assertThat(SettledDays.name(billed, LAGS, NOW)).isNotEqualTo(before);
    assertThat(SettledDays.name(billed, LAGS, NOW.plus(Duration.ofDays(1)))).isNotEqualTo(before);
  }

  @Test
  void days_before_the_period_are_not_taken_off_it() {
    bill("aws", 1, 19, 10);
    assertThat(settled().spend(Amount.of(10), NOVEMBER.withDayOfMonth(19)).spent())
        .isEqualTo(Amount.ZERO);
  }

  @Test
  void a_day_that_a_source_left_out_is_missing_and_one_that_cost_nothing_is_zero() {
    bill("aws", 1, 19, 10);
    bill("owned", 1, 19, 10);
    rows.removeIf(row -> row.day().getDayOfMonth() == 5 || row.day().getDayOfMonth() == 6);
    billed.get("aws").remove(NOVEMBER.withDayOfMonth(5));
    SpendToDate spend = settled().spend(Amount.ZERO, NOVEMBER);
    assertThat(spend.variable().isKnown(4)).isFalse();
    assertThat(spend.variable().value(5)).isEqualTo(0);
  }

  @Test
  void what_is_committed_stands_apart() {
    bill("aws", 1, 19, 10);
    rows.add(new ScopeDay(NOVEMBER.plusDays(1), "aws", true, "Usage", Amount.of(3)));
    SpendToDate spend = settled().spend(Amount.ZERO, NOVEMBER);
    assertThat(spend.committed().value(1)).isEqualTo(3);
    assertThat(spend.variable().value(1)).isEqualTo(10);
    assertThat(settled().usualPerHour()).isEqualTo((17 * 10 + 3) / 17.0 / 24);
  }

  @Test
  void a_scope_without_a_bill_has_no_settled_day() {
    assertThat(SettledDays.of(List.of(), Map.of(), LAGS, NOW)).isEmpty();
    rows.add(new ScopeDay(NOVEMBER.withDayOfMonth(19), "aws", false, "Usage", Amount.of(1)));
    billed.put("aws", new TreeMap<>(Map.of(NOVEMBER.withDayOfMonth(19), "USD1")));
    assertThat(SettledDays.of(rows, billed, LAGS, NOW)).isEmpty();
  }
}
