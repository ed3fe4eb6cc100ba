package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Message;
import io.gpuledger.dashboard.alert.channel.Outcome;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that wait to be sent. A send is noted before it begins, with an unknown outcome; the
 * outcome is noted after. A crash in between leaves the note, and the message is sent again. The
 * steps of an alert reach a channel in their order. Changes of messages that gathered others come
 * last.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** What is over its time, with no earlier step of the same alert still on its way. */
  private static final String DUE =
      " FROM alert_deliveries d WHERE d.state IN ('queued', 'retrying', 'sending')"
          + " AND d.next_attempt_at <= ? AND NOT EXISTS (SELECT 1 FROM alert_deliveries e"
          + " WHERE e.alert_id = d.alert_id AND e.channel = d.channel"
          + " AND e.delivery_id < d.delivery_id AND e.state IN ('queued', 'retrying', 'sending'))";

  private final StateStore store;
  private final Clock clock;
  private final EscalationClock escalation;

  Outbox(StateStore store, Clock clock, EscalationClock escalation) {
    this.store = store;
    this.clock = clock;
    this.escalation = escalation;
  }

  /**
   * A message whose turn it is.
   *
   * @param last whether it is dead if this attempt fails
   */
  record Due(
      long id,
      long alertId,
      String channel,
      ChannelKind kind,
      Message message,
      int attempt,
      boolean last) {}

  /** The channels that have a message whose turn it is. */
  List<String> dueChannels() {
    String now = Rows.time(clock.instant());
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT DISTINCT d.channel" + DUE + " ORDER BY d.channel",
                row -> row.getString(1),
                now));
  }

  /**
   * Takes the next due message of a channel and notes the attempt.
   *
   * @param lease after this time without an outcome the message is due again
   */
  Optional<Due> take(String channel, Duration lease) {
    String now = Rows.time(clock.instant());
    return store.transaction(
        connection -> {
          Optional<Due> due =
              Rows.first(
                  connection,
                  "SELECT d.delivery_id, d.alert_id, d.channel, d.kind, d.delivery_key, d.step,"
                      + " d.payload, coalesce((SELECT r.external_id FROM alert_deliveries r"
                      + " WHERE r.alert_id = d.alert_id AND r.channel = d.channel"
                      + " AND r.step IN ('raised', 'reminded', 'escalated')"
                      + " AND r.external_id <> '' ORDER BY r.delivery_id LIMIT 1), ''),"
                      + " d.attempts + 1,"
                      + " d.attempts + 1 >= d.attempts_allowed, d.sequence"
                      + DUE
                      // What only changes a message that was sent waits for all that tells anew.
                      + " AND d.channel = ? ORDER BY d.step = 'updated', d.next_attempt_at,"
                      + " d.delivery_id LIMIT 1",
                  row ->
                      new Due(
                          row.getLong(1),
                          row.getLong(2),
                          row.getString(3),
                          ChannelKind.of(row.getString(4)),
                          new Message(
                              row.getString(5),
                              Step.of(row.getString(6)),
                              row.getString(7),
                              row.getString(8),
                              row.getInt(11)),
                          row.getInt(9),
                          row.getBoolean(10)),
                  now,
                  channel);
          if (due.isPresent()) {
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'sending', attempts = attempts + 1,"
                    + " uncertain = uncertain + 1, next_attempt_at = ? WHERE delivery_id = ?",
                Rows.time(clock.instant().plus(lease)),
                due.get().id());
          }
          return due;
        });
  }

  /**
   * Notes how a message fared and takes the channel's next in the same transaction, so that the
   * disk is waited for once. Where nothing can be taken now, what is noted holds all the same.
   *
   * @param fared notes it
   */
  Optional<Due> takeAfter(Runnable fared, String channel, Duration lease) {
    return store.transaction(
        connection -> {
          fared.run();
          try {
            return take(channel, lease);
          } catch (RuntimeException e) {
            LOG.error("the next message to channel {} cannot be taken now", channel, e);
            return Optional.empty();
          }
        });
  }

  /** After a start nothing is being sent: what was, is due at once. */
  void reclaim() {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'retrying', next_attempt_at = ?,"
                    + " last_error = 'the process ended while it was sent'"
                    + " WHERE state = 'sending'",
                Rows.time(clock.instant())));
  }

  void delivered(Due due, Outcome outcome) {
    store.change(
        connection -> {
          Rows.update(
              connection,
              "UPDATE alert_deliveries SET state = 'delivered', uncertain = uncertain - 1,"
                  + " last_error = '', external_id = ?, delivered_at = ? WHERE delivery_id = ?",
              outcome.externalId(),
              Rows.time(clock.instant()),
              due.id());
          escalation.delivered(connection, due.id());
        });
  }

  /** The message stays for a later attempt. */
  void retry(Due due, Duration wait, Outcome outcome) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'retrying', next_attempt_at = ?,"
                    + " last_error = ?, uncertain = uncertain - ? WHERE delivery_id = ?",
                Rows.time(clock.instant().plus(wait)),
                outcome.error(),
                outcome.uncertain() ? 0 : 1,
                due.id()));
  }

  /** Nothing is sent to the channel before this time is over, because it asked for that. */
  void hold(String channel, Duration wait) {
    String until = Rows.time(clock.instant().plus(wait));
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET next_attempt_at = ? WHERE channel = ?"
                    + " AND state IN ('queued', 'retrying') AND next_attempt_at < ?",
                until,
                channel,
                until));
  }

  /** The message is given up, now: it stays in the ledger as dead. */
  void dead(Due due, Outcome outcome) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'dead', next_attempt_at = ?, last_error = ?,"
                    + " uncertain = uncertain - ? WHERE delivery_id = ?",
                Rows.time(clock.instant()),
                outcome.error(),
                outcome.uncertain() ? 0 : 1,
                due.id()));
  }
}
