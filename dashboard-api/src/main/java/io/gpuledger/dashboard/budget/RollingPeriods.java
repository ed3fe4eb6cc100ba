package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.dashboard.alert.CrossingLedger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which thresholds of a rolling period an earlier one, some of whose days it has, has told of. */
final class RollingPeriods {
  private static final int DAY_LENGTH = 10;

  private RollingPeriods() {}

  static Set<Integer> stillTold(
      List<CrossingLedger.Crossing> crossings, long version, SpendKind kind, BudgetSpan span) {
    Set<Integer> told = new TreeSet<>();
    for (CrossingLedger.Crossing crossing : crossings) {
      boolean same =
          crossing.version() == version
              && crossing.kind() == kind
              && crossing.recoveredAt().isEmpty();
      if (same
          && lastDay(crossing.period()).filter(d -> !d.isBefore(span.firstDay())).isPresent()) {
        told.add(crossing.threshold());
      }
    }
    return told;
  }

  private static Optional<LocalDate> lastDay(String period) {
    try {
      return period.length() > DAY_LENGTH
          ? Optional.of(LocalDate.parse(period.substring(0, DAY_LENGTH)))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
