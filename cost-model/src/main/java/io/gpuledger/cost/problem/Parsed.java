package io.gpuledger.cost.problem;

import java.util.List;

/**
 * What could be read, and what could not.
 *
 * @param values the good part
 * @param problems one per fault
 */
public record Parsed<T>(List<T> values, List<Problem> problems) {
  public Parsed {
    values = List.copyOf(values);
    problems = List.copyOf(problems);
  }
}
