package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A budget as somebody wrote it, checked as a whole.
 *
 * @param limit decimal text
 */
public record BudgetDraft(
    String name,
    String filter,
    String currency,
    String limit,
    List<Integer> thresholds,
    String owner,
    String channel) {
  private static final int TEXT_LIMIT = 200;
  private static final int THRESHOLDS_LIMIT = io.gpuledger.cost.budget.Budget.THRESHOLDS_LIMIT;

  public BudgetDraft {
    thresholds = List.copyOf(thresholds);
  }

  /** Every fault of the draft; empty if it can be kept. */
  List<Problem> problems(Set<String> channels) {
    List<Problem> problems = new ArrayList<>();
    if (name.isBlank() || name.length() > TEXT_LIMIT) {
      add(problems, ProblemCode.MISSING_VALUE, "name", "needs 1 to " + TEXT_LIMIT + " characters");
    }
    if (owner.length() > TEXT_LIMIT) {
      add(problems, ProblemCode.FIELD_TOO_LONG, "owner", "at most " + TEXT_LIMIT + " characters");
    }
    Filter.read(filter)
        .problems()
        .forEach(p -> add(problems, ProblemCode.NOT_ALLOWED_VALUE, "filter", p.toString()));
    if (!currency.matches("[A-Z][A-Z0-9_]{2,15}")) {
      add(
          problems,
          ProblemCode.NOT_A_CURRENCY,
          "currency",
          "\"" + cut(currency) + "\" is not a currency code such as USD");
    }
    if (amount().isEmpty()) {
      add(
          problems,
          ProblemCode.NOT_A_DECIMAL,
          "limit",
          "\"" + cut(limit) + "\" is not an amount above 0 and below 10^12");
    }
    boolean rising = thresholds.equals(thresholds.stream().sorted().distinct().toList());
    boolean inRange = thresholds.stream().allMatch(percent -> percent >= 1 && percent <= 1_000);
    if (!rising || !inRange || thresholds.isEmpty() || thresholds.size() > THRESHOLDS_LIMIT) {
      add(
          problems,
          ProblemCode.NOT_ALLOWED_VALUE,
          "thresholds",
          "needs 1 to " + THRESHOLDS_LIMIT + " rising percents from 1 to 1000");
    }
    if (!channel.isEmpty() && !channels.containsAll(AlertRouting.names(channel))) {
      add(
          problems,
          ProblemCode.NOT_ALLOWED_VALUE,
          "channel",
          "\"" + cut(channel) + "\" is not a configured alert channel");
    }
    return problems;
  }

  private static void add(List<Problem> problems, ProblemCode code, String field, String message) {
    problems.add(new Problem(code, Location.ofInput("request"), field, message, ""));
  }

  private static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  /** The limit, or empty if it is not a positive amount below the limit of costs. */
  Optional<Amount> amount() {
    if (!limit.matches("[0-9]{1,12}(\\.[0-9]{1,18})?")) {
      return Optional.empty();
    }
    Amount amount = Amount.of(new BigDecimal(limit));
    return amount.signum() > 0 ? Optional.of(amount) : Optional.empty();
  }
}
