package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.device.MachineShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what the machines of charges hold; looks at equal words once. */
final class MachineFinder {
  /** Most remembered words; beyond it the memory starts afresh. */
  static final int MEMORY_LIMIT = 65_536;

  private final NodeSplitRules rules;
  private final Map<MachineWords, Optional<MachineShape>> known = new HashMap<>();

  MachineFinder(NodeSplitRules rules) {
    this.rules = rules;
  }

  Optional<MachineShape> find(MachineWords words) {
    if (!rules.splits()) {
      return Optional.empty();
    }
    Optional<MachineShape> found = known.get(words);
    if (found == null) {
      if (known.size() >= MEMORY_LIMIT) {
        known.clear();
      }
      found = rules.shapes().find(words.text(), words.shape());
      known.put(words, found);
    }
    return found;
  }
}
