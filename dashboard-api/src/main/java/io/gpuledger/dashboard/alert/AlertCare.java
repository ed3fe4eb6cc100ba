package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What people do about alerts. Every step is kept with who took it. */
public final class AlertCare {
  /** The longest snooze. */
  public static final Duration LONGEST_SNOOZE = Duration.ofDays(366);

  private final StateStore store;
  private final Clock clock;
  private final FollowUps followUps;

  AlertCare(StateStore store, Clock clock, FollowUps followUps) {
    this.store = store;
    this.clock = clock;
    this.followUps = followUps;
  }

  private String now() {
    return Rows.time(clock.instant());
  }

  /** Notes who took an alert on; the first one stays. Channels that can are told. */
  public Optional<Alert> acknowledge(long id, String user) {
    return store.transaction(
        connection -> {
          if (AlertRows.find(connection, id).isEmpty()) {
            return Optional.empty();
          }
          boolean first =
              Rows.update(
                      connection,
                      "INSERT OR IGNORE INTO acknowledgements"
                          + " (alert_id, acknowledged_by, acknowledged_at) VALUES (?, ?, ?)",
                      id,
                      user,
                      now())
                  == 1;
          EscalationClock.stop(connection, id);
          return first
              ? changed(connection, id, user, "acknowledged", "", Step.ACKNOWLEDGED)
              : AlertRows.find(connection, id);
        });
  }

  /**
   * The instant at which a snooze ends.
   *
   * @param local wall clock time; one that the zone skips counts as long after the gap began as it
   *     stands in it, one that comes twice is the first
   */
  public static Instant end(LocalDateTime local, ZoneId zone) {
    return ZonedDateTime.of(local, zone).toInstant();
  }

  /** The same wall clock time of a zone some days on, whole minutes. */
  public LocalDateTime inDays(int days, ZoneId zone) {
    return clock
        .instant()
        .atZone(zone)
        .toLocalDateTime()
        .truncatedTo(ChronoUnit.MINUTES)
        .plusDays(days);
  }

  /** Why an alert cannot be put off until then, in words; empty if it can. */
  public Optional<String> refusal(LocalDateTime local, ZoneId zone) {
    Instant end = end(local, zone);
    Instant now = clock.instant();
    if (!end.isAfter(now)) {
      return Optional.of("the time is over already");
    }
    return end.isAfter(now.plus(LONGEST_SNOOZE))
        ? Optional.of("at most " + LONGEST_SNOOZE.toDays() + " days from now")
        : Optional.empty();
  }

  /**
   * Puts an alert off. Nobody is asked next meanwhile; where it still stands then, it is told
   * again.
   *
   * @param local when it ends, by the wall clock of the zone
   */
  public Optional<Alert> snooze(long id, LocalDateTime local, ZoneId zone, String user) {
    return change(
        id,
        user,
        "snoozed",
        "until " + SlackText.local(local) + " " + zone,
        Step.SNOOZED,
        "snoozed_until = ?, snoozed_local = ?, snooze_zone = ?, snoozed_by = ?, snoozed_at = ?,"
            + " escalate_at = ''",
        Rows.time(end(local, zone)),
        local.toString(),
        zone.getId(),
        user,
        now());
  }

  /** Names who is responsible; empty text for nobody. */
  public Optional<Alert> assign(long id, String assignee, String user) {
    return change(
        id,
        user,
        "assigned",
        assignee.isEmpty() ? "to nobody" : "to " + assignee,
        Step.ASSIGNED,
        "assignee = ?, assigned_by = ?, assigned_at = ?",
        assignee,
        user,
        now());
  }

  /** Notes why, for whoever comes next. No channel is told. */
  public Optional<Alert> note(long id, String reason, String user) {
    return store.transaction(
        connection -> {
          if (AlertRows.find(connection, id).isEmpty()) {
            return Optional.empty();
          }
          set(connection, id, "reason = ?", reason);
          AlertRows.note(connection, id, now(), user, "reason", reason);
          return AlertRows.find(connection, id);
        });
  }

  private Optional<Alert> change(
      long id, String user, String what, String detail, Step step, String set, Object... values) {
    return store.transaction(
        connection -> {
          if (AlertRows.find(connection, id).isEmpty()) {
            return Optional.empty();
          }
          set(connection, id, set, values);
          return changed(connection, id, user, what, detail, step);
        });
  }

  private Optional<Alert> changed(
      Connection connection, long id, String user, String what, String detail, Step step)
      throws SQLException {
    AlertRows.note(connection, id, now(), user, what, detail);
    followUps.follow(connection, AlertRows.find(connection, id).orElseThrow(), step, false);
    return AlertRows.find(connection, id);
  }

  static void set(Connection connection, long id, String set, Object... values)
      throws SQLException {
    Rows.update(connection, "INSERT OR IGNORE INTO alert_care (alert_id) VALUES (?)", id);
    Object[] all = new Object[values.length + 1];
    System.arraycopy(values, 0, all, 0, values.length);
    all[values.length] = id;
    Rows.update(connection, "UPDATE alert_care SET " + set + " WHERE alert_id = ?", all);
  }

  /**
   * Does what a request of Slack's asks for, once. That it was done and what it did are one
   * transaction: where it fails the request may come again.
   *
   * @param name the same where Slack sends it again
   * @return false if it was done before
   */
  boolean once(String name, Runnable act) {
    return store.transaction(
        connection -> {
          Rows.update(
              connection,
              "DELETE FROM slack_requests WHERE at < ?",
              Rows.time(clock.instant().minus(SlackSignature.OLDEST.multipliedBy(2))));
          boolean first =
              Rows.update(
                      connection,
                      "INSERT OR IGNORE INTO slack_requests (signature, at) VALUES (?, ?)",
                      name,
                      now())
                  == 1;
          if (first) {
            act.run();
          }
          return first;
        });
  }

  /** One thing that happened to an alert. */
  public record Event(String at, String who, String what, String detail) {}

  /** What happened to an alert, oldest first, at most 1,000. */
  public List<Event> history(long id) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT at, who, what, detail FROM alert_history WHERE alert_id = ?"
                    + " ORDER BY history_id LIMIT 1000",
                row ->
                    new Event(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                id));
  }
}
