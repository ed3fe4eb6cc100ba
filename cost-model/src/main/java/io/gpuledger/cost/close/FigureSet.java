package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Figures as they were known at an instant.
 *
 * @param asOf that instant
 * @param figures by what they are of; one that is not there is not zero
 */
public record FigureSet(Instant asOf, SortedMap<FigureKey, Amount> figures) {
  /** Most figures that are compared at once. */
  public static final int FIGURES_LIMIT = 1_000_000;

  public FigureSet {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    Faults.of("figures as of " + asOf)
        .check(
            figures.size() <= FIGURES_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "",
            figures.size() + " figures, at most " + FIGURES_LIMIT + " can be compared")
        .orRefuse();
  }

  public static FigureSet of(Instant asOf, Map<FigureKey, Amount> figures) {
    return new FigureSet(asOf, new TreeMap<>(figures));
  }
}
