package io.gpuledger.dashboard.query;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.query.SqlText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The UTC months of a snapshot whose daily sums are added up, by the rollup that holds. A month
 * that was allocated anew since is not among them.
 */
record MonthsRolledUp(Map<YearMonth, String> rollups) {
  /** Every day is read. */
  static final MonthsRolledUp NONE = new MonthsRolledUp(Map.of());

  MonthsRolledUp {
    rollups = Map.copyOf(rollups);
  }

  /** What holds in a snapshot. */
  static MonthsRolledUp at(Answers answers, Snapshot snapshot) {
    Map<YearMonth, String> rollups = new TreeMap<>();
    for (List<String> row :
        answers.rows(
            new BoundSql(
                SqlText.load("queries/monthly_rollups_in_force"),
                Map.of("as_of", snapshot.parameter())))) {
      rollups.put(YearMonth.from(LocalDate.parse(row.get(0))), row.get(1));
    }
    return new MonthsRolledUp(rollups);
  }

  /**
   * A range of whole UTC days, cut into months that are added up and days that are not.
   *
   * @param rollups those of the whole months in the range
   * @param days the rest, in order, as few ranges as there are
   */
  record Parts(List<String> rollups, List<TimeRange> days) {}

  /** Cuts a range of whole UTC days. */
  Parts parts(TimeRange range) {
    List<String> whole = new ArrayList<>();
    List<TimeRange> days = new ArrayList<>();
    Instant from = range.start();
    YearMonth month = YearMonth.from(range.start().atZone(ZoneOffset.UTC));
    while (start(month).isBefore(range.end())) {
      String rollup = rollups.get(month);
      boolean inside =
          !start(month).isBefore(range.start()) && !start(month.plusMonths(1)).isAfter(range.end());
      if (rollup != null && inside) {
        whole.add(rollup);
        add(days, from, start(month));
        from = start(month.plusMonths(1));
      }
      month = month.plusMonths(1);
    }
    add(days, from, range.end());
    return new Parts(whole, days);
  }

  private static void add(List<TimeRange> days, Instant from, Instant to) {
    if (from.isBefore(to)) {
      days.add(new TimeRange(from, to));
    }
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
