package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.CrossingState;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Which thresholds of budgets were crossed, whether they stand, and what ends that. */
public final class CrossingLedger {
  private final StateStore store;
  private final Clock clock;
  private final Supplier<AlertPolicy> policy;
  private final AlertEnds ends;

  CrossingLedger(StateStore store, Clock clock, Supplier<AlertPolicy> policy, AlertEnds ends) {
    this.store = store;
    this.clock = clock;
    this.policy = policy;
    this.ends = ends;
  }

  /** The thresholds that stand as crossed in some periods, of all budgets in one reading. */
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
                        + ") AND kind = ? AND recovered_at = ''",
                    row ->
                        new ReportedThresholds.One(
                            row.getString(1), row.getLong(2), row.getString(3), row.getInt(4)),
                    parameters.toArray())
                .forEach(reported::add));
    return reported;
  }

  /**
   * A budget's version in a period by one view of the spend, some of whose thresholds stand as
   * crossed.
   */
  public record Place(String budgetId, long version, String period, SpendKind kind) {}

  /**
   * Where thresholds were crossed.
   *
   * @param standing where some stand as crossed
   * @param recovered where some recovered and may be crossed again
   */
  public record Crossed(Set<Place> standing, Set<Place> recovered) {
    public Crossed {
      standing = Set.copyOf(standing);
      recovered = Set.copyOf(recovered);
    }
  }

  /**
   * Where thresholds were crossed in some periods.
   *
   * @param rolling budgets whose periods overlap: what stands is told in whichever of them
   */
  public Crossed in(Collection<String> periods, Collection<String> rolling) {
    return store.transaction(connection -> CrossedPlaces.in(connection, periods, rolling));
  }

  /**
   * In which of these places thresholds were crossed.
   *
   * @param rolling budgets whose periods overlap: in whichever of them
   */
  public Crossed at(Collection<Place> places, Collection<String> rolling) {
    return store.transaction(connection -> CrossedPlaces.at(connection, places, rolling));
  }

  /**
   * Notes which thresholds the spend has fallen below by the margin. An alert is over with its
   * highest threshold, and its channels are told.
   *
   * @param limit of the period
   * @return the alerts that are over
   */
  public List<Alert> settle(Place place, Amount limit, Amount spent) {
    if (limit.signum() <= 0) {
      // What was overspent before may leave nothing to spend: no spend is below that.
      return List.of();
    }
    CrossingState rule = new CrossingState(limit, policy.get().hysteresis());
    String reason = FallenWords.of(place.kind(), spent, limit, policy.get().hysteresis());
    return store.transaction(
        connection ->
            recover(
                connection,
                place,
                CrossingBook.fallen(connection, place, rule, spent),
                spent,
                reason));
  }

  /**
   * Notes that whatever was crossed there stands no longer. Its alerts are over, and their channels
   * are told.
   *
   * @param reason why, in words
   * @return the alerts that are over
   */
  public List<Alert> end(Place place, Amount spent, String reason) {
    return store.transaction(
        connection ->
            recover(connection, place, CrossingBook.standing(connection, place), spent, reason));
  }

  private List<Alert> recover(
      Connection connection, Place place, Set<Integer> thresholds, Amount spent, String reason)
      throws SQLException {
    Map<Integer, Long> recovered =
        CrossingBook.recover(connection, place, thresholds, spent, Rows.time(clock.instant()));
    List<Alert> over = new ArrayList<>();
    for (long id : CrossingBook.alertsOf(connection, recovered)) {
      boolean open = AlertRows.find(connection, id).filter(Alert::isOpen).isPresent();
      if (open) {
        ends.end(connection, id, reason, false).ifPresent(over::add);
      }
    }
    return List.copyOf(over);
  }

  /** An open alert about a budget. */
  public record Open(long id, String budgetId, long version, String period, String raisedAt) {}

  /** Open alerts about budgets, oldest first. */
  public List<Open> openOfBudgets() {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT a.alert_id, a.budget_id, a.budget_version, a.period, a.raised_at"
                    + " FROM alerts a WHERE a.is_open = 1 AND a.budget_id <> ''"
                    + " ORDER BY a.alert_id",
                row ->
                    new Open(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5))));
  }

  /**
   * A threshold that was passed.
   *
   * @param spent when it was passed first
   * @param teamScope the teams that the budget was confined to then; empty where it was not
   * @param times how often it was passed
   * @param recoveredAt when the spend fell below it by the margin, empty while it stands
   */
  public record Crossing(
      long version,
      String period,
      int threshold,
      SpendKind kind,
      Amount spent,
      String at,
      List<String> teamScope,
      int times,
      String recoveredAt) {
    public Crossing {
      teamScope = List.copyOf(teamScope);
    }

    /** Whether a lead of these teams may see it. */
    public boolean isWithin(List<String> teams) {
      return !teamScope.isEmpty() && teams.containsAll(teamScope);
    }
  }

  /** Crossings of a budget, newest first. */
  public List<Crossing> of(String budgetId) {
    return store.transaction(connection -> CrossingBook.of(connection, budgetId));
  }
}
