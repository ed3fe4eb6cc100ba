package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alerts as they stand in the operational state. */
final class AlertRows {
  private AlertRows() {}

  private static final String SELECT =
      "SELECT a.alert_id, a.budget_id, a.budget_version, a.budget_name, a.team_scope, a.period,"
          + " a.threshold, a.kind, a.currency, a.spent, a.limit_amount, a.raised_at,"
          + " coalesce(k.acknowledged_by, ''), coalesce(k.acknowledged_at, ''),"
          + " coalesce(r.recovered_at, ''), coalesce(r.reason, ''), a.alert_kind, a.subject,"
          + " a.episode, a.severity, a.title, a.owner, a.told, coalesce(c.snoozed_until, ''),"
          + " coalesce(c.snoozed_local, ''), coalesce(c.snooze_zone, ''), coalesce(c.snoozed_by,"
          + " ''), coalesce(c.snoozed_at, ''), coalesce(c.assignee, ''), coalesce(c.assigned_by,"
          + " ''), coalesce(c.assigned_at, ''), coalesce(c.reason, ''), coalesce(c.escalate_at,"
          + " ''), coalesce(c.escalated_at, '') FROM alerts a LEFT JOIN acknowledgements k ON"
          + " k.alert_id = a.alert_id LEFT JOIN alert_recoveries r ON r.alert_id = a.alert_id LEFT"
          + " JOIN alert_care c ON c.alert_id = a.alert_id ";

  static Optional<Alert> find(Connection connection, long id) throws SQLException {
    return list(connection, "WHERE a.alert_id = ?", id).stream().findFirst();
  }

  /** Alerts with their messages. */
  static List<Alert> list(Connection connection, String rest, Object... values)
      throws SQLException {
    List<Alert> bare = Rows.list(connection, SELECT + rest, AlertRows::read, values);
    Map<Long, List<Delivery>> byAlert =
        DeliveryRows.ofAlerts(connection, bare.stream().map(Alert::id).toList());
    return bare.stream()
        .map(alert -> with(alert, byAlert.getOrDefault(alert.id(), List.of())))
        .toList();
  }

  private static Alert read(ResultSet row) throws SQLException {
    return new Alert(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        row.getString(5).lines().toList(),
        row.getString(6),
        row.getInt(7),
        SpendKind.of(row.getString(8)),
        row.getString(9),
        Amount.parse(row.getString(10)),
        Amount.parse(row.getString(11)),
        row.getString(12),
        row.getString(13),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        List.of(),
        new Alert.About(
            AlertKind.of(row.getString(17)),
            row.getString(18),
            row.getString(19),
            AlertSeverity.of(row.getString(20)),
            row.getString(21),
            row.getString(22),
            Told.parse(row.getString(23))),
        new Alert.Care(
            row.getString(24),
            row.getString(25),
            row.getString(26),
            row.getString(27),
            row.getString(28),
            row.getString(29),
            row.getString(30),
            row.getString(31),
            row.getString(32),
            row.getString(33),
            row.getString(34)));
  }

  private static Alert with(Alert bare, List<Delivery> deliveries) {
    return new Alert(
        bare.id(),
        bare.budgetId(),
        bare.budgetVersion(),
        bare.budgetName(),
        bare.teamScope(),
        bare.period(),
        bare.threshold(),
        bare.kind(),
        bare.currency(),
        bare.spent(),
        bare.limit(),
        bare.raisedAt(),
        bare.acknowledgedBy(),
        bare.acknowledgedAt(),
        bare.recoveredAt(),
        bare.recoveryReason(),
        deliveries,
        bare.about(),
        bare.care());
  }

  /** Writes that something happened to an alert. */
  static void note(
      Connection connection, long id, String at, String who, String what, String detail)
      throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO alert_history (alert_id, at, who, what, detail) VALUES (?, ?, ?, ?, ?)",
        id,
        at,
        who,
        what,
        detail);
  }
}
