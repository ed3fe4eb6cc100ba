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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question without periods is answered alike by both ways, above and below the most groups. */
@Tag("live")
class GroupedCostsOnEngineTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir Path directory;

  @Test
  void groups_that_are_added_up_here_are_those_that_the_engine_adds_up() {
    try (TestLedger ledger = new TestLedger(directory)) {
      Answers answers = new Answers(ledger.client::query);
      Snapshot snapshot =
          new LedgerReader(
                  ledger.client,
                  () -> RulesInForce.of(TestLedger.RULES),
                  LiveFacts.NONE,
                  Clock.systemUTC())
              .snapshot(Optional.empty());
      int compared = 0;
      for (List<GroupKey> keys : pairs()) {
        for (CostQuery.Metric metric : CostQuery.Metric.values()) {
          for (AccessScope scope :
              List.of(AccessScope.EVERYTHING, AccessScope.ofTeams(List.of("vision")))) {
            for (int limit : List.of(1, 100)) {
              CostQuery query = query(keys, metric, limit);
              assertThat(query.readsAtOnce()).isTrue();
              GroupedCosts here =
                  GroupedCosts.of(keys.size(), answers.rows(query.groups(snapshot, scope)), limit);

              assertThat(here.rows())
                  .as("rows of " + query)
                  .isEqualTo(exact(answers.rows(query.rows(snapshot, scope)), keys.size() + 2, 2));
              assertThat(here.totals())
                  .as("totals of " + query)
                  .containsExactlyInAnyOrderElementsOf(
                      exact(answers.rows(query.totals(snapshot, scope)), 3, 1));
              assertThat(here.totals()).isNotEmpty();
              compared++;
            }
          }
        }
      }
      assertThat(compared).isEqualTo(pairs().size() * 16);
    }
  }

  private static List<List<GroupKey>> pairs() {
    List<GroupKey.Name> names =
        List.of(
            GroupKey.Name.TEAM,
            GroupKey.Name.SERVICE,
            GroupKey.Name.STATE,
            GroupKey.Name.CURRENCY,
            GroupKey.Name.CHARGE_CATEGORY);
    List<List<GroupKey>> pairs = new ArrayList<>();
    for (GroupKey.Name one : names) {
      pairs.add(List.of(GroupKey.of(one)));
      for (GroupKey.Name other : names) {
        if (!one.equals(other)) {
          pairs.add(List.of(GroupKey.of(one), GroupKey.of(other)));
        }
      }
    }
    return pairs;
  }

  private static CostQuery query(List<GroupKey> keys, CostQuery.Metric metric, int limit) {
    return new CostQuery(
        OCTOBER,
        keys,
        CostQuery.Granularity.NONE,
        metric,
        false,
        CostQuery.Parts.ALL,
        Filter.everything(),
        Optional.empty(),
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
