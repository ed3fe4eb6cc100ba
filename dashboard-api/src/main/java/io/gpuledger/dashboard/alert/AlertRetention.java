package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes away alerts that are over for longer than they are kept, each with its messages, its
 * crossings and all that happened to it. An alert that is open stays, and one whose crossing still
 * keeps a threshold from being told again, and the newest that a channel took. Who did what stays
 * in the audit log.
 *
 * <p>It goes in small steps, each a transaction: a step takes milliseconds, and whoever has to
 * write meanwhile does not wait longer than that.
 */
public final class AlertRetention {
  /** Alerts of one step. */
  static final int STEP = 100;

  /** Steps of one round; what is left waits for the next one, and nobody is in a hurry. */
  static final int STEPS = 10;

  /** Between a round that found nothing left and the next. */
  static final Duration PAUSE = Duration.ofHours(1);

  /** Tables whose rows belong to an alert, those that refer to others first. */
  private static final List<String> PARTS =
      List.of(
          "crossing_changes",
          "crossings",
          "alert_deliveries",
          "alert_members",
          "alert_history",
          "alert_care",
          "acknowledgements",
          "alert_recoveries",
          "alerts");

  private static final Cursor START = new Cursor("", 0);

  private final StateStore store;
  private final Clock clock;
  private final Supplier<Duration> kept;
  private final Guard guard;
  private Cursor cursor = START;
  private Instant next = Instant.MIN;

  /** Which periods still run. */
  public interface Guard {
    /** Whether the budget may still be measured in a period of this name. */
    boolean isMeasured(String budgetId, String period);
  }

  /** The alert that was looked at last. */
  private record Cursor(String recoveredAt, long alertId) {}

  /**
   * Retention of a ledger.
   *
   * @param kept how long after its end an alert is kept
   */
  public AlertRetention(StateStore store, Clock clock, Supplier<Duration> kept, Guard guard) {
    this.store = store;
    this.clock = clock;
    this.kept = kept;
    this.guard = guard;
  }

  /** Goes on where it stopped, for a bounded number of steps. */
  public void run() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    String before = Rows.time(now.minus(kept.get()));
    for (int i = 0; i < STEPS; i++) {
      List<Cursor> step = candidates(before);
      List<Long> gone = step.stream().map(Cursor::alertId).filter(this::mayGo).toList();
      if (!gone.isEmpty()) {
        store.change(connection -> delete(connection, gone));
      }
      if (step.size() < STEP) {
        cursor = START;
        next = now.plus(PAUSE);
        return;
      }
      cursor = step.get(step.size() - 1);
    }
  }

  /** The next alerts that ended before an instant and have no message on its way. */
  private List<Cursor> candidates(String before) {
    Cursor last = cursor;
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT r.recovered_at, r.alert_id FROM alert_recoveries r"
                    + " WHERE (r.recovered_at, r.alert_id) > (?, ?) AND r.recovered_at < ?"
                    + " AND NOT EXISTS (SELECT 1 FROM alert_deliveries d"
                    + " WHERE d.alert_id = r.alert_id"
                    + " AND d.state IN ('queued', 'sending', 'retrying', 'held'))"
                    + " ORDER BY r.recovered_at, r.alert_id LIMIT "
                    + STEP,
                row -> new Cursor(row.getString(1), row.getLong(2)),
                last.recoveredAt(),
                last.alertId(),
                before));
  }

  private record Crossed(String budgetId, String period) {}

  private boolean mayGo(long alertId) {
    List<Crossed> crossed =
        store.transaction(
            connection ->
                Rows.list(
                    connection,
                    "SELECT DISTINCT budget_id, period FROM crossings WHERE alert_id = ?",
                    row -> new Crossed(row.getString(1), row.getString(2)),
                    alertId));
    return crossed.stream().noneMatch(each -> guard.isMeasured(each.budgetId(), each.period()))
        && !isNewestTold(alertId);
  }

  /** Whether it has the message by which a channel shows that it works. */
  private boolean isNewestTold(long alertId) {
    return store.transaction(
        connection ->
            Rows.first(
                    connection,
                    "SELECT 1 FROM alert_deliveries d WHERE d.alert_id = ?"
                        + " AND d.state = 'delivered' AND NOT EXISTS (SELECT 1"
                        + " FROM alert_deliveries e WHERE e.channel = d.channel"
                        + " AND e.state = 'delivered' AND (e.delivered_at, e.delivery_id)"
                        + " > (d.delivered_at, d.delivery_id)) LIMIT 1",
                    row -> row.getInt(1),
                    alertId)
                .isPresent());
  }

  private static void delete(Connection connection, List<Long> alertIds) throws SQLException {
    for (long id : alertIds) {
      for (String table : PARTS) {
        Rows.update(connection, "DELETE FROM " + table + " WHERE alert_id = ?", id);
      }
    }
  }
}
