package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import java.util.List;
import java.util.Map;

/** What budgets ask of the ledger. */
public interface BudgetFigures {
  /** The newest snapshot; whoever needs several figures for one answer takes them of one. */
  AsKnown now();

  /** Figures of one snapshot, whatever is published meanwhile. */
  interface AsKnown {
    /** Billed cost from published deliveries. */
    Amount billed(Filter filter, String currency, TimeRange range);

    /** Largest parts of it, largest first. */
    List<AlertFacts.Driver> topDrivers(Filter filter, String currency, TimeRange range, int limit);

    /**
     * What the figures do not cover, in words: stale sources, missing coverage.
     *
     * @param scope whose device-time the coverage is of
     */
    List<String> unknowns(AccessScope scope);

    /** The snapshot as answers show it. */
    Map<String, Object> snapshot();
  }
}
