package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.Publication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Adds up the daily sums of past months, so that a question over a year reads some rows a month
 * instead of some thousand a day. A rollup is of one newest run; after another run it is made anew,
 * and until then the days are read. There is one per ledger.
 */
public final class MonthlyRollups {
  /** How long the rows of a superseded rollup stay, for questions that found it in force. */
  static final Duration KEPT = Duration.ofHours(1);

  private final LedgerClient client;
  private final Function<Publication, Instant> publisher;
  private final Clock clock;

  /**
   * Rollups of a ledger.
   *
   * @param client with the right to insert and to remove rows
   * @param publisher stores and publishes, and answers when it is done
   * @param clock tells which months are past
   */
  public MonthlyRollups(
      LedgerClient client, Function<Publication, Instant> publisher, Clock clock) {
    this.client = client;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Adds up all months that need it, the newest first. */
  public List<YearMonth> run() {
    return run(() -> true);
  }

  /**
   * The same while there is nothing more urgent. A month that fails holds up no other.
   *
   * @param idle asked before each month
   * @return the months that were added up
   * @throws RuntimeException of the first month that failed, after the others
   */
  public List<YearMonth> run(BooleanSupplier idle) {
    List<YearMonth> done = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (MonthlyRollup due : due()) {
      if (!idle.getAsBoolean()) {
        break;
      }
      try {
        due.fill();
        Instant unused = publisher.apply(due);
        done.add(due.month());
      } catch (RuntimeException failed) {
        failures.add(failed);
      }
    }
    discardStale();
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    return done;
  }

  private List<MonthlyRollup> due() {
    LocalDate thisMonth = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
    return client
        .query(SqlText.load("queries/monthly_rollups_due"), Map.of("before", thisMonth.toString()))
        .lines()
        .map(line -> due(line.split("\t", -1)))
        .toList();
  }

  private MonthlyRollup due(String[] cells) {
    return new MonthlyRollup(
        client,
        UUID.randomUUID(),
        YearMonth.from(LocalDate.parse(cells[0])),
        Long.parseLong(cells[1]),
        UUID.fromString(cells[2]));
  }

  private void discardStale() {
    Instant before = clock.instant().minus(KEPT);
    List<String> rollups =
        client
            .query(
                SqlText.load("queries/monthly_rollups_stale"),
                Map.of("before", String.format(Locale.ROOT, "%d.000000", before.getEpochSecond())))
            .lines()
            .toList();
    if (!rollups.isEmpty()) {
      client.execute(
          SqlText.load("queries/discard_cost_monthly"),
          Map.of("rollups", ArrayParameter.ofTexts(rollups)));
    }
  }
}
