package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.GroupKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Which cost of which charges a budget counts.
 *
 * @param metric which cost
 * @param excluded charges that do not count
 */
public record Counted(Metric metric, Set<ChargePart> excluded) {
  /** What is invoiced, whole: as every budget counted at first. */
  public static final Counted BILLED = new Counted(Metric.BILLED, Set.of());

  /** Which cost of a charge. */
  public enum Metric {
    BILLED,
    EFFECTIVE
  }

  public Counted {
    EnumSet<ChargePart> ordered = EnumSet.noneOf(ChargePart.class);
    ordered.addAll(excluded);
    excluded = Collections.unmodifiableSet(ordered);
  }

  /** Whether a row that passes the filter counts. */
  public boolean counts(Function<GroupKey, String> row) {
    return ChargePart.isOfNone(excluded, row);
  }
}
