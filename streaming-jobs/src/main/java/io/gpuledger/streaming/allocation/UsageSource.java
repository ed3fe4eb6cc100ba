package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.io.InputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Where a run reads device-time from: the facts of one moment. */
final class UsageSource {
  private final LedgerClient client;
  private final CheckpointSet visible;
  private final Map<YearMonth, Boolean> sliced = new HashMap<>();

  /**
   * The facts of a moment.
   *
   * @param visible which of them readers see
   */
  UsageSource(LedgerClient client, CheckpointSet visible) {
    this.client = client;
    this.visible = visible;
  }

  /**
   * Rows of {@code queries/allocation_usage}.
   *
   * @param asked its parameters but those of what is visible and of slices
   * @param range that is asked for
   */
  InputStream rows(Map<String, String> asked, TimeRange range) {
    Map<String, String> parameters = new HashMap<>(visible.parameters());
    parameters.putAll(asked);
    parameters.put("slices", hasSlices(range) ? "1" : "0");
    return client.rows(SqlText.load("queries/allocation_usage"), parameters);
  }

  /** Most estates have none in a month, and looking for them anew costs a second reading. */
  private synchronized boolean hasSlices(TimeRange range) {
    YearMonth last = month(range.end());
    for (YearMonth each = month(range.start()); !each.isAfter(last); each = each.plusMonths(1)) {
      if (sliced.computeIfAbsent(each, this::areIn)) {
        return true;
      }
    }
    return false;
  }

  private boolean areIn(YearMonth month) {
    Map<String, String> parameters =
        Map.of("month", String.valueOf(month.getYear() * 100 + month.getMonthValue()));
    return client
        .query(SqlText.load("queries/allocation_has_slices"), parameters)
        .strip()
        .equals("1");
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC));
  }
}
