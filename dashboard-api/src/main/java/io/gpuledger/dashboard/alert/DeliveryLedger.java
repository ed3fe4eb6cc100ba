package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The messages about alerts and how far each is. They are written with what they tell of. */
public final class DeliveryLedger {
  /** Sends of one message before it is given up: about a day. */
  public static final int MAX_ATTEMPTS = 40;

  private final StateStore store;
  private final Clock clock;
  private final Supplier<AlertPolicy> policy;

  DeliveryLedger(StateStore store, Clock clock, Supplier<AlertPolicy> policy) {
    this.store = store;
    this.clock = clock;
    this.policy = policy;
  }

  /**
   * Writes the messages that raise an alert, one for each channel: to be sent, or to wait.
   *
   * @param plain what they are called, apart from the channel
   * @return whether any of them leaves at once
   */
  boolean raise(Connection connection, List<Target> targets, AlertContent content, Envelope plain)
      throws SQLException {
    boolean sent = false;
    for (Target target : targets) {
      Envelope envelope =
          new Envelope(
              plain.alertId(),
              UUID.randomUUID().toString(),
              Step.RAISED,
              plain.link(),
              plain.at(),
              1,
              plain.times(),
              target.buttons());
      String payload = AlertForm.of(target.kind()).raised(content, envelope);
      Disposition disposition = disposition(connection, target, content, clock.instant());
      DeliveryRows.insert(connection, clock.instant(), target, envelope, payload, disposition);
      sent |= disposition.isSent();
    }
    return sent;
  }

  /**
   * Writes that an alert is told once more: in these channels, or in those it was raised in.
   *
   * @return whether any of the messages leaves at once
   */
  boolean again(
      Connection connection, Alert alert, Step step, List<Target> targets, Optional<URI> link)
      throws SQLException {
    Restated content = Restated.of(alert, step);
    List<DeliveryRows.Raised> before = DeliveryRows.raised(connection, alert.id());
    List<Target> into =
        targets.isEmpty()
            ? before.stream().map(DeliveryRows.Raised::target).distinct().toList()
            : targets;
    boolean sent = false;
    for (Target target : into) {
      String key =
          before.stream()
              .filter(raised -> raised.target().channel().equals(target.channel()))
              .map(DeliveryRows.Raised::key)
              .findFirst()
              .orElseGet(() -> UUID.randomUUID().toString());
      Envelope envelope =
          new Envelope(
              alert.id(),
              key,
              step,
              link,
              clock.instant(),
              DeliveryRows.sequence(connection, alert.id(), target.channel(), step),
              1,
              target.buttons());
      String payload = AlertForm.of(target.kind()).raised(content, envelope);
      Disposition disposition =
          disposition(connection, target, content, Instant.parse(alert.raisedAt()));
      DeliveryRows.insert(connection, clock.instant(), target, envelope, payload, disposition);
      sent |= disposition.isSent();
    }
    return sent;
  }

  private Disposition disposition(
      Connection connection, Target target, AlertContent content, Instant raised)
      throws SQLException {
    if (target.isPreview()) {
      return Disposition.SEND;
    }
    Instant now = clock.instant();
    long lately =
        Rows.first(
                connection,
                "SELECT count(*) FROM alert_deliveries d JOIN alerts a ON a.alert_id = d.alert_id"
                    + " WHERE d.channel = ? AND d.begun_at >= ? AND a.severity <> 'page'"
                    + " AND a.alert_kind NOT IN ('digest', 'flood')"
                    + " AND d.step IN ('raised', 'reminded', 'escalated')",
                row -> row.getLong(1),
                target.channel(),
                Rows.time(now.truncatedTo(ChronoUnit.HOURS)))
            .orElse(0L);
    return Disposition.of(policy.get(), target.channel(), content, raised, now, lately);
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
   * @param waiting messages queued, being sent, to be tried again or held back
   * @param dead messages that were given up
   * @param failing those of them that were given up since the last one was delivered, without
   *     changes of messages that were sent
   * @param lastDeliveredAt empty where nothing was delivered so far
   * @param lastError of the newest message that was not delivered, or empty
   */
  public record Standing(
      long waiting,
      long dead,
      long failing,
      long delivered,
      String lastDeliveredAt,
      String lastError) {
    public static final Standing NOTHING = new Standing(0, 0, 0, 0, "", "");
  }

  /** How each channel stands that has a message, by its name. */
  public Map<String, Standing> standing() {
    return store.transaction(ChannelStanding::all);
  }
}
