package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Alerts that are not budgets', once an episode. One with an episode of its own name tells of what
 * happened and is closed with that. Any other stands as long as its cause holds for one of its
 * members, and each member is in at most one that stands.
 */
final class NoticeBook {
  private NoticeBook() {}

  /**
   * An alert that began.
   *
   * @param times how often the same began, this time counted
   */
  record Begun(long alertId, int times) {}

  /** Writes the alert and its members; empty where it is known. */
  static Optional<Begun> raise(Connection connection, Notice notice, String now)
      throws SQLException {
    return notice.episode().isEmpty()
        ? stand(connection, notice, now)
        : happen(connection, notice, now);
  }

  private static Optional<Begun> happen(Connection connection, Notice notice, String now)
      throws SQLException {
    if (isKnown(connection, notice.kind(), notice.subject(), notice.episode())) {
      return Optional.empty();
    }
    long id = insert(connection, notice, notice.episode(), now);
    Rows.update(
        connection,
        "INSERT INTO alert_recoveries (alert_id, reason, recovered_at, quiet)"
            + " VALUES (?, 'it tells of what happened once', ?, 1)",
        id,
        now);
    return Optional.of(new Begun(id, 1));
  }

  /** Whether there is an alert of this name. */
  static boolean isKnown(Connection connection, AlertKind kind, String subject, String episode)
      throws SQLException {
    return Rows.first(
            connection,
            "SELECT 1 FROM alerts WHERE alert_kind = ? AND subject = ? AND episode = ?",
            row -> row.getInt(1),
            kind.code(),
            subject,
            episode)
        .isPresent();
  }

  private static Optional<Begun> stand(Connection connection, Notice notice, String now)
      throws SQLException {
    Set<String> members = new TreeSet<>(notice.members());
    if (members.isEmpty()) {
      members.add(notice.subject());
    }
    members.removeAll(standing(connection, notice.kind()));
    if (members.isEmpty()) {
      return Optional.empty();
    }
    int before =
        Rows.first(
                connection,
                // Not how many: the oldest may be gone.
                "SELECT max(CAST(episode AS INTEGER)) FROM alerts"
                    + " WHERE alert_kind = ? AND subject = ?",
                row -> row.getInt(1),
                notice.kind().code(),
                notice.subject())
            .orElse(0);
    int times = members.size() > 1 ? 1 : 1 + earlier(connection, notice.kind(), members);
    long id = insert(connection, notice, Integer.toString(before + 1), now);
    for (String member : members) {
      Rows.update(
          connection,
          "INSERT INTO alert_members (alert_id, alert_kind, member) VALUES (?, ?, ?)",
          id,
          notice.kind().code(),
          member);
    }
    return Optional.of(new Begun(id, times));
  }

  /** How often the one member was told of before. */
  private static int earlier(Connection connection, AlertKind kind, Set<String> members)
      throws SQLException {
    return Rows.first(
            connection,
            "SELECT count(*) FROM alert_members WHERE alert_kind = ? AND member = ?",
            row -> row.getInt(1),
            kind.code(),
            members.iterator().next())
        .orElse(0);
  }

  private static long insert(Connection connection, Notice notice, String episode, String now)
      throws SQLException {
    return Rows.first(
            connection,
            "INSERT INTO alerts (budget_id, budget_version, budget_name, team_scope, period,"
                + " threshold, kind, currency, spent, limit_amount, raised_at, alert_kind, subject,"
                + " episode, severity, owner)"
                + " VALUES ('', 0, '', ?, '', 0, ?, '', '0', '0', ?, ?, ?, ?, ?, ?)"
                + " RETURNING alert_id",
            row -> row.getLong(1),
            String.join("\n", notice.teamScope()),
            SpendKind.FROM_BILL.code(),
            now,
            notice.kind().code(),
            notice.subject(),
            episode,
            notice.severity().code(),
            notice.owner())
        .orElseThrow();
  }

  /** Members of alerts of a kind that stand. */
  static Set<String> standing(Connection connection, AlertKind kind) throws SQLException {
    return new TreeSet<>(
        Rows.list(
            connection,
            "SELECT DISTINCT member FROM alert_members WHERE alert_kind = ? AND gone_at = ''",
            row -> row.getString(1),
            kind.code()));
  }

  static Set<String> toldSince(Connection connection, AlertKind kind, String since)
      throws SQLException {
    return new TreeSet<>(
        Rows.list(
            connection,
            "SELECT DISTINCT member FROM alert_members WHERE alert_kind = ?"
                + " AND (gone_at = '' OR gone_at >= ?)",
            row -> row.getString(1),
            kind.code(),
            since));
  }

  /** Takes out the members whose cause is over, and tells the alerts that have none left. */
  static Map<Long, String> keepOnly(
      Connection connection, AlertKind kind, Set<String> members, String now) throws SQLException {
    List<Map.Entry<Long, String>> standing =
        Rows.list(
            connection,
            "SELECT alert_id, member FROM alert_members WHERE alert_kind = ? AND gone_at = ''",
            row -> Map.entry(row.getLong(1), row.getString(2)),
            kind.code());
    Map<Long, String> touched = new TreeMap<>();
    for (Map.Entry<Long, String> each : standing) {
      if (!members.contains(each.getValue())) {
        Rows.update(
            connection,
            "UPDATE alert_members SET gone_at = ? WHERE alert_id = ? AND member = ?",
            now,
            each.getKey(),
            each.getValue());
        touched.put(each.getKey(), each.getValue());
      }
    }
    Map<Long, String> over = new LinkedHashMap<>();
    for (Map.Entry<Long, String> last : touched.entrySet()) {
      boolean stands =
          Rows.first(
                  connection,
                  "SELECT 1 FROM alert_members WHERE alert_id = ? AND gone_at = '' LIMIT 1",
                  row -> row.getInt(1),
                  last.getKey())
              .isPresent();
      if (!stands) {
        over.put(last.getKey(), last.getValue());
      }
    }
    return over;
  }
}
