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
 * @param version unique over all rollups
 * @param month UTC
 * @param runNo the newest run with a cell in the month
 */
record MonthlyRollup(LedgerClient client, long version, YearMonth month, long runNo)
    implements Publication {

  @Override
  public Optional<Instant> publishedAt() {
    return client
        .query(
            SqlText.load("queries/monthly_rollup_published_at"),
            Map.of("version", String.valueOf(version)))
        .lines()
        .findFirst()
        .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  /** Adds the days up; to be done once, before {@link #store}. */
  void fill() {
    client.execute(SqlText.load("queries/fill_cost_monthly"), parameters());
  }

  /** Everything is stored; what is not what the days come to is never seen. */
  @Override
  public void store() {
    String months = client.query(SqlText.load("queries/sums_of_cost_monthly"), parameters());
    String days = client.query(SqlText.load("queries/sums_of_month_by_day"), parameters());
    if (!months.equals(days)) {
      throw new IllegalStateException(
          "rollup " + version + " of " + month + " sums to " + months + ", its days to " + days);
    }
  }

  @Override
  public void publish(Instant recordedAt) {
    String token = "monthly rollup:" + version;
    client.insert(
        "monthly_rollups",
        List.of("rollup_version", "month", "run_no", "recorded_at"),
        UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)).toString(),
        new RowBinaryWriter()
            .uint64(version)
            .date(month.atDay(1).toEpochDay())
            .uint64(runNo)
            .micros(recordedAt)
            .toBytes());
  }

  private Map<String, String> parameters() {
    return Map.of(
        "version", String.valueOf(version),
        "month", month.atDay(1).toString(),
        "run", String.valueOf(runNo));
  }
}
