package io.gpuledger.cost.filter;

import io.gpuledger.cost.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A filter that cannot be read, with every fault that was found. */
public final class FilterSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  FilterSyntaxException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
