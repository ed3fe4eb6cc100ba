package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendIndex;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.forecast.ForecastFigures;
import io.gpuledger.dashboard.forecast.ScopeDay;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What forecasts ask of the ledger. */
public final class SqlForecastFigures implements ForecastFigures {
  private static final Logger LOG = LoggerFactory.getLogger(SqlForecastFigures.class);
  private final LedgerReader reader;
  private final SqlBudgetFigures figures;

  public SqlForecastFigures(LedgerReader reader, SqlBudgetFigures figures) {
    this.reader = reader;
    this.figures = figures;
  }

  @Override
  public AsKnown now() {
    return new Bound(reader, figures, reader.snapshot(Optional.empty()));
  }

  private record Bound(LedgerReader reader, SqlBudgetFigures figures, Snapshot seen)
      implements AsKnown {
    /** Those that look at shared keys alone are answered together, the others one by one. */
    @Override
    public Map<ScopeQuestion, List<ScopeDay>> days(
        Collection<ScopeQuestion> questions, LocalDate from, LocalDate end) {
      Set<ScopeQuestion> all = new LinkedHashSet<>(questions);
      List<ScopeQuestion> shared = all.stream().filter(q -> q.question().isShared()).toList();
      Map<ScopeQuestion, List<ScopeDay>> days = new LinkedHashMap<>();
      if (shared.size() > 1) {
        try {
          days.putAll(together(shared, from, end));
        } catch (RuntimeException e) {
          LOG.error("the days of budgets cannot be read at once", e);
        }
      }
      for (ScopeQuestion question : all) {
        if (!days.containsKey(question)) {
          try {
            days.put(question, alone(question, from, end));
          } catch (RuntimeException e) {
            LOG.error("the days of {} cannot be read", question, e);
          }
        }
      }
      return days;
    }

    private Map<ScopeQuestion, List<ScopeDay>> together(
        List<ScopeQuestion> questions, LocalDate from, LocalDate end) {
      Map<ScopeQuestion, ScopeDays> days = new LinkedHashMap<>();
      Map<SpendQuestion, List<ScopeDays>> byQuestion = new LinkedHashMap<>();
      for (ScopeQuestion question : questions) {
        ScopeDays of = new ScopeDays(question, from);
        days.put(question, of);
        byQuestion.computeIfAbsent(question.question(), none -> new ArrayList<>()).add(of);
      }
      SpendIndex index = SpendIndex.of(byQuestion.keySet());
      List<List<ScopeDays>> byPlace =
          index.questions().stream().map(q -> byQuestion.getOrDefault(q, List.of())).toList();
      reader
          .budgetDays()
          .read(
              index.keys(),
              Optional.empty(),
              from,
              end,
              seen,
              (day, source, committed, category, row) -> {
                var values = index.reading(row.values());
                for (int place : index.matching(row.values())) {
                  if (index.questions().get(place).counted().counts(values)) {
                    byPlace.get(place).forEach(of -> of.add(day, source, committed, category, row));
                  }
                }
              });
      Map<ScopeQuestion, List<ScopeDay>> rows = new LinkedHashMap<>();
      days.forEach((question, of) -> rows.put(question, of.rows()));
      return rows;
    }

    private List<ScopeDay> alone(ScopeQuestion question, LocalDate from, LocalDate end) {
      ScopeDays days = new ScopeDays(question, from);
      reader
          .budgetDays()
          .read(List.of(), Optional.of(question.question()), from, end, seen, days::add);
      return days.rows();
    }

    @Override
    public Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end) {
      Map<String, SortedMap<LocalDate, SortedMap<String, Billed>>> sums = new TreeMap<>();
      reader
          .budgetDays()
          .read(
              List.of(),
              Optional.empty(),
              from,
              end,
              seen,
              (day, source, committed, category, row) ->
                  sums.computeIfAbsent(source, none -> new TreeMap<>())
                      .computeIfAbsent(day, none -> new TreeMap<>())
                      .merge(
                          row.currency(),
                          new Billed(row.billed(), row.effective(), row.deviceNanos()),
                          Billed::plus));
      Map<String, SortedMap<LocalDate, String>> days = new TreeMap<>();
      sums.forEach(
          (source, byDay) -> {
            SortedMap<LocalDate, String> texts = new TreeMap<>();
            byDay.forEach((day, byCurrency) -> texts.put(day, byCurrency.toString()));
            days.put(source, texts);
          });
      return days;
    }

    @Override
    public BudgetFigures.AsKnown budgets() {
      return figures.at(seen);
    }
  }

  /** Everything of a day that a budget may count. */
  private record Billed(Amount billed, Amount effective, BigInteger deviceNanos) {
    Billed plus(Billed more) {
      return new Billed(
          billed.plus(more.billed),
          effective.plus(more.effective),
          deviceNanos.add(more.deviceNanos));
    }
  }
}
