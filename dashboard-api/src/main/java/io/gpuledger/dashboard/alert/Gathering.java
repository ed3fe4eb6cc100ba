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
  /** Waiting messages that one gathering takes. */
  static final int LIMIT = 1_000;

  private Gathering() {}

  /** A message that waits. */
  record Held(long deliveryId, long alertId, String until) {}

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
  static Notice flood(String channel, String until, List<Alert> alerts, int cap, Instant now) {
    return notice(
        AlertKind.FLOOD,
        channel,
        until,
        alerts.size() + " more " + (alerts.size() == 1 ? "alert" : "alerts") + " for " + channel,
        "In the hour before "
            + SlackText.instant(Instant.parse(until))
            + " there were "
            + count(alerts.size(), "alert", "alerts")
            + " beyond the "
            + cap
            + " messages that this channel takes in an hour.",
        alerts,
        lines(alerts),
        now);
  }

  /** What waited for the end of a quiet time. */
  static Notice quiet(String channel, String until, List<Alert> alerts, Instant now) {
    return notice(
        AlertKind.DIGEST,
        channel,
        until,
        count(alerts.size(), "alert", "alerts") + " waited for " + channel,
        "While the channel was quiet "
            + count(alerts.size(), "alert was", "alerts were")
            + " raised that page nobody.",
        alerts,
        lines(alerts),
        now);
  }

  /** The digest of a day: what waited, and what was told before and still stands. */
  static Notice digest(
      String channel, String day, List<Alert> held, List<Alert> open, ZoneId zone, Instant now) {
    List<Alert> all = new ArrayList<>(held);
    all.addAll(open);
    List<String> findings = new ArrayList<>();
    lines(held).forEach(line -> findings.add("New: " + line));
    lines(open).forEach(line -> findings.add("Open: " + line));
    return notice(
        AlertKind.DIGEST,
        channel,
        day,
        "Digest of " + day + ": " + held.size() + " new, " + open.size() + " open",
        count(held.size(), "alert", "alerts")
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
