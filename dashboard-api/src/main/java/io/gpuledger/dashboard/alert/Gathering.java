package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages that tell several alerts at once: what waited for a channel. */
final class Gathering {
  /** Waiting messages that one gathering takes; the next takes the rest. */
  static final int LIMIT = 50_000;

  /** Alerts that one message has a line of; how many there are it says all the same. */
  static final int LINES = 1_000;

  private Gathering() {}

  /** A message that waits. */
  record Held(long deliveryId, long alertId, String until) {}

  /**
   * What one message tells of.
   *
   * @param alerts the oldest of them, at most {@link #LINES}
   * @param count how many there are in all
   */
  record Gathered(String channel, String episode, List<Alert> alerts, int count) {
    Gathered {
      alerts = List.copyOf(alerts);
    }

    private List<String> lines() {
      List<String> lines = new ArrayList<>(Gathering.lines(alerts));
      if (count > alerts.size()) {
        lines.add(count - alerts.size() + " more that are not listed");
      }
      return lines;
    }
  }

  /**
   * The messages of a channel whose time has come, oldest first.
   *
   * @param flood those beyond the cap of an hour, else all others
   */
  static List<Held> due(Connection connection, String channel, boolean flood, String now)
      throws SQLException {
    return Rows.list(
        connection,
        "SELECT delivery_id, alert_id, held_until FROM alert_deliveries"
            + " WHERE state = 'held' AND channel = ? AND held_until <= ? AND held_for "
            + (flood ? "=" : "<>")
            + " 'flood' ORDER BY delivery_id LIMIT "
            + LIMIT,
        row -> new Held(row.getLong(1), row.getLong(2), row.getString(3)),
        channel,
        now);
  }

  private static String line(Alert alert) {
    String burn = alert.about().told().map(Told::burn).orElse("").replaceFirst("^Burn now: *", "");
    String title = alert.about().title().isEmpty() ? alert.shortTitle() : alert.about().title();
    return SlackText.cut(title, 90)
        + (alert.isOpen() ? "" : " (over by now)")
        + (burn.isEmpty() ? "" : " · " + SlackText.cut(burn, 40))
        + (alert.about().owner().isEmpty() ? "" : " · " + SlackText.cut(alert.about().owner(), 30));
  }

  private static List<String> lines(List<Alert> alerts) {
    return alerts.stream().map(Gathering::line).toList();
  }

  private static String count(int number, String one, String many) {
    return number == 1 ? "1 " + one : number + " " + many;
  }

  /** What was beyond the cap of an hour: one message, "N more". */
  static Notice flood(Gathered all, String until, int cap, Instant now) {
    return notice(
        AlertKind.FLOOD,
        all.channel(),
        all.episode(),
        all.count() + " more " + (all.count() == 1 ? "alert" : "alerts") + " for " + all.channel(),
        "In the hour before "
            + SlackText.instant(Instant.parse(until))
            + " there were "
            + count(all.count(), "alert", "alerts")
            + " beyond the "
            + cap
            + " messages that this channel takes in an hour.",
        all.alerts(),
        all.lines(),
        now);
  }

  /** What waited for the end of a quiet time. */
  static Notice quiet(Gathered all, Instant now) {
    return notice(
        AlertKind.DIGEST,
        all.channel(),
        all.episode(),
        count(all.count(), "alert", "alerts") + " waited for " + all.channel(),
        "While the channel was quiet "
            + count(all.count(), "alert was", "alerts were")
            + " raised that page nobody.",
        all.alerts(),
        all.lines(),
        now);
  }

  /** The digest of a day: what waited, and what was told before and still stands. */
  static Notice digest(Gathered held, List<Alert> open, ZoneId zone, Instant now) {
    List<Alert> all = new ArrayList<>(held.alerts());
    all.addAll(open);
    List<String> findings = new ArrayList<>();
    held.lines().forEach(line -> findings.add("New: " + line));
    lines(open).forEach(line -> findings.add("Open: " + line));
    return notice(
        AlertKind.DIGEST,
        held.channel(),
        held.episode(),
        "Digest of " + held.episode() + ": " + held.count() + " new, " + open.size() + " open",
        count(held.count(), "alert", "alerts")
            + " waited for this digest, and "
            + count(
                open.size(),
                "alert that was told before stands",
                "alerts that were told before stand")
            + " (by the clock of "
            + zone
            + ").",
        all,
        findings,
        now);
  }

  private static Notice notice(
      AlertKind kind,
      String channel,
      String episode,
      String title,
      String what,
      List<Alert> alerts,
      List<String> findings,
      Instant now) {
    List<String> owners =
        alerts.stream()
            .map(alert -> alert.about().owner())
            .filter(owner -> !owner.isEmpty())
            .distinct()
            .limit(5)
            .toList();
    return new Notice(
        kind,
        AlertSeverity.INFO,
        channel,
        episode,
        List.of(),
        title,
        what,
        Notice.Cost.not("each line says its own"),
        "Yes: nothing in it pages.",
        Optional.empty(),
        alerts.stream().map(alert -> Instant.parse(alert.raisedAt())).min(Instant::compareTo),
        findings,
        Notice.ToDo.nothing("Open each alert for what to do about it."),
        String.join(", ", owners),
        List.of(),
        List.of(),
        now);
  }
}
