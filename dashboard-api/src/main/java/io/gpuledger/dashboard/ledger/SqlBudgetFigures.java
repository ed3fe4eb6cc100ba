package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What budgets ask of the ledger. Amounts are confined by the filter alone. */
public final class SqlBudgetFigures implements BudgetFigures {
  /** Coverage below this is worth a word in a message. */
  private static final BigDecimal COVERAGE_GOAL = new BigDecimal("0.95");

  /** What parts of a budget's spend are called by. */
  private static final List<GroupKey> DRIVER_KEYS =
      List.of(GroupKey.of(GroupKey.Name.TEAM), GroupKey.of(GroupKey.Name.SERVICE));

  private final LedgerReader reader;
  private final SpendIndexes indexes = new SpendIndexes();

  public SqlBudgetFigures(LedgerReader reader) {
    this.reader = reader;
  }

  @Override
  public AsKnown now() {
    return new Bound(reader, indexes, reader.snapshot(Optional.empty()));
  }

  private record Bound(LedgerReader reader, SpendIndexes indexes, Snapshot seen)
      implements AsKnown {
    @Override
    public SpendTotal spent(SpendQuestion question, TimeRange range) {
      return reader.budgetSpend().total(question, range, seen);
    }

    /** Those that look at shared keys alone are answered together, the others one by one. */
    @Override
    public Map<SpendQuestion, SpendTotal> spent(
        Collection<SpendQuestion> questions, TimeRange range) {
      List<SpendQuestion> shared = questions.stream().filter(SpendQuestion::isShared).toList();
      Optional<Map<SpendQuestion, SpendTotal>> together = Optional.empty();
      if (shared.size() > 1) {
        try {
          together = reader.budgetSpend().totals(indexes.of(shared), range, seen);
        } catch (RuntimeException e) {
          LOG.error("what budgets have spent cannot be read at once", e);
        }
      }
      Map<SpendQuestion, SpendTotal> totals = new LinkedHashMap<>(together.orElse(Map.of()));
      List<SpendQuestion> left = questions.stream().filter(q -> !totals.containsKey(q)).toList();
      totals.putAll(AsKnown.super.spent(left, range));
      return totals;
    }

    @Override
    public List<AlertFacts.Driver> topDrivers(
        SpendQuestion question, BudgetUnit unit, String currency, TimeRange range, int limit) {
      List<AlertFacts.Driver> drivers = new ArrayList<>();
      reader
          .budgetSpend()
          .byKeys(question, DRIVER_KEYS, range, seen)
          .forEach(
              (names, total) ->
                  drivers.add(
                      new AlertFacts.Driver(String.join(" / ", names), total.of(unit, currency))));
      return drivers.stream()
          .filter(driver -> driver.amount().signum() > 0)
          .sorted(
              Comparator.comparing(AlertFacts.Driver::amount)
                  .reversed()
                  .thenComparing(AlertFacts.Driver::name))
          .limit(limit)
          .toList();
    }

    @Override
    public List<String> unknowns(AccessScope scope) {
      List<String> unknowns = new ArrayList<>();
      for (Map<String, Object> entry : reader.freshness(seen)) {
        if (Boolean.FALSE.equals(entry.get("ok"))) {
          unknowns.add(entry.get("source") + ": " + entry.get("reason"));
        }
      }
      Optional<BigDecimal> telemetry = reader.telemetryCoverage(seen, scope);
      if (telemetry.isEmpty()) {
        unknowns.add(
            "telemetry coverage is unknown: no GPU "
                + (scope.allTeams()
                    ? "in inventory"
                    : "held by " + String.join(", ", scope.teams()))
                + " in the last 24 h");
      } else if (telemetry.get().compareTo(COVERAGE_GOAL) < 0) {
        unknowns.add("telemetry coverage of the last 24 h is " + percent(telemetry.get()));
      }
      return unknowns;
    }

    @Override
    public Map<String, Object> snapshot() {
      return LedgerReader.fields(seen);
    }
  }

  private static String percent(BigDecimal ratio) {
    return ratio.movePointRight(2).setScale(1, RoundingMode.FLOOR).toPlainString() + " %";
  }
}
