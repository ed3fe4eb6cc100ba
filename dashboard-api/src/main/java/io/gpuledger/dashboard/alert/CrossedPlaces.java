package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which budgets and periods thresholds were crossed, of many in few statements. */
final class CrossedPlaces {
  /** Budgets of one statement. */
  private static final int IDS_AT_ONCE = 500;

  private CrossedPlaces() {}

  /**
   * Where thresholds were crossed in some periods, and where some stand of budgets whose periods
   * overlap, in whichever of them.
   */
  static CrossingLedger.Crossed in(
      Connection connection, Collection<String> periods, Collection<String> rolling)
      throws SQLException {
    Gathered gathered = new Gathered();
    if (!periods.isEmpty()) {
      gathered.read(connection, "period IN (" + marks(periods.size()) + ")", periods.toArray());
    }
    gathered.readOf(connection, rolling, " AND recovered_at = ''");
    return gathered.crossed();
  }

  /**
   * Which of these places thresholds were crossed in, and of budgets whose periods overlap, in
   * whichever of them.
   */
  static CrossingLedger.Crossed at(
      Connection connection, Collection<CrossingLedger.Place> places, Collection<String> rolling)
      throws SQLException {
    Gathered gathered = new Gathered();
    for (CrossingLedger.Place place : places) {
      gathered.read(
          connection,
          CrossingBook.KEY,
          place.budgetId(),
          place.version(),
          place.period(),
          place.kind().code());
    }
    gathered.readOf(connection, rolling, "");
    return gathered.crossed();
  }

  private static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  /** What is read in several statements. */
  private static final class Gathered {
    private final Set<CrossingLedger.Place> standing = new HashSet<>();
    private final Set<CrossingLedger.Place> recovered = new HashSet<>();

    void readOf(Connection connection, Collection<String> budgets, String which)
        throws SQLException {
      List<String> ids = List.copyOf(budgets);
      for (int i = 0; i < ids.size(); i += IDS_AT_ONCE) {
        List<String> some = ids.subList(i, Math.min(ids.size(), i + IDS_AT_ONCE));
        read(connection, "budget_id IN (" + marks(some.size()) + ")" + which, some.toArray());
      }
    }

    void read(Connection connection, String where, Object... values) throws SQLException {
      Rows.list(
              connection,
              "SELECT DISTINCT budget_id, version, period, kind, recovered_at = '' FROM crossings"
                  + " WHERE "
                  + where,
              row ->
                  Map.entry(
                      new CrossingLedger.Place(
                          row.getString(1),
                          row.getLong(2),
                          row.getString(3),
                          SpendKind.of(row.getString(4))),
                      row.getBoolean(5)),
              values)
          .forEach(row -> (row.getValue() ? standing : recovered).add(row.getKey()));
    }

    CrossingLedger.Crossed crossed() {
      return new CrossingLedger.Crossed(standing, recovered);
    }
  }
}
