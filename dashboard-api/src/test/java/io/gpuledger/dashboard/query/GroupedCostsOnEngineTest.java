package io.gpuledger.dashboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.ledger.TestLedger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A question is answered alike by the engine's sums and by groups that are added up here, whether
 * past months are added up or read by day.
 */
@Tag("live")
class GroupedCostsOnEngineTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  /** Both months, one of them, and parts of one. */
  private static final List<TimeRange> RANGES =
      List.of(
          range("2026-09-01", "2026-11-01"),
          range("2026-10-01", "2026-11-01"),
          range("2026-09-29", "2026-12-01"),
          range("2026-10-02", "2026-11-01"),
          range("2026-10-01", "2026-10-06"));

  @TempDir Path directory;

  @Test
  void groups_that_are_added_up_here_are_those_that_the_engine_adds_up() {
    try (TestLedger ledger = new TestLedger(directory)) {
      ledger.charge(
          "d2", "2026-09-30 00:00:00", "2026-09-30 06:00:00", "3", "USD", "vision", "Compute");
      ledger.charge(
          "d2", "2026-09-30 06:00:00", "2026-09-30 07:00:00", "-2", "USD", "vision", "Compute");
      ledger.charge(
          "d2", "2026-09-29 06:00:00", "2026-09-29 07:00:00", "-5", "USD", "vision", "Compute");
      ledger.charge(
          "d2", "2026-11-03 06:00:00", "2026-11-03 07:00:00", "11", "USD", "vision", "Compute");
      ledger.delivery("d2", "append", 2, 4);
      ledger.allocate();
      Answers answers = new Answers(ledger.client::query);
      Snapshot snapshot = snapshot(ledger);
      assertThat(MonthsRolledUp.at(answers, snapshot).rollups()).isEmpty();
      assertAlike(answers, snapshot, MonthsRolledUp.NONE);

      ledger.addUpMonths("2026-11-15T00:00:00Z");
      MonthsRolledUp both = MonthsRolledUp.at(answers, snapshot);
      assertThat(both.rollups().keySet()).isEqualTo(Set.of(OCTOBER.minusMonths(1), OCTOBER));
      assertAlike(answers, snapshot, both);
      assertThat(both.parts(range("2026-09-29", "2026-11-10")))
          .isEqualTo(
              new MonthsRolledUp.Parts(
                  List.of(both.rollups().getOrDefault(OCTOBER, "")),
                  List.of(range("2026-09-29", "2026-10-01"), range("2026-11-01", "2026-11-10"))));

      assertAlike(
          answers,
          snapshot,
          new MonthsRolledUp(Map.of(OCTOBER, both.rollups().getOrDefault(OCTOBER, ""))));
    }
  }

  @Test
  void a_month_that_was_restated_is_read_by_day_until_it_is_added_up_again() {
    try (TestLedger ledger = new TestLedger(directory)) {
      ledger.addUpMonths("2026-11-15T00:00:00Z");
      Answers answers = new Answers(ledger.client::query);
      Snapshot before = snapshot(ledger);
      Map<YearMonth, String> first = MonthsRolledUp.at(answers, before).rollups();
      assertThat(first).containsOnlyKeys(OCTOBER);

      ledger.charge(
          "d2", "2026-10-30 00:00:00", "2026-10-30 06:00:00", "3", "USD", "vision", "Compute");
      ledger.delivery("d2", "append", 2, 1);
      ledger.allocate();
      Snapshot after = snapshot(ledger);
      assertThat(MonthsRolledUp.at(answers, after).rollups()).isEmpty();
      assertThat(MonthsRolledUp.at(answers, before).rollups()).isEqualTo(first);

      ledger.addUpMonths("2026-11-15T00:00:00Z");
      Map<YearMonth, String> second = MonthsRolledUp.at(answers, after).rollups();
      assertThat(second).containsOnlyKeys(OCTOBER).isNotEqualTo(first);
      assertThat(MonthsRolledUp.at(answers, before).rollups())
          .as("what was known before the restatement is read by day")
          .isEmpty();
      assertAlike(answers, after, new MonthsRolledUp(second));
    }
  }

  @Test
  void the_month_that_is_not_over_is_read_by_day() {
    try (TestLedger ledger = new TestLedger(directory)) {
      ledger.addUpMonths("2026-10-31T23:59:59Z");
      Answers answers = new Answers(ledger.client::query);
      assertThat(MonthsRolledUp.at(answers, snapshot(ledger)).rollups()).isEmpty();
    }
  }

  /** Each pair of keys, metric and scope over one of the ranges in turn. */
  private static void assertAlike(Answers answers, Snapshot snapshot, MonthsRolledUp rolledUp) {
    int asked = 0;
    int answered = 0;
    for (List<GroupKey> keys : pairs()) {
      for (CostQuery.Metric metric : CostQuery.Metric.values()) {
        for (AccessScope scope :
            List.of(AccessScope.EVERYTHING, AccessScope.ofTeams(List.of("vision")))) {
          TimeRange range = RANGES.get(asked % RANGES.size());
          CostQuery.Granularity by =
              asked % 2 == 0 ? CostQuery.Granularity.MONTH : CostQuery.Granularity.NONE;
          asked++;
          CostQuery query = query(range, keys, by, metric, asked % 3 == 0 ? 1 : 100, asked);
          assertThat(query.readsAtOnce()).isTrue();
          GroupedCosts here =
              GroupedCosts.of(
                  keys.size(),
                  answers.rows(query.groups(snapshot, scope, rolledUp)),
                  query.groupLimit());

          assertThat(here.rows())
              .as("rows of " + query)
              .isEqualTo(exact(answers.rows(query.rows(snapshot, scope)), keys.size() + 2, 2));
          assertThat(here.totals())
              .as("totals of " + query)
              .containsExactlyInAnyOrderElementsOf(
                  exact(answers.rows(query.totals(snapshot, scope)), 3, 1));
          answered += here.totals().isEmpty() ? 0 : 1;
          List<List<String>> whole = answers.rows(query.whole().groups(snapshot, scope, rolledUp));
          assertThat(GroupedCosts.of(0, whole, 1).totals()).isEqualTo(here.totals());
        }
      }
    }
    assertThat(answered).isGreaterThan(asked / 2);
  }

  private static Snapshot snapshot(TestLedger ledger) {
    return new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.systemUTC())
        .snapshot(Optional.empty());
  }

  private static TimeRange range(String from, String to) {
    return new TimeRange(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
  }

  private static List<List<GroupKey>> pairs() {
    return List.of(
        List.of(),
        List.of(GroupKey.of(GroupKey.Name.TEAM)),
        List.of(GroupKey.of(GroupKey.Name.SERVICE), GroupKey.of(GroupKey.Name.TEAM)),
        List.of(GroupKey.of(GroupKey.Name.CHARGE_CATEGORY), GroupKey.of(GroupKey.Name.CURRENCY)),
        List.of(GroupKey.of(GroupKey.Name.STATE)));
  }

  private static CostQuery query(
      TimeRange range,
      List<GroupKey> keys,
      CostQuery.Granularity by,
      CostQuery.Metric metric,
      int limit,
      int asked) {
    return new CostQuery(
        range,
        keys,
        by,
        metric,
        asked % 4 == 0,
        asked % 5 == 0 ? new CostQuery.Parts(false, true, true) : CostQuery.Parts.ALL,
        asked % 7 == 0 ? Filter.parse("team:\"vision\"") : Filter.everything(),
        asked % 6 == 0 ? Optional.of("USD") : Optional.empty(),
        limit);
  }

  /** Amounts as {@link Amount} prints them. */
  private static List<List<String>> exact(List<List<String>> rows, int from, int amounts) {
    List<List<String>> exact = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(row);
      for (int i = from; i < from + amounts; i++) {
        cells.set(i, Amount.parse(cells.get(i)).toString());
      }
      exact.add(cells);
    }
    return exact;
  }
}
