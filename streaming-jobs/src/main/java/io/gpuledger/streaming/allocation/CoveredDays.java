package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedLines.Weight;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What owners have of the charges of other accounts on some days, for what is billed for these. All
 * days of a group are read when one is first asked for: charges come in the order of their rows,
 * not of their days. So whoever makes an instance chooses days that fit in memory together.
 */
final class CoveredDays {
  private final GroupWeights weights;
  private final LocalDate first;
  private final LocalDate last;
  private final Map<String, AccountGroup> groups = new HashMap<>();
  private final Map<String, Map<LocalDate, Map<String, List<Weight>>>> daysOfGroups =
      new HashMap<>();

  /** Days from the first to the last, of which none has been read. */
  CoveredDays(GroupWeights weights, LocalDate first, LocalDate last) {
    this.weights = weights;
    this.first = first;
    this.last = last;
  }

  /** The accounts that a rule names. */
  AccountGroup group(SharedChargeRule rule) {
    return groups.computeIfAbsent(rule.key(), key -> AccountGroup.of(rule));
  }

  List<Weight> of(AccountGroup group, LocalDate day, String link) {
    return daysOfGroups
        .computeIfAbsent(group.key(), key -> weights.byDay(group, first, last))
        .getOrDefault(day, Map.of())
        .getOrDefault(link, List.of());
  }
}
