package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendIndex;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What budgets ask of the ledger. Amounts are confined by the filter alone. */
public final class SqlBudgetFigures implements BudgetFigures {
  private final LedgerReader reader;
  private final SpendIndexes indexes = new SpendIndexes();
  private final SpendAnswers answers = new SpendAnswers();

  public SqlBudgetFigures(LedgerReader reader) {
    this.reader = reader;
  }

  @Override
  public AsKnown now() {
    return at(reader.snapshot(Optional.empty()));
  }

  /** Figures of a snapshot that somebody has taken. */
  AsKnown at(Snapshot seen) {
    return new Bound(reader, indexes, answers, seen, new Unknowns(reader, seen));
  }

  /** Figures of one snapshot. */
  private record Bound(
      LedgerReader reader,
      SpendIndexes indexes,
      SpendAnswers answers,
      Snapshot seen,
      Unknowns unknowns)
      implements AsKnown {
    @Override
    public SpendTotal spent(SpendQuestion question, TimeRange range) {
      return answers
          .of(seen, range)
          .computeIfAbsent(question, one -> reader.budgetSpend().total(one, range, seen));
    }

    /** Those that look at shared keys alone are answered together, the others one by one. */
    @Override
    public Map<SpendQuestion, SpendTotal> spent(
        Collection<SpendQuestion> questions, TimeRange range) {
      Map<SpendQuestion, SpendTotal> known = answers.of(seen, range);
      List<SpendQuestion> shared =
          questions.stream().filter(q -> q.isShared() && !known.containsKey(q)).toList();
      if (shared.size() > 1) {
        try {
          reader.budgetSpend().totals(indexes.of(shared), range, seen).ifPresent(known::putAll);
        } catch (RuntimeException e) {
          LOG.error("what budgets have spent cannot be read at once", e);
        }
      }
      // Of a snapshot that is no longer the newest, each look would begin with nothing known.
      Map<SpendQuestion, SpendTotal> spent = new LinkedHashMap<>();
      for (SpendQuestion question : questions) {
        try {
          spent.put(
              question,
              known.computeIfAbsent(question, one -> reader.budgetSpend().total(one, range, seen)));
        } catch (RuntimeException e) {
          LOG.error("what a budget has spent cannot be read", e);
        }
      }
      return spent;
    }

    @Override
    public List<AlertFacts.Driver> topDrivers(ScopeQuestion question, TimeRange range, int limit) {
      TopDrivers drivers = new TopDrivers(question);
      reader
          .budgetSpend()
          .byKeys(question.question(), TopDrivers.KEYS, range, seen)
          .forEach(drivers::add);
      return drivers.first(limit);
    }

    /** Those that look at shared keys alone are answered together, the others one by one. */
    @Override
    public Map<ScopeQuestion, List<AlertFacts.Driver>> topDrivers(
        Collection<ScopeQuestion> questions, TimeRange range, int limit) {
      List<ScopeQuestion> shared =
          questions.stream().filter(one -> one.question().isShared()).distinct().toList();
      Map<ScopeQuestion, List<AlertFacts.Driver>> drivers = new HashMap<>();
      if (shared.size() > 1) {
        SpendIndex index =
            SpendIndex.of(
                shared.stream().map(ScopeQuestion::question).toList(),
                TopDrivers.KEYS.toArray(GroupKey[]::new));
        reader
            .budgetSpend()
            .rows(index, range, seen)
            .ifPresent(rows -> drivers.putAll(TopDrivers.of(shared, index, rows, limit)));
      }
      for (ScopeQuestion question : questions) {
        drivers.computeIfAbsent(question, one -> topDrivers(one, range, limit));
      }
      return drivers;
    }

    @Override
    public List<String> unknowns(AccessScope scope) {
      return unknowns.of(scope);
    }

    @Override
    public Map<String, Object> snapshot() {
      return LedgerReader.fields(seen);
    }
  }
}
