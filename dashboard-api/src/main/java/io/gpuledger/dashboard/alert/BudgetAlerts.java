package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Alerts about budgets: each with the crossings that it tells of, in one transaction. */
final class BudgetAlerts {
  /**
   * Alerts that are written in one transaction. Each transaction is waited for until it is on the
   * disk; while one runs, nobody else writes.
   */
  static final int AT_ONCE = 20;

  private final StateStore store;
  private final Clock clock;
  private final Telling telling;
  private final Consumer<Alert> raised;

  BudgetAlerts(StateStore store, Clock clock, Telling telling, Consumer<Alert> raised) {
    this.store = store;
    this.clock = clock;
    this.telling = telling;
    this.raised = raised;
  }

  /**
   * Records what passed and queues one message for all of it.
   *
   * @return the alert, or empty if every threshold stands as crossed already
   */
  Optional<Alert> raise(AlertLedger.Passing passing, LongFunction<Optional<URI>> link) {
    Optional<Alert> alert = store.transaction(connection -> raise(connection, passing, link));
    alert.ifPresent(raised);
    return alert;
  }

  /**
   * As {@link #raise}, of many in few transactions. What cannot be told is left out and keeps no
   * other from being told.
   *
   * @return those that could not be told, and why
   */
  Map<AlertLedger.Passing, RuntimeException> raiseAll(
      List<AlertLedger.Passing> all, LongFunction<Optional<URI>> link) {
    Map<AlertLedger.Passing, RuntimeException> failures = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      List<AlertLedger.Passing> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
      try {
        store.transaction(connection -> raiseEach(some, link, failures)).forEach(raised);
      } catch (RuntimeException none) {
        some.forEach(one -> failures.put(one, none));
      }
    }
    return failures;
  }

  /** Each is a part of its own of the transaction: one that fails is undone, the others hold. */
  private List<Alert> raiseEach(
      List<AlertLedger.Passing> some,
      LongFunction<Optional<URI>> link,
      Map<AlertLedger.Passing, RuntimeException> failures) {
    List<Alert> alerts = new ArrayList<>();
    for (AlertLedger.Passing passing : some) {
      try {
        store.transaction(connection -> raise(connection, passing, link)).ifPresent(alerts::add);
      } catch (RuntimeException failed) {
        failures.put(passing, failed);
      }
    }
    return alerts;
  }

  private Optional<Alert> raise(
      Connection connection, AlertLedger.Passing passing, LongFunction<Optional<URI>> link)
      throws SQLException {
    AlertFacts facts = passing.facts();
    Map<Integer, CrossingBook.Known> known =
        CrossingBook.known(
            connection,
            facts.budget().id(),
            facts.budget().version(),
            facts.period(),
            facts.kind());
    List<Integer> fresh = CrossingBook.fresh(facts, known);
    if (fresh.isEmpty()) {
      return Optional.empty();
    }
    int times = CrossingBook.times(fresh, known);
    AlertFacts only = facts.of(fresh);
    long id = insert(connection, only);
    CrossingBook.cross(connection, facts, fresh, known, id);
    telling.tell(connection, id, only, passing.targets(), link, times);
    return AlertRows.find(connection, id);
  }

  private long insert(Connection connection, AlertFacts facts) throws SQLException {
    List<Integer> thresholds = facts.thresholdPercents();
    int highest = thresholds.get(thresholds.size() - 1);
    String episode = CrossingBook.episode(connection, facts, highest);
    return Rows.first(
            connection,
            "INSERT INTO alerts (budget_id, budget_version, budget_name, team_scope, period,"
                + " threshold, kind, currency, spent, limit_amount, raised_at, alert_kind, subject,"
                + " episode, severity, owner)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING alert_id",
            row -> row.getLong(1),
            facts.budget().id(),
            facts.budget().version(),
            facts.budget().name(),
            String.join("\n", facts.budget().teamScope()),
            facts.period(),
            highest,
            facts.kind().code(),
            facts.budget().currency(),
            facts.spent().counted().toString(),
            facts.budget().limit().toString(),
            Rows.time(clock.instant()),
            facts.alertKind().code(),
            facts.budget().id(),
            episode,
            facts.severity().code(),
            facts.budget().owner())
        .orElseThrow();
  }
}
