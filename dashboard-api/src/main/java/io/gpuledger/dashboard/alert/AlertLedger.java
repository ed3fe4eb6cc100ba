package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Alerts, each once. The unique key of crossings decides: whoever reports a crossing again, after
 * whatever crash or replay, changes nothing.
 */
public final class AlertLedger {
  /** The channel of the product's own preview, used while no other is configured. */
  public static final String PREVIEW = "preview";

  /** Rows of one page at most. */
  public static final int PAGE_LIMIT = 1_000;

  private final StateStore store;
  private final Clock clock;
  private final Consumer<Alert> raised;
  private final DeliveryLedger deliveries;

  /**
   * A ledger over the state.
   *
   * @param raised hears of each new alert after it is safe
   */
  public AlertLedger(StateStore store, Clock clock, Consumer<Alert> raised) {
    this.store = store;
    this.clock = clock;
    this.raised = raised;
    this.deliveries = new DeliveryLedger(store, clock);
  }

  /** The messages about the alerts. */
  public DeliveryLedger deliveries() {
    return deliveries;
  }

  /**
   * Records what passed and queues one message for all of it.
   *
   * @param targets where it goes; {@link Target#PREVIEW} is delivered at once
   * @param link where a reader finds the alert of an id, or empty
   * @return the alert, or empty if every threshold was known already
   */
  public Optional<Alert> raise(
      AlertFacts facts, List<Target> targets, LongFunction<Optional<URI>> link) {
    Optional<Alert> alert =
        store.transaction(
            connection -> {
              List<Integer> fresh = fresh(connection, facts);
              if (fresh.isEmpty()) {
                return Optional.empty();
              }
              long id = insertAlert(connection, facts, fresh);
              insertCrossings(connection, facts, fresh, id);
              deliveries.raise(connection, id, targets, onlyThese(facts, fresh), link.apply(id));
              return find(connection, id);
            });
    alert.ifPresent(raised);
    return alert;
  }

  private static List<Integer> fresh(Connection connection, AlertFacts facts) throws SQLException {
    List<Integer> known =
        Rows.list(
            connection,
            "SELECT threshold FROM crossings"
                + " WHERE budget_id = ? AND version = ? AND period = ? AND kind = ?",
            row -> row.getInt(1),
            facts.budget().id(),
            facts.budget().version(),
            facts.period(),
            facts.kind().code());
    return facts.thresholdPercents().stream()
        .filter(threshold -> !known.contains(threshold))
        .toList();
  }

  /** The thresholds that were reported in some periods, of all budgets in one reading. */
  public ReportedThresholds reported(SpendKind kind, Collection<String> periods) {
    ReportedThresholds reported = new ReportedThresholds();
    List<Object> parameters = new ArrayList<>(periods);
    parameters.add(kind.code());
    String marks = String.join(", ", Collections.nCopies(periods.size(), "?"));
    store.change(
        connection ->
            Rows.list(
                    connection,
                    "SELECT budget_id, version, period, threshold FROM crossings WHERE period IN ("
                        + marks
                        + ") AND kind = ?",
                    row ->
                        new ReportedThresholds.One(
                            row.getString(1), row.getLong(2), row.getString(3), row.getInt(4)),
                    parameters.toArray())
                .forEach(reported::add));
    return reported;
  }

  private static AlertFacts onlyThese(AlertFacts facts, List<Integer> thresholds) {
    return new AlertFacts(
        facts.budget(),
        facts.period(),
        thresholds,
        facts.kind(),
        facts.spent(),
        facts.burnPerHour(),
        facts.cause(),
        facts.drivers(),
        facts.unknowns(),
        facts.seenAt());
  }

  private long insertAlert(Connection connection, AlertFacts facts, List<Integer> fresh)
      throws SQLException {
    return Rows.first(
            connection,
            "INSERT INTO alerts (budget_id, budget_version, budget_name, team_scope, period,"
                + " threshold, kind, currency, spent, limit_amount, raised_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING alert_id",
            row -> row.getLong(1),
            facts.budget().id(),
            facts.budget().version(),
            facts.budget().name(),
            String.join("\n", facts.budget().teamScope()),
            facts.period(),
            fresh.get(fresh.size() - 1),
            facts.kind().code(),
            facts.budget().currency(),
            facts.spent().counted().toString(),
            facts.budget().limit().toString(),
            Rows.time(clock.instant()))
        .orElseThrow();
  }

  private static void insertCrossings(
      Connection connection, AlertFacts facts, List<Integer> fresh, long id) throws SQLException {
    for (int threshold : fresh) {
      Rows.update(
          connection,
          "INSERT INTO crossings (budget_id, version, period, threshold, kind, currency, spent,"
              + " limit_amount, seen_at, alert_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          facts.budget().id(),
          facts.budget().version(),
          facts.period(),
          threshold,
          facts.kind().code(),
          facts.budget().currency(),
          facts.spent().counted().toString(),
          facts.budget().limit().toString(),
          Rows.time(facts.seenAt()),
          id);
    }
  }

  /** Alerts of all teams, newest first. */
  public List<Alert> list(int limit) {
    return list(AccessScope.EVERYTHING, limit);
  }

  /** Alerts that the scope may see, newest first; those of others do not count in the limit. */
  public List<Alert> list(AccessScope scope, int limit) {
    return store.transaction(
        connection -> {
          List<String> visible =
              Rows.list(
                      connection, "SELECT DISTINCT team_scope FROM alerts", row -> row.getString(1))
                  .stream()
                  .filter(teams -> scope.allTeams() || isWithin(teams, scope.teams()))
                  .toList();
          List<Object> parameters = new ArrayList<>(visible);
          parameters.add(Math.min(limit, PAGE_LIMIT));
          String marks = String.join(", ", Collections.nCopies(visible.size(), "?"));
          return withDeliveries(
              connection,
              Rows.list(
                  connection,
                  SELECT
                      + " WHERE a.team_scope IN ("
                      + marks
                      + ") ORDER BY a.alert_id DESC LIMIT ?",
                  AlertLedger::read,
                  parameters.toArray()));
        });
  }

  private static boolean isWithin(String scope, List<String> teams) {
    return !scope.isEmpty() && teams.containsAll(scope.lines().toList());
  }

  public Optional<Alert> find(long id) {
    return store.transaction(connection -> find(connection, id));
  }

  private static Optional<Alert> find(Connection connection, long id) throws SQLException {
    return withDeliveries(
            connection,
            Rows.list(connection, SELECT + " WHERE a.alert_id = ?", AlertLedger::read, id))
        .stream()
        .findFirst();
  }

  private static List<Alert> withDeliveries(Connection connection, List<Alert> bare)
      throws SQLException {
    Map<Long, List<Delivery>> byAlert =
        DeliveryLedger.ofAlerts(connection, bare.stream().map(Alert::id).toList());
    return bare.stream()
        .map(alert -> with(alert, byAlert.getOrDefault(alert.id(), List.of())))
        .toList();
  }

  /**
   * Notes who took it on; the first one stays. Channels that can are told, each of those that the
   * alert was raised in.
   */
  public Optional<Alert> acknowledge(long id, String user) {
    return follow(
        id,
        Step.ACKNOWLEDGED,
        "INSERT OR IGNORE INTO acknowledgements (alert_id, acknowledged_by, acknowledged_at)"
            + " VALUES (?, ?, ?)",
        id,
        user,
        Rows.time(clock.instant()));
  }

  /**
   * Notes that the cause is over; the first word stays. Every channel that the alert was raised in
   * is told: a message that can be changed is, an incident is resolved, the others get a reply.
   *
   * @param reason why it is over, in words, e.g. {@code the restated bill is at 76 %}
   */
  public Optional<Alert> recover(long id, String reason) {
    return follow(
        id,
        Step.RECOVERED,
        "INSERT OR IGNORE INTO alert_recoveries (alert_id, reason, recovered_at) VALUES (?, ?, ?)",
        id,
        reason,
        Rows.time(clock.instant()));
  }

  private Optional<Alert> follow(long id, Step step, String insert, Object... values) {
    return store.transaction(
        connection -> {
          if (find(connection, id).isEmpty()) {
            return Optional.empty();
          }
          boolean first = Rows.update(connection, insert, values) == 1;
          Alert alert = find(connection, id).orElseThrow();
          if (first) {
            deliveries.follow(connection, alert, step);
          }
          return find(connection, id);
        });
  }

  /**
   * A threshold that was passed.
   *
   * @param teamScope the teams that the budget was confined to then; empty where it was not
   */
  public record Crossing(
      long version,
      String period,
      int threshold,
      SpendKind kind,
      Amount spent,
      String at,
      List<String> teamScope) {
    public Crossing {
      teamScope = List.copyOf(teamScope);
    }

    /** Whether a lead of these teams may see it. */
    public boolean isWithin(List<String> teams) {
      return !teamScope.isEmpty() && teams.containsAll(teamScope);
    }
  }

  /** Crossings of a budget, newest first. */
  public List<Crossing> crossings(String budgetId) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT c.version, c.period, c.threshold, c.kind, c.spent, c.seen_at, a.team_scope"
                    + " FROM crossings c JOIN alerts a ON a.alert_id = c.alert_id"
                    + " WHERE c.budget_id = ?"
                    + " ORDER BY c.seen_at DESC, c.threshold DESC LIMIT 200",
                row ->
                    new Crossing(
                        row.getLong(1),
                        row.getString(2),
                        row.getInt(3),
                        SpendKind.of(row.getString(4)),
                        Amount.parse(row.getString(5)),
                        row.getString(6),
                        row.getString(7).lines().toList()),
                budgetId));
  }

  private static final String SELECT =
      "SELECT a.alert_id, a.budget_id, a.budget_version, a.budget_name, a.team_scope, a.period,"
          + " a.threshold, a.kind, a.currency, a.spent, a.limit_amount, a.raised_at,"
          + " coalesce(k.acknowledged_by, ''), coalesce(k.acknowledged_at, ''),"
          + " coalesce(r.recovered_at, ''), coalesce(r.reason, '')"
          + " FROM alerts a LEFT JOIN acknowledgements k ON k.alert_id = a.alert_id"
          + " LEFT JOIN alert_recoveries r ON r.alert_id = a.alert_id";

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
        List.of());
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
        deliveries);
  }
}
