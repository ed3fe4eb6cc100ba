package io.gpuledger.cost.budget;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * One period of a budget.
 *
 * @param key its name, by which crossings know it: {@code 2026-11}, {@code 2026-11-30}, {@code
 *     2026-W48}, {@code 2026-Q4}, {@code 2026}, {@code 2026-11-30/30d}, {@code project}, {@code
 *     FY2026-P03}, {@code FY2026-Q1}, {@code FY2026}
 * @param firstDay first day inside
 * @param endDay first day after
 * @param zone whose days they are; where clocks change a day has 23 or 25 hours
 */
public record BudgetSpan(String key, LocalDate firstDay, LocalDate endDay, ZoneId zone) {
  public BudgetSpan {
    if (!firstDay.isBefore(endDay)) {
      throw new IllegalArgumentException("period " + key + " has no day");
    }
  }

  /** The instants of its days. */
  public TimeRange range() {
    return new TimeRange(
        firstDay.atStartOfDay(zone).toInstant(), endDay.atStartOfDay(zone).toInstant());
  }

  /** Whether all of it is over. */
  public boolean isOver(Instant now) {
    return !now.isBefore(range().end());
  }
}
