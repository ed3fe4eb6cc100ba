package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What time alone does to alerts: a snooze ends, nobody answered; then what waited is gathered, and
 * messages that gathered are changed. Each step is one transaction that also writes its messages,
 * so that a process that dies in between does it once, after its next start.
 */
public final class CareRounds {
  /** Alerts that one round looks at, of each kind of step. */
  static final int ROUND_LIMIT = 500;

  private final StateStore store;
  private final Clock clock;
  private final AlertLedger ledger;
  private final Supplier<AlertPolicy> policy;
  private final Outward outward;
  private final LongConsumer changed;
  private final GatheringRounds gatherings;
  private final GatheringEdits edits;

  /** How messages leave. */
  public interface Outward {
    /** The channels of the file. */
    List<String> channels();

    /** A channel as a target. */
    Target target(String channel);

    /** Where a reader finds an alert, or empty. */
    Optional<URI> link(long alertId);

    /** Where a reader finds every alert that is open, or empty. */
    Optional<URI> open();
  }

  /**
   * Rounds over a ledger.
   *
   * @param changed hears of each alert that a round changed
   */
  public CareRounds(
      StateStore store,
      Clock clock,
      AlertLedger ledger,
      Supplier<AlertPolicy> policy,
      Outward outward,
      LongConsumer changed) {
    this.store = store;
    this.clock = clock;
    this.ledger = ledger;
    this.policy = policy;
    this.outward = outward;
    this.changed = changed;
    this.gatherings = new GatheringRounds(store, clock, ledger, policy, outward, changed);
    this.edits = new GatheringEdits(store, clock, changed);
  }

  /** Does everything that is due. */
  public void run() {
    wake();
    escalate();
    gatherings.run();
    edits.run();
  }

  private String now() {
    return Rows.time(clock.instant());
  }

  private void wake() {
    for (long id :
        ids(
            "SELECT alert_id FROM alert_care WHERE snoozed_until > '' AND snoozed_until <= ?"
                + " ORDER BY snoozed_until, alert_id LIMIT "
                + ROUND_LIMIT,
            now())) {
      store.change(
          connection -> {
            AlertCare.set(
                connection,
                id,
                "snoozed_until = '', snoozed_local = '', snooze_zone = '', snoozed_by = '',"
                    + " snoozed_at = ''");
            AlertRows.note(connection, id, now(), AlertLedger.PRODUCT, "snooze over", "");
            Alert alert = AlertRows.find(connection, id).orElseThrow();
            if (alert.isOpen()) {
              boolean sent =
                  ledger
                      .deliveries()
                      .again(connection, alert, Step.REMINDED, List.of(), outward.link(id));
              if (sent) {
                ledger.escalation().sent(connection, id);
              }
            }
          });
      changed.accept(id);
    }
  }

  private void escalate() {
    Optional<AlertPolicy.Escalation> rule = policy.get().escalation();
    if (rule.isEmpty()) {
      return;
    }
    for (long id :
        ids(
            "SELECT c.alert_id FROM alert_care c"
                + " LEFT JOIN acknowledgements k ON k.alert_id = c.alert_id"
                + " LEFT JOIN alert_recoveries r ON r.alert_id = c.alert_id"
                + " WHERE c.escalate_at > '' AND c.escalate_at <= ? AND c.snoozed_until = ''"
                + " AND k.alert_id IS NULL AND r.alert_id IS NULL"
                + " ORDER BY c.escalate_at, c.alert_id LIMIT "
                + ROUND_LIMIT,
            now())) {
      store.change(connection -> escalate(connection, id, rule.get()));
      changed.accept(id);
    }
  }

  private void escalate(Connection connection, long id, AlertPolicy.Escalation rule)
      throws SQLException {
    AlertCare.set(
        connection,
        id,
        "escalate_at = '', escalated_at = ?,"
            + " assigned_at = CASE WHEN ? <> '' THEN ? ELSE assigned_at END,"
            + " assigned_by = CASE WHEN ? <> '' THEN ? ELSE assigned_by END,"
            + " assignee = CASE WHEN ? <> '' THEN ? ELSE assignee END",
        now(),
        rule.owner(),
        now(),
        rule.owner(),
        AlertLedger.PRODUCT,
        rule.owner(),
        rule.owner());
    AlertRows.note(
        connection,
        id,
        now(),
        AlertLedger.PRODUCT,
        "escalated",
        rule.owner().isEmpty() ? "" : "to " + rule.owner());
    Alert alert = AlertRows.find(connection, id).orElseThrow();
    var unused =
        ledger
            .deliveries()
            .again(connection, alert, Step.ESCALATED, asked(alert, rule), outward.link(id));
  }

  /** The channel that is asked next; empty where that is where the alert was raised. */
  private List<Target> asked(Alert alert, AlertPolicy.Escalation rule) {
    if (rule.channel().isEmpty()) {
      return List.of();
    }
    Target target = outward.target(rule.channel());
    boolean mayPage =
        target.kind() != ChannelKind.PAGERDUTY || alert.about().severity() == AlertSeverity.PAGE;
    return mayPage ? List.of(target) : List.of();
  }

  private List<Long> ids(String sql, Object... values) {
    return store.transaction(
        connection -> Rows.list(connection, sql, row -> row.getLong(1), values));
  }
}
