package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.Publication;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The daily sums of a past month added up, as they are after its newest allocation run.
 *
 * @param id of this attempt alone: what a broken off one still writes is nobody's
 * @param month UTC
 * @param runNo the newest run with a cell in the month
 * @param runId the same; numbers of runs that were lost are given again
 */
record MonthlyRollup(LedgerClient client, UUID id, YearMonth month, long runNo, UUID runId)
    implements Publication {

  @Override
  public Optional<Instant> publishedAt() {
    return client
        .query(SqlText.load("queries/monthly_rollup_published_at"), Map.of("rollup", id.toString()))
        .lines()
        .findFirst()
        .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  /**
   * Adds the days up; to be done once, before it is published.
   *
   * @throws IllegalStateException if what is stored is not what the days come to
   */
  void fill() {
    client.execute(SqlText.load("queries/fill_cost_monthly"), parameters());
    String months = client.query(SqlText.load("queries/sums_of_cost_monthly"), parameters());
    String days = client.query(SqlText.load("queries/sums_of_month_by_day"), parameters());
    if (!months.equals(days)) {
      throw new IllegalStateException(
          "rollup of " + month + " sums to " + months + ", its days to " + days);
    }
  }

  /** Everything is stored; the publisher's thread is not for long work. */
  @Override
  public void store() {}

  @Override
  public void publish(Instant recordedAt) {
    String token = "monthly rollup:" + id;
    client.insert(
        "monthly_rollups",
        List.of("month", "rollup_id", "run_id", "recorded_at"),
        UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)).toString(),
        new RowBinaryWriter()
            .date(month.atDay(1).toEpochDay())
            .uuid(id)
            .uuid(runId)
            .micros(recordedAt)
            .toBytes());
  }

  private Map<String, String> parameters() {
    return Map.of(
        "rollup", id.toString(),
        "month", month.atDay(1).toString(),
        "run", String.valueOf(runNo));
  }
}
