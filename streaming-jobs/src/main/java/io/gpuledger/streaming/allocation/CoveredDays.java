package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedLines.Weight;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What owners have of the charges of other accounts on a day, for what is billed for these. */
final class CoveredDays {
  /** Most groups' days that are kept. */
  private static final int KEPT_LIMIT = 32;

  private record GroupDay(String group, LocalDate day) {}

  private final GroupWeights weights;
  private final Map<String, AccountGroup> groups = new HashMap<>();
  private final Map<GroupDay, Map<String, List<Weight>>> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GroupDay, Map<String, List<Weight>>> eldest) {
          return size() > KEPT_LIMIT;
        }
      };

  /** Days of which none has been read. */
  CoveredDays(GroupWeights weights) {
    this.weights = weights;
  }

  /** The accounts that a rule names. */
  AccountGroup group(SharedChargeRule rule) {
    return groups.computeIfAbsent(rule.key(), key -> AccountGroup.of(rule));
  }

  List<Weight> of(AccountGroup group, LocalDate day, String link) {
    GroupDay asked = new GroupDay(group.key(), day);
    Map<String, List<Weight>> links = kept.get(asked);
    if (links == null) {
      links = weights.of(group, day, day).links();
      kept.put(asked, links);
    }
    return links.getOrDefault(link, List.of());
  }
}
