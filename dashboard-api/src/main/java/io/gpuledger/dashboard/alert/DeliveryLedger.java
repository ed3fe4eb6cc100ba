package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The messages about alerts and how far each is. They are written with what they tell of. */
public final class DeliveryLedger {
  /** Sends of one message before it is given up: about a day. */
  public static final int MAX_ATTEMPTS = 40;

  private final StateStore store;
  private final Clock clock;

  DeliveryLedger(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Writes the messages that raise an alert, one for each channel. */
  void raise(
      Connection connection,
      long alertId,
      List<Target> targets,
      AlertFacts facts,
      Optional<URI> link)
      throws SQLException {
    for (Target target : targets) {
      Envelope envelope =
          new Envelope(alertId, UUID.randomUUID().toString(), Step.RAISED, link, facts.seenAt());
      String payload = AlertForm.of(target.kind()).raised(facts, envelope);
      insert(connection, target, envelope, payload);
    }
  }

  private record Raised(Target target, String key, String payload) {}

  /** Writes the messages that tell of a later step, for the channels that hear of it. */
  void follow(Connection connection, Alert alert, Step step) throws SQLException {
    List<Raised> all =
        Rows.list(
            connection,
            "SELECT channel, kind, delivery_key, payload FROM alert_deliveries"
                + " WHERE alert_id = ? AND step = 'raised' ORDER BY delivery_id",
            row ->
                new Raised(
                    new Target(row.getString(1), ChannelKind.of(row.getString(2))),
                    row.getString(3),
                    row.getString(4)),
            alert.id());
    for (Raised raised : all) {
      boolean hears = step == Step.RECOVERED || raised.target().kind().hearsAcknowledgement();
      if (raised.target().isPreview() || !hears) {
        continue;
      }
      Envelope envelope =
          new Envelope(alert.id(), raised.key(), step, Optional.empty(), clock.instant());
      Optional<String> payload =
          AlertForm.of(raised.target().kind()).followUp(alert, envelope, raised.payload());
      if (payload.isPresent()) {
        insert(connection, raised.target(), envelope, payload.get());
      }
    }
  }

  private void insert(Connection connection, Target target, Envelope envelope, String payload)
      throws SQLException {
    String now = Rows.time(clock.instant());
    boolean preview = target.isPreview();
    Rows.update(
        connection,
        "INSERT INTO alert_deliveries (alert_id, channel, kind, step, delivery_key, idempotency,"
            + " payload, state, attempts, attempts_allowed, uncertain, next_attempt_at, last_error,"
            + " external_id, delivered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?, '', '', ?)",
        envelope.alertId(),
        target.channel(),
        target.kind().code(),
        envelope.step().code(),
        envelope.key(),
        target.kind().idempotency().code(),
        payload,
        (preview ? DeliveryState.DELIVERED : DeliveryState.QUEUED).code(),
        MAX_ATTEMPTS,
        now,
        preview ? now : "");
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
            DeliveryLedger::read,
            alertIds.toArray())
        .stream()
        .collect(Collectors.groupingBy(Delivery::alertId));
  }

  /** A message as it was or will be sent, byte for byte, without the secrets of its channel. */
  public record Payload(String channel, ChannelKind kind, String text) {}

  /**
   * The message that raised an alert.
   *
   * @param channel in which channel, or empty for the first
   */
  public Optional<Payload> payload(long alertId, String channel) {
    return store.transaction(
        connection ->
            Rows.first(
                connection,
                "SELECT channel, kind, payload FROM alert_deliveries WHERE alert_id = ?"
                    + " AND step = 'raised' AND (? = '' OR channel = ?) ORDER BY delivery_id",
                row ->
                    new Payload(
                        row.getString(1), ChannelKind.of(row.getString(2)), row.getString(3)),
                alertId,
                channel,
                channel));
  }

  /**
   * Has what was given up about an alert tried again, from now on and as often as a new message.
   *
   * @return how many messages that are
   */
  public int retry(long alertId) {
    return store.transaction(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET state = 'retrying', next_attempt_at = ?,"
                    + " attempts_allowed = attempts + ? WHERE alert_id = ? AND state = 'dead'",
                Rows.time(clock.instant()),
                MAX_ATTEMPTS,
                alertId));
  }

  /**
   * How a channel stands.
   *
   * @param waiting messages queued, being sent or to be tried again
   * @param lastDeliveredAt empty where nothing was delivered so far
   * @param lastError of the newest message that was not delivered, or empty
   */
  public record Standing(
      long waiting, long dead, long delivered, String lastDeliveredAt, String lastError) {
    public static final Standing NOTHING = new Standing(0, 0, 0, "", "");
  }

  /** How each channel stands that ever had a message, by its name. */
  public Map<String, Standing> standing() {
    return store.transaction(
        connection -> {
          Map<String, Standing> byChannel = new LinkedHashMap<>();
          List<Map.Entry<String, Standing>> rows =
              Rows.list(
                  connection,
                  "SELECT channel, sum(state IN ('queued', 'sending', 'retrying')),"
                      + " sum(state = 'dead'), sum(state = 'delivered'), max(delivered_at),"
                      + " coalesce((SELECT e.last_error FROM alert_deliveries e"
                      + " WHERE e.channel = d.channel AND e.state IN ('retrying', 'dead')"
                      + " ORDER BY e.delivery_id DESC LIMIT 1), '')"
                      + " FROM alert_deliveries d GROUP BY channel ORDER BY channel",
                  row ->
                      Map.entry(
                          row.getString(1),
                          new Standing(
                              row.getLong(2),
                              row.getLong(3),
                              row.getLong(4),
                              row.getString(5),
                              row.getString(6))));
          rows.forEach(row -> byChannel.put(row.getKey(), row.getValue()));
          return byChannel;
        });
  }

  private static final String SELECT =
      "SELECT delivery_id, alert_id, channel, kind, step, idempotency, state, attempts, uncertain,"
          + " next_attempt_at, last_error, external_id, delivered_at FROM alert_deliveries";

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
        row.getString(13));
  }
}
