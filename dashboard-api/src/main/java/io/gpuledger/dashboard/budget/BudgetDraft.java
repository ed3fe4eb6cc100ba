package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.PlanFault;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A budget as somebody wrote it, checked as a whole.
 *
 * @param limit decimal text
 * @param effectiveFrom since when it holds; at once where that is empty
 */
public record BudgetDraft(
    String name,
    String filter,
    String currency,
    String limit,
    List<Integer> thresholds,
    String owner,
    String channel,
    BudgetPlan plan,
    Optional<Instant> effectiveFrom) {
  private static final int TEXT_LIMIT = 200;

  /** Stands for a limit that cannot be read. */
  private static final long ABOVE_ALL = 1_000_000_000_000L;

  private static final int THRESHOLDS_LIMIT = io.gpuledger.cost.budget.Budget.THRESHOLDS_LIMIT;

  public BudgetDraft {
    thresholds = List.copyOf(thresholds);
  }

  /** A monthly limit on billed cost. */
  public BudgetDraft(
      String name,
      String filter,
      String currency,
      String limit,
      List<Integer> thresholds,
      String owner,
      String channel) {
    this(
        name,
        filter,
        currency,
        limit,
        thresholds,
        owner,
        channel,
        BudgetPlan.DEFAULT,
        Optional.empty());
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
    Parsed<Filter> read = Filter.read(filter);
    Filter scope = read.values().isEmpty() ? Filter.everything() : read.values().get(0);
    read.problems()
        .forEach(p -> add(problems, ProblemCode.NOT_ALLOWED_VALUE, "filter", p.toString()));
    if (plan.unit() == BudgetUnit.MONEY && !currency.matches("[A-Z][A-Z0-9_]{2,15}")) {
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
    for (PlanFault fault : plan.faults(currency, amount().orElse(Amount.of(ABOVE_ALL)))) {
      add(problems, ProblemCode.NOT_ALLOWED_VALUE, fault.field(), fault.message());
    }
    if (plan.shared() && TeamScope.of(scope).size() < 2) {
      add(
          problems,
          ProblemCode.NOT_ALLOWED_VALUE,
          "shared",
          "needs a filter that names at least two teams, such as team:\"a\",\"b\"");
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
    return amount(limit);
  }

  /** A limit, or empty if the text is not a positive amount below the limit of costs. */
  public static Optional<Amount> amount(String text) {
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,18})?")) {
      return Optional.empty();
    }
    Amount amount = Amount.of(new BigDecimal(text));
    return amount.signum() > 0 ? Optional.of(amount) : Optional.empty();
  }
}
