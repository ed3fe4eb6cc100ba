package io.gpuledger.dashboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UtilizationQueryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Snapshot SNAPSHOT = new Snapshot(START, 1);

  private static UtilizationQuery query(Duration length, CostQuery.Granularity granularity) {
    return new UtilizationQuery(
        new TimeRange(START, START.plus(length)),
        List.of(GroupKey.of(GroupKey.Name.NODE)),
        granularity,
        Filter.everything());
  }

  @Test
  void what_the_rows_leave_out_is_in_other_and_coverage_is_of_everything() {
    Map<String, Object> answer =
        query(Duration.ofDays(1), CostQuery.Granularity.DAY)
            .answer(
                List.of(List.of("2026-01-01", "n1", "5", "1", "0", "2", "0", "4")),
                List.of("9", "1", "7", "2", "1", "6"),
                List.of(),
                SNAPSHOT);

    assertThat(answer.get("other"))
        .isEqualTo(
            Map.of(
                "stateNanos",
                Map.of(
                    "productive", "4",
                    "active", "0",
                    "held_idle", "7",
                    "unallocated", "0",
                    "unobserved", "1"),
                "effectiveNanos",
                "2"));
    assertThat(answer.get("coverage")).isEqualTo(Map.of("telemetry", new BigDecimal("0.95")));
  }

  @Test
  void groups_times_periods_stay_in_bounds() {
    for (CostQuery.Granularity granularity : CostQuery.Granularity.values()) {
      Duration most = Duration.ofDays(5 * 366);
      long rows = query(most, granularity).groupLimit() * granularity.periods(range(most));

      assertThat(rows).as(granularity.name()).isBetween(1L, (long) CostQuery.ROWS_LIMIT);
    }
  }

  private static TimeRange range(Duration length) {
    return new TimeRange(START, START.plus(length));
  }
}
