package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Calendar months in UTC, written {@code 2026-10}. */
public final class BudgetPeriod {
  private BudgetPeriod() {}

  public static YearMonth of(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  public static TimeRange range(YearMonth month) {
    return new TimeRange(
        month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
