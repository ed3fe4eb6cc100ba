package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendIndex;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendRow;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The largest parts of what a scope came to, by team and service. */
final class TopDrivers {
  /** What parts are called by. */
  static final List<GroupKey> KEYS = List.of(GroupKey.of(Name.TEAM), GroupKey.of(Name.SERVICE));

  private final ScopeQuestion question;
  private final Map<List<String>, SpendTotal> parts = new LinkedHashMap<>();

  TopDrivers(ScopeQuestion question) {
    this.question = question;
  }

  /** Adds to a part. */
  void add(List<String> names, SpendTotal total) {
    parts.merge(names, total, SpendTotal::plus);
  }

  /** Parts above zero in the unit that is counted, largest first. */
  List<AlertFacts.Driver> first(int limit) {
    List<AlertFacts.Driver> drivers = new ArrayList<>();
    parts.forEach(
        (names, total) ->
            drivers.add(
                new AlertFacts.Driver(
                    String.join(" / ", names), total.of(question.unit(), question.currency()))));
    return drivers.stream()
        .filter(driver -> driver.amount().signum() > 0)
        .sorted(
            Comparator.comparing(AlertFacts.Driver::amount)
                .reversed()
                .thenComparing(AlertFacts.Driver::name))
        .limit(limit)
        .toList();
  }

  /**
   * Those of many scopes from one reading of a period's rows.
   *
   * @param index of their questions, and of {@link #KEYS}
   */
  static Map<ScopeQuestion, List<AlertFacts.Driver>> of(
      List<ScopeQuestion> questions, SpendIndex index, List<SpendRow> rows, int limit) {
    Map<ScopeQuestion, TopDrivers> drivers = new LinkedHashMap<>();
    Map<SpendQuestion, List<TopDrivers>> byQuestion = new HashMap<>();
    for (ScopeQuestion question : questions) {
      TopDrivers of = new TopDrivers(question);
      drivers.put(question, of);
      byQuestion.computeIfAbsent(question.question(), none -> new ArrayList<>()).add(of);
    }
    for (SpendRow row : rows) {
      var values = index.reading(row.values());
      List<String> names = KEYS.stream().map(values).toList();
      for (int place : index.matching(row.values())) {
        SpendQuestion question = index.questions().get(place);
        if (question.counted().counts(values)) {
          SpendTotal total =
              new SpendTotal(
                  Map.of(row.currency(), row.cost(question.counted().metric())), row.deviceNanos());
          byQuestion.getOrDefault(question, List.of()).forEach(of -> of.add(names, total));
        }
      }
    }
    Map<ScopeQuestion, List<AlertFacts.Driver>> first = new HashMap<>();
    drivers.forEach((question, of) -> first.put(question, of.first(limit)));
    return first;
  }
}
