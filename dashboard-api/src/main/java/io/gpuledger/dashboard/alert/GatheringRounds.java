package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells channels in one message what waited for them: digests, ends of quiet times and floods. */
final class GatheringRounds {
  /** A digest that is later than this is left out: the next one says the same. */
  static final Duration DIGEST_LATEST = Duration.ofHours(12);

  private final StateStore store;
  private final Clock clock;
  private final AlertLedger ledger;
  private final Supplier<AlertPolicy> policy;
  private final CareRounds.Outward outward;
  private final LongConsumer changed;

  GatheringRounds(
      StateStore store,
      Clock clock,
      AlertLedger ledger,
      Supplier<AlertPolicy> policy,
      CareRounds.Outward outward,
      LongConsumer changed) {
    this.store = store;
    this.clock = clock;
    this.ledger = ledger;
    this.policy = policy;
    this.outward = outward;
    this.changed = changed;
  }

  /** Does everything that is due. */
  void run() {
    tellDigests();
    gatherDue();
  }

  private String now() {
    return Rows.time(clock.instant());
  }

  /** The digest of the day, in each channel that has one and something to be told. */
  private void tellDigests() {
    Instant now = clock.instant();
    for (String channel : outward.channels()) {
      if (outward.target(channel).kind() == ChannelKind.PAGERDUTY) {
        // A digest is never over: it would be an incident that nobody resolves.
        continue;
      }
      Optional<ZonedDateTime> due = Disposition.lastDigest(policy.get(), channel, now);
      if (due.isPresent()
          && Duration.between(due.get().toInstant(), now).compareTo(DIGEST_LATEST) <= 0) {
        store
            .transaction(connection -> digest(connection, channel, due.get()))
            .ifPresent(changed::accept);
      }
    }
  }

  private Optional<Long> digest(Connection connection, String channel, ZonedDateTime due)
      throws SQLException {
    String episode = due.toLocalDate().toString();
    if (NoticeBook.isKnown(connection, AlertKind.DIGEST, channel, episode)) {
      return Optional.empty();
    }
    // What came after the digest was due is none of it: a day that had nothing to tell then has no
    // digest later on.
    String at = Rows.time(due.toInstant());
    List<Gathering.Held> held = Gathering.due(connection, channel, false, at);
    Set<Long> waited = held.stream().map(Gathering.Held::alertId).collect(Collectors.toSet());
    Gathering.Group open = open(connection, channel, at, waited);
    if (held.isEmpty() && open.count() == 0) {
      return Optional.empty();
    }
    return tell(
        connection,
        Gathering.digest(
            gathered(connection, channel, episode, held), open, due.getZone(), clock.instant()),
        held);
  }

  /**
   * What the channel was told before a digest was due, by a message of its own or by one that
   * gathered it, and still asks for somebody.
   *
   * @param without alerts that the digest tells anyhow
   */
  private static Gathering.Group open(
      Connection connection, String channel, String at, Set<Long> without) throws SQLException {
    List<Long> ids =
        Rows.list(
                connection,
                "SELECT a.alert_id FROM alerts a"
                    + " LEFT JOIN acknowledgements k ON k.alert_id = a.alert_id"
                    + " LEFT JOIN alert_care c ON c.alert_id = a.alert_id"
                    + " WHERE a.is_open = 1"
                    + AlertFilter.ASKS
                    + " AND EXISTS (SELECT 1 FROM alert_deliveries d"
                    + " LEFT JOIN alert_deliveries t ON t.delivery_id = d.told_by"
                    // A plus keeps the index off: the messages of an alert are few.
                    + " WHERE d.alert_id = a.alert_id AND +d.channel = ?"
                    + " AND d.step IN ('raised', 'reminded', 'escalated')"
                    + " AND ((+d.state = 'delivered' AND d.delivered_at <= ?)"
                    + " OR (+d.state = 'gathered' AND t.state = 'delivered'"
                    + " AND t.delivered_at <= ?)))"
                    + " ORDER BY a.alert_id DESC",
                row -> row.getLong(1),
                channel,
                at,
                at)
            .stream()
            .filter(id -> !without.contains(id))
            .toList();
    return group(connection, ids);
  }

  /** What waited for an hour or a quiet time that is over. */
  private void gatherDue() {
    List<String> waiting =
        store.transaction(
            connection ->
                Rows.list(
                    connection,
                    "SELECT DISTINCT channel FROM alert_deliveries"
                        + " WHERE state = 'held' AND held_until <= ? ORDER BY channel",
                    row -> row.getString(1),
                    now()));
    for (String channel : waiting) {
      store.transaction(connection -> gather(connection, channel, true)).ifPresent(changed::accept);
      store
          .transaction(connection -> gather(connection, channel, false))
          .ifPresent(changed::accept);
    }
  }

  private Optional<Long> gather(Connection connection, String channel, boolean flood)
      throws SQLException {
    List<Gathering.Held> held = Gathering.due(connection, channel, flood, now());
    if (held.isEmpty()) {
      return Optional.empty();
    }
    String until = new TreeSet<>(held.stream().map(Gathering.Held::until).toList()).last();
    AlertKind kind = flood ? AlertKind.FLOOD : AlertKind.DIGEST;
    Gathering.Gathered all =
        gathered(connection, channel, unused(connection, kind, channel, until), held);
    return tell(
        connection,
        flood
            ? Gathering.flood(all, until, policy.get().floodPerHour(), clock.instant())
            : Gathering.quiet(all, clock.instant()),
        held);
  }

  /** The end of the time waited for, with a number where a message of that name was sent before. */
  private static String unused(Connection connection, AlertKind kind, String channel, String until)
      throws SQLException {
    String episode = until;
    for (int part = 2; NoticeBook.isKnown(connection, kind, channel, episode); part++) {
      episode = until + "/" + part;
    }
    return episode;
  }

  private Gathering.Gathered gathered(
      Connection connection, String channel, String episode, List<Gathering.Held> held)
      throws SQLException {
    return new Gathering.Gathered(
        channel,
        episode,
        group(connection, held, false),
        group(connection, held, true),
        outward.open());
  }

  /** Each alert once, however many messages about it wait. */
  private static Gathering.Group group(
      Connection connection, List<Gathering.Held> held, boolean over) throws SQLException {
    List<Long> ids =
        held.stream()
            .filter(each -> each.over() == over)
            .map(Gathering.Held::alertId)
            .distinct()
            .toList();
    return group(connection, ids);
  }

  private static Gathering.Group group(Connection connection, List<Long> ids) throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    for (long id : ids.subList(0, Math.min(ids.size(), Gathering.LINES))) {
      AlertRows.find(connection, id).ifPresent(alerts::add);
    }
    return new Gathering.Group(alerts, ids.size());
  }

  private Optional<Long> tell(Connection connection, Notice notice, List<Gathering.Held> held)
      throws SQLException {
    Optional<Alert> told =
        ledger.raiseWithin(
            connection, notice, List.of(outward.target(notice.subject())), outward::link);
    if (told.isEmpty()) {
      return Optional.empty();
    }
    long by = told.get().deliveries().get(0).id();
    for (Gathering.Held each : held) {
      Rows.update(
          connection,
          "UPDATE alert_deliveries SET state = 'gathered', told_by = ? WHERE delivery_id = ?",
          by,
          each.deliveryId());
      if (!each.over()) {
        ledger.escalation().gathered(connection, each.alertId());
      }
    }
    return Optional.of(told.get().id());
  }
}
