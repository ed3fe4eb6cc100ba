package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * When somebody else is asked about an alert: so long after its first message was delivered. While
 * every message about it is held or it is snoozed nobody can answer, and no time runs. A message
 * that is on its way to a channel that does not take it lets the time run from when it was written.
 */
final class EscalationClock {
  /** Messages that tell an alert, where no other of the same occasion has reached its readers. */
  private static final String FIRST =
      " AND d.step IN ('raised', 'reminded') AND NOT EXISTS (SELECT 1 FROM alert_deliveries e"
          + " LEFT JOIN alert_deliveries t ON t.delivery_id = e.told_by AND e.told_by <> 0"
          + " WHERE e.alert_id = d.alert_id AND e.step = d.step AND e.sequence = d.sequence"
          + " AND e.delivery_id <> d.delivery_id"
          + " AND (e.state = 'delivered' OR t.state = 'delivered'))";

  private final Supplier<AlertPolicy> policy;
  private final Clock clock;

  EscalationClock(Supplier<AlertPolicy> policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /** Messages about an alert were written, and at least one of them leaves at once. */
  void sent(Connection connection, long alertId) throws SQLException {
    Optional<AlertPolicy.Escalation> rule = policy.get().escalation();
    boolean asks =
        rule.isPresent()
            && AlertRows.find(connection, alertId)
                .filter(EscalationClock::mayBeEscalated)
                .isPresent();
    if (asks) {
      AlertCare.set(
          connection,
          alertId,
          "escalate_at = ?",
          Rows.time(clock.instant().plus(rule.get().after())));
    }
  }

  /**
   * A message that gathers an alert leaves. Where no time runs so far it begins now: the message
   * may never arrive.
   */
  void gathered(Connection connection, long alertId) throws SQLException {
    boolean waits =
        AlertRows.find(connection, alertId)
            .filter(alert -> alert.care().escalateAt().isEmpty())
            .isPresent();
    if (waits) {
      sent(connection, alertId);
    }
  }

  private static boolean mayBeEscalated(Alert alert) {
    // What only informs asks nobody.
    return alert.isOpen()
        && !alert.about().kind().isGathering()
        && alert.about().severity() != AlertSeverity.INFO
        && alert.acknowledgedBy().isEmpty()
        && alert.care().snoozedUntil().isEmpty()
        && alert.care().escalatedAt().isEmpty();
  }

  /**
   * A message was delivered. Those alerts that it is the first to tell have their time run from now
   * on: its own, and those that it gathers.
   */
  void delivered(Connection connection, long deliveryId) throws SQLException {
    if (policy.get().escalation().isEmpty()) {
      return;
    }
    List<Long> first =
        Rows.list(
            connection,
            "SELECT d.alert_id FROM alert_deliveries d WHERE d.delivery_id = ?"
                + FIRST
                + " UNION SELECT d.alert_id FROM alert_deliveries d"
                + " WHERE d.told_by = ? AND d.told_by <> 0"
                + FIRST,
            row -> row.getLong(1),
            deliveryId,
            deliveryId);
    for (long alertId : first) {
      sent(connection, alertId);
    }
  }

  /** Nobody else is asked about an alert: somebody took it on, put it off, or it is over. */
  static void stop(Connection connection, long alertId) throws SQLException {
    Rows.update(connection, "UPDATE alert_care SET escalate_at = '' WHERE alert_id = ?", alertId);
  }
}
