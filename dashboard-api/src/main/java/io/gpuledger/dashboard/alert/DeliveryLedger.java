package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
      insert(connection, target, envelope, payload, disposition);
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
    List<Raised> before = raised(connection, alert.id());
    List<Target> into =
        targets.isEmpty() ? before.stream().map(Raised::target).distinct().toList() : targets;
    boolean sent = false;
    for (Target target : into) {
      String key =
          before.stream()
              .filter(raised -> raised.target().channel().equals(target.channel()))
              .map(Raised::key)
              .findFirst()
              .orElseGet(() -> UUID.randomUUID().toString());
      Envelope envelope =
          new Envelope(
              alert.id(),
              key,
              step,
              link,
              clock.instant(),
              sequence(connection, alert.id(), target.channel(), step),
              1,
              target.buttons());
      String payload = AlertForm.of(target.kind()).raised(content, envelope);
      Disposition disposition =
          disposition(connection, target, content, Instant.parse(alert.raisedAt()));
      insert(connection, target, envelope, payload, disposition);
      sent |= disposition.isSent();
    }
    return sent;
  }

  private static int sequence(Connection connection, long alertId, String channel, Step step)
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

  private record Raised(Target target, String key, String payload, DeliveryState state) {
    boolean wasTold() {
      return state.isOwnTelling();
    }
  }

  private static List<Raised> raised(Connection connection, long alertId) throws SQLException {
    return messages(connection, alertId, "'raised'");
  }

  /** The first message of each channel that the alert was told in, whenever that was. */
  private static Collection<Raised> told(Connection connection, long alertId) throws SQLException {
    Map<String, Raised> byChannel = new LinkedHashMap<>();
    for (Raised message : messages(connection, alertId, "'raised', 'reminded', 'escalated'")) {
      if (message.wasTold()) {
        byChannel.putIfAbsent(message.target().channel(), message);
      }
    }
    return byChannel.values();
  }

  private static List<Raised> messages(Connection connection, long alertId, String steps)
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

  /**
   * Writes the messages that tell of a later step, for the channels that hear of it.
   *
   * @param quiet only incidents are told, which would stay open otherwise
   */
  void follow(Connection connection, Alert alert, Step step, boolean quiet) throws SQLException {
    for (Raised raised : told(connection, alert.id())) {
      ChannelKind kind = raised.target().kind();
      if (raised.target().isPreview()
          || !hears(kind, step)
          || (quiet && kind != ChannelKind.PAGERDUTY)) {
        continue;
      }
      Envelope envelope =
          new Envelope(
              alert.id(),
              raised.key(),
              step,
              Optional.empty(),
              clock.instant(),
              sequence(connection, alert.id(), raised.target().channel(), step),
              1,
              false);
      Optional<String> payload = AlertForm.of(kind).followUp(alert, envelope, raised.payload());
      if (payload.isPresent()) {
        insert(connection, raised.target(), envelope, payload.get(), Disposition.SEND);
      }
    }
    if (step == Step.RECOVERED && !quiet) {
      tellOverInDigest(connection, alert);
    }
  }

  /**
   * Has it told in the next digest that an alert is over which a digest told, and no message of its
   * own: its readers heard of it there.
   */
  private void tellOverInDigest(Connection connection, Alert alert) throws SQLException {
    Set<String> told = new HashSet<>();
    told(connection, alert.id()).forEach(raised -> told.add(raised.target().channel()));
    for (Raised message : messages(connection, alert.id(), "'raised', 'reminded', 'escalated'")) {
      Target target = message.target();
      Optional<Instant> next =
          Disposition.nextDigest(policy.get(), target.channel(), clock.instant());
      if (message.state() == DeliveryState.GATHERED
          && next.isPresent()
          && told.add(target.channel())) {
        Envelope envelope =
            new Envelope(
                alert.id(), message.key(), Step.RECOVERED, Optional.empty(), clock.instant());
        insert(
            connection,
            target,
            envelope,
            AlertForm.of(target.kind()).followUp(alert, envelope, message.payload()).orElse(""),
            new Disposition(DeliveryState.HELD, Disposition.DIGEST, next));
      }
    }
  }

  private static boolean hears(ChannelKind kind, Step step) {
    return switch (step) {
      case RECOVERED -> true;
      case ACKNOWLEDGED, SNOOZED, ASSIGNED -> kind.hearsAcknowledgement();
      case RAISED, REMINDED, ESCALATED -> false;
    };
  }

  private void insert(
      Connection connection,
      Target target,
      Envelope envelope,
      String payload,
      Disposition disposition)
      throws SQLException {
    String now = Rows.time(clock.instant());
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
        MAX_ATTEMPTS,
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
   * @param waiting messages queued, being sent, to be tried again or held back
   * @param dead messages that were given up
   * @param failing those of them that were given up since the last one was delivered
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

  private static final String SELECT =
      "SELECT delivery_id, alert_id, channel, kind, step, idempotency, state, attempts, uncertain,"
          + " next_attempt_at, last_error, external_id, delivered_at, sequence, held_for,"
          + " held_until, told_by FROM alert_deliveries";

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
