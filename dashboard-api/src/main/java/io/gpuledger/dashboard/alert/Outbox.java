package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Messages that wait to be sent. A send is noted before it begins, with an unknown outcome; the
 * outcome is noted after. A crash in between leaves the note, and the message is sent again.
 */
final class Outbox {
  private final StateStore store;
  private final Clock clock;

  Outbox(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A message whose turn it is. */
  record Due(long alertId, String channel, String payload, int attempt) {}

  /**
   * Takes the next due message and notes the attempt.
   *
   * @param lease after this time without an outcome the message is due again
   */
  Optional<Due> take(Duration lease) {
    String now = Rows.time(clock.instant());
    return store.transaction(
        connection -> {
          Optional<Due> due =
              Rows.first(
                  connection,
                  "SELECT alert_id, channel, payload, attempts FROM outbox"
                      + " WHERE state = 'queued' AND next_attempt_at <= ?"
                      + " ORDER BY next_attempt_at, alert_id LIMIT 1",
                  row ->
                      new Due(
                          row.getLong(1), row.getString(2), row.getString(3), row.getInt(4) + 1),
                  now);
          if (due.isPresent()) {
            Rows.update(
                connection,
                "UPDATE outbox SET attempts = attempts + 1, uncertain = uncertain + 1,"
                    + " next_attempt_at = ?, last_error = 'sending' WHERE alert_id = ?",
                Rows.time(clock.instant().plus(lease)),
                due.get().alertId());
          }
          return due;
        });
  }

  void delivered(long alertId) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE outbox SET state = 'delivered', uncertain = uncertain - 1,"
                    + " last_error = '', delivered_at = ? WHERE alert_id = ?",
                Rows.time(clock.instant()),
                alertId));
  }

  /** The message stays queued for a later attempt. */
  void retry(long alertId, Duration wait, String error, boolean uncertain) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE outbox SET next_attempt_at = ?, last_error = ?, uncertain = uncertain - ?"
                    + " WHERE alert_id = ?",
                Rows.time(clock.instant().plus(wait)),
                error,
                uncertain ? 0 : 1,
                alertId));
  }

  /** The message is given up: it stays in the ledger as failed. */
  void failed(long alertId, String error, boolean uncertain) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE outbox SET state = 'failed', last_error = ?, uncertain = uncertain - ?"
                    + " WHERE alert_id = ?",
                error,
                uncertain ? 0 : 1,
                alertId));
  }
}
