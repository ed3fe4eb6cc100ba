package io.gpuledger.dashboard.budget;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.wire.CrossingSeen;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What budgets passed and could not be told yet. It is kept in the operational state, so that the
 * topic is read on meanwhile and a kill loses nothing; one row a budget and period.
 */
final class WaitingCrossings {
  /** Before the first new attempt; doubled with each that fails. */
  static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final int DOUBLINGS_MAX = 10;
  private static final String KEY = " WHERE budget_id = ? AND budget_version = ? AND period = ?";

  private final StateStore store;
  private final Clock clock;

  WaitingCrossings(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Something that waits.
   *
   * @param thresholds percents that were passed
   * @param last the newest record of it; names the budget, its version and the period
   */
  record Waiting(List<Integer> thresholds, CrossingSeen last) {
    Waiting {
      thresholds = List.copyOf(thresholds);
    }

    /** With what waited before. */
    private Waiting and(Waiting before) {
      TreeSet<Integer> all = new TreeSet<>(before.thresholds);
      all.addAll(thresholds);
      return new Waiting(List.copyOf(all), last);
    }
  }

  /** What waits, and how often it was tried. */
  private record Row(Waiting waiting, int attempts) {}

  /** After a start all of it is tried at once. */
  void hurry() {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE waiting_crossings SET next_attempt_at = ?",
                Rows.time(clock.instant())));
  }

  /** Something with what waits of the same budget and period already. */
  Waiting with(Waiting one) {
    return store.transaction(
        connection -> find(connection, one.last()).map(row -> one.and(row.waiting())).orElse(one));
  }

  /** What is to be tried now. */
  List<Waiting> due() {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT thresholds, record FROM waiting_crossings WHERE next_attempt_at <= ?"
                    + " ORDER BY next_attempt_at, budget_id, period",
                WaitingCrossings::read,
                Rows.time(clock.instant())));
  }

  /** Notes what could not be told, beside what waits of the same budget and period already. */
  void put(Collection<Waiting> untold) {
    if (untold.isEmpty()) {
      return;
    }
    store.change(
        connection -> {
          for (Waiting one : untold) {
            put(connection, one);
          }
        });
  }

  private void put(Connection connection, Waiting one) throws SQLException {
    CrossingSeen last = one.last();
    Optional<Row> before = find(connection, last);
    int attempts = before.map(Row::attempts).orElse(0);
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, DOUBLINGS_MAX));
    Duration pause = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    Waiting all = before.map(row -> one.and(row.waiting())).orElse(one);
    Rows.update(
        connection,
        "INSERT OR REPLACE INTO waiting_crossings (budget_id, budget_version, period, thresholds,"
            + " record, attempts, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        last.getBudgetId(),
        last.getBudgetVersion(),
        last.getPeriod(),
        all.thresholds().stream().map(String::valueOf).collect(Collectors.joining(" ")),
        last.toByteArray(),
        attempts + 1,
        Rows.time(clock.instant().plus(pause)));
  }

  private static Optional<Row> find(Connection connection, CrossingSeen of) throws SQLException {
    return Rows.first(
        connection,
        "SELECT thresholds, record, attempts FROM waiting_crossings" + KEY,
        row -> new Row(read(row), row.getInt(3)),
        of.getBudgetId(),
        of.getBudgetVersion(),
        of.getPeriod());
  }

  /** What was told, or is of no interest to anybody any more, waits no longer. */
  void remove(Collection<Waiting> done) {
    if (done.isEmpty()) {
      return;
    }
    store.change(
        connection -> {
          for (Waiting one : done) {
            Rows.update(
                connection,
                "DELETE FROM waiting_crossings" + KEY,
                one.last().getBudgetId(),
                one.last().getBudgetVersion(),
                one.last().getPeriod());
          }
        });
  }

  private static Waiting read(ResultSet row) throws SQLException {
    try {
      return new Waiting(
          Arrays.stream(row.getString(1).split(" ", -1)).map(Integer::valueOf).toList(),
          CrossingSeen.parseFrom(row.getBytes(2)));
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("a crossing that waits cannot be read", e);
    }
  }
}
