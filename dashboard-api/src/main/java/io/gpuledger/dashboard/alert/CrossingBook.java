package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.CrossingState;
import io.gpuledger.cost.budget.CrossingState.Standing;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Crossings of budgets: one row per (budget, version, period, threshold, kind), whether it stands,
 * and how often it was crossed. What happened to it is kept beside it.
 */
final class CrossingBook {
  /** Writes nothing for more thresholds than a budget has. */
  static final String KEY = "budget_id = ? AND version = ? AND period = ? AND kind = ?";

  private CrossingBook() {}

  /** A crossing as it stands. */
  record Known(Standing standing, int times, long alertId) {}

  static Map<Integer, Known> known(
      Connection connection, String budgetId, long version, String period, SpendKind kind)
      throws SQLException {
    Map<Integer, Known> known = new TreeMap<>();
    List<Map.Entry<Integer, Known>> rows =
        Rows.list(
            connection,
            "SELECT threshold, recovered_at, times, alert_id FROM crossings WHERE " + KEY,
            row ->
                Map.entry(
                    row.getInt(1),
                    new Known(
                        row.getString(2).isEmpty() ? Standing.CROSSED : Standing.RECOVERED,
                        row.getInt(3),
                        row.getLong(4))),
            budgetId,
            version,
            period,
            kind.code());
    rows.forEach(row -> known.put(row.getKey(), row.getValue()));
    return known;
  }

  /** The thresholds of these facts that do not stand as crossed. */
  static List<Integer> fresh(AlertFacts facts, Map<Integer, Known> known) {
    return facts.thresholdPercents().stream()
        .filter(threshold -> isOpenTo(known.get(threshold)))
        .toList();
  }

  private static boolean isOpenTo(@Nullable Known known) {
    return known == null || known.standing() == Standing.RECOVERED;
  }

  private static int timesSoFar(@Nullable Known known) {
    return known == null ? 0 : known.times();
  }

  /** How often the one of these was crossed that was crossed most often, this time counted. */
  static int times(List<Integer> fresh, Map<Integer, Known> known) {
    return fresh.stream()
        .mapToInt(threshold -> timesSoFar(known.get(threshold)) + 1)
        .max()
        .orElse(1);
  }

  /**
   * A name that no alert of the kind about this budget has. Alerts are counted, not crossings: an
   * alert that tells a lower threshold once more may tell its highest for the first time.
   */
  static String episode(Connection connection, AlertFacts facts, int highest) throws SQLException {
    String first = facts.period() + "/v" + facts.budget().version() + "/" + highest;
    int number =
        1
            + Rows.first(
                    connection,
                    "SELECT count(*) FROM alerts WHERE alert_kind = ? AND subject = ?"
                        + " AND budget_version = ? AND period = ? AND threshold = ?",
                    row -> row.getInt(1),
                    facts.alertKind().code(),
                    facts.budget().id(),
                    facts.budget().version(),
                    facts.period(),
                    highest)
                .orElse(0);
    String episode = number == 1 ? first : first + "/again-" + number;
    // Earlier versions left numbers out.
    while (NoticeBook.isKnown(connection, facts.alertKind(), facts.budget().id(), episode)) {
      number++;
      episode = first + "/again-" + number;
    }
    return episode;
  }

  /** Writes that these thresholds were crossed, for the first time or again. */
  static void cross(
      Connection connection,
      AlertFacts facts,
      List<Integer> fresh,
      Map<Integer, Known> known,
      long alertId)
      throws SQLException {
    for (int threshold : fresh) {
      Rows.update(
          connection,
          "INSERT INTO crossings (budget_id, version, period, threshold, kind, currency, spent,"
              + " limit_amount, seen_at, alert_id, times, recovered_at)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, '')"
              + " ON CONFLICT (budget_id, version, period, threshold, kind)"
              + " DO UPDATE SET times = times + 1, recovered_at = '', alert_id = excluded.alert_id",
          facts.budget().id(),
          facts.budget().version(),
          facts.period(),
          threshold,
          facts.kind().code(),
          facts.budget().currency(),
          facts.spent().counted().toString(),
          facts.budget().limit().toString(),
          Rows.time(facts.seenAt()),
          alertId);
      if (known.containsKey(threshold)) {
        change(
            connection,
            new CrossingLedger.Place(
                facts.budget().id(), facts.budget().version(), facts.period(), facts.kind()),
            threshold,
            "crossed",
            facts.spent().counted(),
            Rows.time(facts.seenAt()),
            alertId);
      }
    }
  }

  /** The thresholds that the spend has fallen below by the margin. */
  static Set<Integer> fallen(
      Connection connection, CrossingLedger.Place place, CrossingState rule, Amount spent)
      throws SQLException {
    Map<Integer, Standing> standing = new TreeMap<>();
    known(connection, place).forEach((threshold, of) -> standing.put(threshold, of.standing()));
    return Set.copyOf(rule.changes(List.copyOf(standing.keySet()), standing, spent).recovered());
  }

  /** The thresholds that stand as crossed. */
  static Set<Integer> standing(Connection connection, CrossingLedger.Place place)
      throws SQLException {
    Map<Integer, Known> known = known(connection, place);
    known.values().removeIf(of -> of.standing() != Standing.CROSSED);
    return known.keySet();
  }

  private static Map<Integer, Known> known(Connection connection, CrossingLedger.Place place)
      throws SQLException {
    return known(connection, place.budgetId(), place.version(), place.period(), place.kind());
  }

  /**
   * Writes that thresholds stand no longer.
   *
   * @return the thresholds, with the alert that told of each
   */
  static Map<Integer, Long> recover(
      Connection connection,
      CrossingLedger.Place place,
      Set<Integer> thresholds,
      Amount spent,
      String at)
      throws SQLException {
    Map<Integer, Known> known = known(connection, place);
    Map<Integer, Long> recovered = new TreeMap<>();
    for (Map.Entry<Integer, Known> entry : known.entrySet()) {
      int threshold = entry.getKey();
      if (!thresholds.contains(threshold)) {
        continue;
      }
      long alertId = entry.getValue().alertId();
      recovered.put(threshold, alertId);
      Rows.update(
          connection,
          "UPDATE crossings SET recovered_at = ? WHERE threshold = ? AND " + KEY,
          at,
          threshold,
          place.budgetId(),
          place.version(),
          place.period(),
          place.kind().code());
      change(connection, place, threshold, "recovered", spent, at, alertId);
    }
    return recovered;
  }

  private static void change(
      Connection connection,
      CrossingLedger.Place place,
      int threshold,
      String what,
      Amount spent,
      String at,
      long alertId)
      throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO crossing_changes (budget_id, version, period, threshold, kind, what, spent,"
            + " at, alert_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        place.budgetId(),
        place.version(),
        place.period(),
        threshold,
        place.kind().code(),
        what,
        spent.toString(),
        at,
        alertId);
  }

  /** The alerts whose highest threshold is among these. */
  static List<Long> alertsOf(Connection connection, Map<Integer, Long> recovered)
      throws SQLException {
    List<Long> alerts = new ArrayList<>();
    for (long id : new TreeSet<>(recovered.values())) {
      boolean highest =
          Rows.first(
                  connection,
                  "SELECT threshold FROM alerts WHERE alert_id = ?",
                  row -> row.getInt(1),
                  id)
              .filter(threshold -> recovered.getOrDefault(threshold, -1L) == id)
              .isPresent();
      if (highest) {
        alerts.add(id);
      }
    }
    return alerts;
  }

  /** Crossings of a budget, newest first. */
  static List<CrossingLedger.Crossing> of(Connection connection, String budgetId)
      throws SQLException {
    return Rows.list(
        connection,
        "SELECT c.version, c.period, c.threshold, c.kind, c.spent, c.seen_at, a.team_scope,"
            + " c.times, c.recovered_at"
            + " FROM crossings c JOIN alerts a ON a.alert_id = c.alert_id"
            + " WHERE c.budget_id = ?"
            + " ORDER BY c.seen_at DESC, c.threshold DESC LIMIT 200",
        row ->
            new CrossingLedger.Crossing(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                SpendKind.of(row.getString(4)),
                Amount.parse(row.getString(5)),
                row.getString(6),
                row.getString(7).lines().toList(),
                row.getInt(8),
                row.getString(9)),
        budgetId);
  }
}
