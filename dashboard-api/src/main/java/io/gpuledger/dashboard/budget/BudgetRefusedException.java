package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.problem.Problem;
import java.util.List;

/** A budget that cannot be kept, with every fault. */
public final class BudgetRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  BudgetRefusedException(List<Problem> problems) {
    super("the budget has " + problems.size() + " faults");
    this.problems = List.copyOf(problems);
  }

  BudgetRefusedException(String message) {
    super(message);
    this.problems = List.of();
  }

  public List<Problem> problems() {
    return problems;
  }
}
