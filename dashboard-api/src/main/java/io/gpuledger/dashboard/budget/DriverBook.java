package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest parts of what budgets have spent that are to be told at once, those of one period
 * from one reading.
 */
final class DriverBook {
  /** Parts that a message names. */
  static final int DRIVERS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(DriverBook.class);

  private final BudgetFigures.AsKnown figures;
  private final Map<Key, List<AlertFacts.Driver>> known = new HashMap<>();

  private record Key(TimeRange range, ScopeQuestion question) {}

  private DriverBook(BudgetFigures.AsKnown figures) {
    this.figures = figures;
  }

  /** Reads the parts of some standings; what cannot be read together is asked for one by one. */
  static DriverBook read(List<Standing> standings, BudgetFigures.AsKnown figures) {
    DriverBook book = new DriverBook(figures);
    Map<TimeRange, List<ScopeQuestion>> asked = new LinkedHashMap<>();
    for (Standing standing : standings) {
      asked
          .computeIfAbsent(standing.span().range(), none -> new ArrayList<>())
          .add(ScopeQuestion.of(standing.budget()));
    }
    asked.forEach(book::read);
    return book;
  }

  private void read(TimeRange range, List<ScopeQuestion> questions) {
    try {
      figures
          .topDrivers(questions, range, DRIVERS)
          .forEach((question, parts) -> known.put(new Key(range, question), parts));
    } catch (RuntimeException e) {
      LOG.error("the largest parts of budgets cannot be read at once", e);
    }
  }

  /** The largest parts of what a budget has spent, largest first. */
  List<AlertFacts.Driver> of(Standing standing) {
    TimeRange range = standing.span().range();
    return known.computeIfAbsent(
        new Key(range, ScopeQuestion.of(standing.budget())),
        key -> figures.topDrivers(key.question(), range, DRIVERS));
  }
}
