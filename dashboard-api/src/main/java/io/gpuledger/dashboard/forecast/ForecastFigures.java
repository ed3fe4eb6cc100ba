package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.budget.SpendQuestion;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What forecasts ask of the ledger. */
public interface ForecastFigures {
  /** The newest snapshot. */
  AsKnown now();

  /** Figures of one snapshot. */
  interface AsKnown {
    /**
     * Days of a scope by source, from bills alone; a day without a row cost nothing or was not
     * billed, which {@link #billedDays} tells apart.
     *
     * @param end first day that is not asked for
     * @throws TooManyPartsException if the scope has more sources and commitments than are read
     */
    List<ScopeDay> days(SpendQuestion question, String currency, LocalDate from, LocalDate end);

    /** What each source has billed of each day, as a text that is another for other amounts. */
    Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end);
  }

  /** A scope of more parts than a forecast reads. */
  final class TooManyPartsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooManyPartsException(int limit) {
      super("the scope has more than " + limit + " sources, commitments and kinds of charges");
    }
  }
}
