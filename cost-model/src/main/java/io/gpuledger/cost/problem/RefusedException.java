package io.gpuledger.cost.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Something that cannot be what it is said to be, with every fault that was found. */
public final class RefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public RefusedException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /** A refusal for one fault. */
  public static RefusedException of(
      ProblemCode code, String subject, String field, String message) {
    return new RefusedException(
        List.of(new Problem(code, Location.ofInput(subject), field, message, "")));
  }

  public List<Problem> problems() {
    return problems;
  }
}
