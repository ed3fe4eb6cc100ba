package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Messages about alerts as they stand in the operational state. */
final class DeliveryRows {
  private static final String SELECT =
      "SELECT delivery_id, alert_id, channel, kind, step, idempotency, state, attempts, uncertain,"
          + " next_attempt_at, last_error, external_id, delivered_at, sequence, held_for,"
          + " held_until, told_by FROM alert_deliveries";

  private DeliveryRows() {}

  /**
   * A message that told an alert.
   *
   * @param key of the alert in its channel
   */
  record Raised(Target target, String key, String payload, DeliveryState state) {
    boolean wasTold() {
      return state.isOwnTelling();
    }
  }

  /** The messages that raised an alert. */
  static List<Raised> raised(Connection connection, long alertId) throws SQLException {
    return messages(connection, alertId, "'raised'");
  }

  /** The first message of each channel that the alert was told in, whenever that was. */
  static Collection<Raised> told(Connection connection, long alertId) throws SQLException {
    Map<String, Raised> byChannel = new LinkedHashMap<>();
    for (Raised message : messages(connection, alertId, "'raised', 'reminded', 'escalated'")) {
      if (message.wasTold()) {
        byChannel.putIfAbsent(message.target().channel(), message);
      }
    }
    return byChannel.values();
  }

  /**
   * The messages of an alert that told some steps, in the order in which they were written.
   *
   * @param steps their words, quoted and parted by commas
   */
  static List<Raised> messages(Connection connection, long alertId, String steps)
      throws SQLException {
    return Rows.list(
        connection,
        "SELECT channel, kind, delivery_key, payload, state FROM alert_deliveries"
            + " WHERE alert_id = ? AND step IN ("
            + steps
            + ") ORDER BY delivery_id",
        row ->
            new Raised(
                new Target(row.getString(1), ChannelKind.of(row.getString(2))),
                row.getString(3),
                row.getString(4),
                DeliveryState.of(row.getString(5))),
        alertId);
  }

  /** Which repetition of a step in a channel the next message of it is. */
  static int sequence(Connection connection, long alertId, String channel, Step step)
      throws SQLException {
    return Rows.first(
            connection,
            "SELECT coalesce(max(sequence), 0) + 1 FROM alert_deliveries"
                + " WHERE alert_id = ? AND channel = ? AND step = ?",
            row -> row.getInt(1),
            alertId,
            channel,
            step.code())
        .orElse(1);
  }

  /**
   * Writes a message.
   *
   * @param at when it is written
   */
  static void insert(
      Connection connection,
      Instant at,
      Target target,
      Envelope envelope,
      String payload,
      Disposition disposition)
      throws SQLException {
    String now = Rows.time(at);
    boolean preview = target.isPreview();
    boolean sent = disposition.isSent();
    Rows.update(
        connection,
        "INSERT INTO alert_deliveries (alert_id, channel, kind, step, sequence, delivery_key,"
            + " idempotency, payload, state, attempts, attempts_allowed, uncertain,"
            + " next_attempt_at, last_error, external_id, delivered_at, held_for, held_until,"
            + " told_by, begun_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?, '', '', ?, ?, ?, 0, ?)",
        envelope.alertId(),
        target.channel(),
        target.kind().code(),
        envelope.step().code(),
        envelope.sequence(),
        envelope.key(),
        target.kind().idempotency().code(),
        payload,
        (preview ? DeliveryState.DELIVERED : disposition.state()).code(),
        DeliveryLedger.MAX_ATTEMPTS,
        now,
        preview ? now : "",
        disposition.why(),
        disposition.until().map(Rows::time).orElse(""),
        sent && !preview ? now : "");
  }

  /** The messages of these alerts, each list in the order of sending. */
  static Map<Long, List<Delivery>> ofAlerts(Connection connection, List<Long> alertIds)
      throws SQLException {
    if (alertIds.isEmpty()) {
      return Map.of();
    }
    String marks = String.join(", ", Collections.nCopies(alertIds.size(), "?"));
    return Rows.list(
            connection,
            SELECT + " WHERE alert_id IN (" + marks + ") ORDER BY delivery_id",
            DeliveryRows::read,
            alertIds.toArray())
        .stream()
        .collect(Collectors.groupingBy(Delivery::alertId));
  }

  private static Delivery read(ResultSet row) throws SQLException {
    return new Delivery(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        ChannelKind.of(row.getString(4)),
        Step.of(row.getString(5)),
        row.getString(6),
        DeliveryState.of(row.getString(7)),
        row.getInt(8),
        row.getInt(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        new Delivery.Waiting(
            row.getInt(14), row.getString(15), row.getString(16), row.getLong(17)));
  }
}
