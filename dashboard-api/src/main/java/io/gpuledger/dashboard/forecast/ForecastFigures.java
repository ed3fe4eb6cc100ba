package io.gpuledger.dashboard.forecast;

import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What forecasts ask of the ledger. */
public interface ForecastFigures {
  /** The newest snapshot. */
  AsKnown now();

  /** Figures of one snapshot. */
  interface AsKnown {
    /** What budgets ask, of the same snapshot. */
    BudgetFigures.AsKnown budgets();

    /**
     * Days of scopes, from bills alone; a day without a row cost nothing or was not billed, which
     * {@link #billedDays} tells apart. A scope that cannot be read is left out. All of them are in
     * memory at once, so whoever asks for many asks in parts.
     *
     * @param end first day that is not asked for
     */
    Map<ScopeQuestion, List<ScopeDay>> days(
        Collection<ScopeQuestion> questions, LocalDate from, LocalDate end);

    /** What each source has billed of each day, as a text that is another for other amounts. */
    Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end);
  }
}
