package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What budgets ask of the ledger. */
public interface BudgetFigures {
  /** The newest snapshot; whoever needs several figures for one answer takes them of one. */
  AsKnown now();

  /** Figures of one snapshot, whatever is published meanwhile. */
  interface AsKnown {
    Logger LOG = LoggerFactory.getLogger(BudgetFigures.class);

    /** What bills say of a period. A charge counts where its use begins. */
    SpendTotal spent(SpendQuestion question, TimeRange range);

    /** The same of many questions; one that cannot be answered is left out. */
    default Map<SpendQuestion, SpendTotal> spent(
        Collection<SpendQuestion> questions, TimeRange range) {
      Map<SpendQuestion, SpendTotal> totals = new LinkedHashMap<>();
      for (SpendQuestion question : questions) {
        try {
          totals.put(question, spent(question, range));
        } catch (RuntimeException e) {
          LOG.error("what {} cost cannot be read", question.filter().text(), e);
        }
      }
      return totals;
    }

    /** Billed cost from published deliveries. */
    default Amount billed(Filter filter, String currency, TimeRange range) {
      return spent(new SpendQuestion(filter, Counted.BILLED), range).in(currency);
    }

    /** Largest parts of what a question comes to, by team and service, largest first. */
    List<AlertFacts.Driver> topDrivers(ScopeQuestion question, TimeRange range, int limit);

    /** The same of many scopes. */
    default Map<ScopeQuestion, List<AlertFacts.Driver>> topDrivers(
        Collection<ScopeQuestion> questions, TimeRange range, int limit) {
      Map<ScopeQuestion, List<AlertFacts.Driver>> drivers = new LinkedHashMap<>();
      questions.forEach(
          question -> drivers.computeIfAbsent(question, one -> topDrivers(one, range, limit)));
      return drivers;
    }

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
