package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Changes messages that gathered alerts when some of those are over, where the channel can change a
 * message. All that is over since the last look is one change; a change that still waits is written
 * anew in its place.
 */
final class GatheringEdits {
  /** Alerts that a message may have a line of, with room to spare. */
  private static final int LISTED = 200;

  /**
   * A look reads this much of the time before it once more: what was written meanwhile is in it.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final StateStore store;
  private final Clock clock;
  private final LongConsumer changed;

  /** What is over for longer changes no message any more: nobody looks there. */
  private static final Duration LOOK_BACK = Duration.ofDays(1);

  /** Recoveries before this were looked at, or are too old. */
  private Instant looked = Instant.EPOCH;

  GatheringEdits(StateStore store, Clock clock, LongConsumer changed) {
    this.store = store;
    this.clock = clock;
    this.changed = changed;
  }

  /** A message that gathered others. */
  private record Gatherer(
      long deliveryId,
      long alertId,
      String channel,
      ChannelKind kind,
      String key,
      String payload) {}

  /** An alert that a message gathered. */
  private record Member(long alertId, boolean over) {}

  /** Writes the changes that are due. */
  void run() {
    Instant now = clock.instant();
    Instant oldest = now.minus(LOOK_BACK);
    Instant since = looked.isAfter(oldest) ? looked.minus(OVERLAP) : oldest;
    for (Gatherer gatherer : concerned(since)) {
      if (store.transaction(connection -> change(connection, gatherer))) {
        changed.accept(gatherer.alertId());
      }
    }
    looked = now;
  }

  /** The messages in channels that can change them, of what is over since. */
  private List<Gatherer> concerned(Instant since) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT t.delivery_id, t.alert_id, t.channel, t.kind, t.delivery_key, t.payload"
                    + " FROM alert_deliveries t WHERE t.kind = ? AND t.state <> 'dead'"
                    + " AND t.delivery_id IN (SELECT d.told_by FROM alert_recoveries r"
                    + " JOIN alert_deliveries d ON d.alert_id = r.alert_id"
                    + " WHERE r.recovered_at >= ? AND r.quiet = 0 AND d.told_by <> 0"
                    + " AND d.step <> 'recovered') ORDER BY t.delivery_id",
                row ->
                    new Gatherer(
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3),
                        ChannelKind.of(row.getString(4)),
                        row.getString(5),
                        row.getString(6)),
                ChannelKind.SLACK_BOT.code(),
                Rows.time(since)));
  }

  private boolean change(Connection connection, Gatherer gatherer) throws SQLException {
    List<Member> members =
        Rows.list(
            connection,
            "SELECT d.alert_id, r.alert_id IS NOT NULL FROM alert_deliveries d"
                + " LEFT JOIN alert_recoveries r ON r.alert_id = d.alert_id AND r.quiet = 0"
                + " WHERE d.told_by = ? AND d.told_by <> 0 AND d.step <> 'recovered'"
                + " GROUP BY d.alert_id ORDER BY min(d.delivery_id)",
            row -> new Member(row.getLong(1), row.getBoolean(2)),
            gatherer.deliveryId());
    List<Long> over = members.stream().filter(Member::over).map(Member::alertId).toList();
    List<Long> listed =
        members.stream().limit(LISTED).filter(Member::over).map(Member::alertId).toList();
    Optional<String> payload =
        AlertForm.of(gatherer.kind())
            .gatheredOver(
                gatherer.payload(), alerts(connection, listed), over.size(), members.size());
    if (over.isEmpty() || payload.isEmpty()) {
      return false;
    }
    return write(connection, gatherer, payload.get());
  }

  private static List<Alert> alerts(Connection connection, List<Long> ids) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return AlertRows.list(
        connection, "WHERE a.alert_id IN (" + marks + ") ORDER BY a.alert_id", ids.toArray());
  }

  /** The newest change of a message. */
  private record Change(long deliveryId, String payload, DeliveryState state) {}

  private boolean write(Connection connection, Gatherer gatherer, String payload)
      throws SQLException {
    Optional<Change> last =
        Rows.first(
            connection,
            "SELECT delivery_id, payload, state FROM alert_deliveries WHERE alert_id = ?"
                + " AND channel = ? AND step = ? ORDER BY delivery_id DESC LIMIT 1",
            row -> new Change(row.getLong(1), row.getString(2), DeliveryState.of(row.getString(3))),
            gatherer.alertId(),
            gatherer.channel(),
            Step.UPDATED.code());
    if (last.isPresent() && last.get().payload().equals(payload)) {
      return false;
    }
    if (last.isPresent() && waits(last.get().state())) {
      Rows.update(
          connection,
          "UPDATE alert_deliveries SET payload = ? WHERE delivery_id = ?",
          payload,
          last.get().deliveryId());
      return true;
    }
    Envelope envelope =
        new Envelope(
            gatherer.alertId(),
            gatherer.key(),
            Step.UPDATED,
            Optional.empty(),
            clock.instant(),
            DeliveryRows.sequence(connection, gatherer.alertId(), gatherer.channel(), Step.UPDATED),
            1,
            false);
    DeliveryRows.insert(
        connection,
        clock.instant(),
        new Target(gatherer.channel(), gatherer.kind()),
        envelope,
        payload,
        Disposition.SEND);
    return true;
  }

  private static boolean waits(DeliveryState state) {
    return state == DeliveryState.QUEUED || state == DeliveryState.RETRYING;
  }
}
