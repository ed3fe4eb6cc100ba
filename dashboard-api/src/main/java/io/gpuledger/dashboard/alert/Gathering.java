package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.state.Rows;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
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

  private static final String NEW = "New: ";

  private Gathering() {}

  /**
   * A message that waits.
   *
   * @param over whether it tells that an alert is over
   */
  record Held(long deliveryId, long alertId, String until, boolean over) {}

  /**
   * Alerts of which one message tells, each once.
   *
   * @param alerts the oldest of them, at most {@link #LINES}
   * @param count how many there are in all
   */
  record Group(List<Alert> alerts, int count) {
    static final Group NONE = new Group(List.of(), 0);

    Group {
      alerts = List.copyOf(alerts);
    }

    private List<String> lines(String before) {
      List<String> lines = new ArrayList<>();
      alerts.forEach(alert -> lines.add(before + line(alert, alert.isOpen())));
      if (count > alerts.size()) {
        lines.add(before + (count - alerts.size()) + " more that are not listed");
      }
      return lines;
    }
  }

  /**
   * What one message tells of.
   *
   * @param raised what was raised and waited
   * @param over what an earlier message of this kind told and is over since
   * @param all where all alerts that are open are listed, or empty
   */
  record Gathered(String channel, String episode, Group raised, Group over, Optional<URI> all) {
    private List<Alert> alerts() {
      List<Alert> alerts = new ArrayList<>(raised.alerts());
      alerts.addAll(over.alerts());
      return alerts;
    }

    private List<String> lines() {
      List<String> lines = new ArrayList<>(raised.lines(over.count() == 0 ? "" : NEW));
      lines.addAll(over.lines("Over: "));
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
        "SELECT delivery_id, alert_id, held_until, step FROM alert_deliveries"
            + " WHERE state = 'held' AND channel = ? AND held_until <= ? AND held_for "
            + (flood ? "=" : "<>")
            + " 'flood' ORDER BY delivery_id LIMIT "
            + LIMIT,
        row ->
            new Held(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                Step.of(row.getString(4)) == Step.RECOVERED),
        channel,
        now);
  }

  /** The lines that a gathering may have had of an alert while it was open. */
  static List<String> linesBefore(Alert alert) {
    String line = line(alert, true);
    return List.of(NEW + line, line);
  }

  private static String line(Alert alert, boolean isOpen) {
    String burn = alert.about().told().map(Told::burn).orElse("").replaceFirst("^Burn now: *", "");
    String title = alert.about().title().isEmpty() ? alert.shortTitle() : alert.about().title();
    String owner = alert.about().owner();
    return SlackText.cut(title, 90)
        + (isOpen
            ? burn.isEmpty() ? "" : " · " + SlackText.cut(burn, 40)
            : " · over" + reason(alert))
        + (owner.isEmpty() ? "" : " · " + SlackText.cut(owner, 30));
  }

  private static String reason(Alert alert) {
    return alert.recoveryReason().isEmpty() ? "" : ": " + SlackText.cut(alert.recoveryReason(), 60);
  }

  private static String count(int number, String one, String many) {
    return number == 1 ? "1 " + one : number + " " + many;
  }

  /** What was beyond the cap of an hour: one message, "N more". */
  static Notice flood(Gathered all, String until, int cap, Instant now) {
    int count = all.raised().count();
    return notice(
        AlertKind.FLOOD,
        all,
        count + " more " + (count == 1 ? "alert" : "alerts") + " for " + all.channel(),
        "In the hour before "
            + SlackText.instant(Instant.parse(until))
            + " there were "
            + count(count, "alert", "alerts")
            + " beyond the "
            + cap
            + " messages that this channel takes in an hour.",
        all.alerts(),
        all.lines(),
        now);
  }

  /** What waited for the end of a quiet time. */
  static Notice quiet(Gathered all, Instant now) {
    int count = all.raised().count();
    int over = all.over().count();
    return notice(
        AlertKind.DIGEST,
        all,
        count(count, "alert", "alerts")
            + " waited for "
            + all.channel()
            + (over == 0 ? "" : ", " + over + " over"),
        "While the channel was quiet "
            + count(count, "alert was", "alerts were")
            + " raised that page nobody."
            + (over == 0 ? "" : " " + isOver(over)),
        all.alerts(),
        all.lines(),
        now);
  }

  private static String isOver(int over) {
    return count(over, "alert that was told", "alerts that were told")
        + " in a digest before "
        + (over == 1 ? "is over." : "are over.");
  }

  /** The digest of a day: what waited, what was told before and stands, and what is over. */
  static Notice digest(Gathered held, Group open, ZoneId zone, Instant now) {
    int over = held.over().count();
    List<Alert> all = new ArrayList<>(held.raised().alerts());
    all.addAll(open.alerts());
    all.addAll(held.over().alerts());
    List<String> findings = new ArrayList<>(held.raised().lines(NEW));
    findings.addAll(open.lines("Open: "));
    findings.addAll(held.over().lines("Over: "));
    return notice(
        AlertKind.DIGEST,
        held,
        "Digest of "
            + SlackText.day(LocalDate.parse(held.episode()))
            + ": "
            + held.raised().count()
            + " new, "
            + open.count()
            + " open"
            + (over == 0 ? "" : ", " + over + " over"),
        count(held.raised().count(), "alert", "alerts")
            + " waited for this digest, and "
            + count(
                open.count(),
                "alert that was told before asks for somebody",
                "alerts that were told before ask for somebody")
            + " (by the clock of "
            + zone
            + ")."
            + (over == 0 ? "" : " " + isOver(over)),
        all,
        findings,
        now);
  }

  private static Notice notice(
      AlertKind kind,
      Gathered gathered,
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
        gathered.channel(),
        gathered.episode(),
        List.of(),
        title,
        what,
        Notice.Cost.not("each line says its own"),
        "Yes: nothing in it pages.",
        Optional.empty(),
        alerts.stream().map(alert -> Instant.parse(alert.raisedAt())).min(Instant::compareTo),
        new Notice.Findings(findings, gathered.all()),
        Notice.ToDo.nothing("Open each alert for what to do about it."),
        String.join(", ", owners),
        List.of(),
        List.of(),
        now);
  }
}
