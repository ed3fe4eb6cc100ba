package io.gpuledger.cost.allocation;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which accounts' charges something stands on that is billed for others. Without a rule it stands
 * on those of its own account.
 *
 * @param rules at most one decides on a charge
 */
public record SharedChargeRules(List<SharedChargeRule> rules) {
  /** Most rules. */
  public static final int RULES_LIMIT = 200;

  public static final SharedChargeRules NONE = new SharedChargeRules(List.of());

  public SharedChargeRules {
    rules = List.copyOf(rules);
    Faults faults =
        Faults.of("shared charges")
            .check(
                rules.size() <= RULES_LIMIT,
                ProblemCode.INPUT_TOO_LARGE,
                "",
                rules.size() + " entries, at most " + RULES_LIMIT + " are allowed");
    for (int i = 0; i < Math.min(rules.size(), RULES_LIMIT); i++) {
      for (int j = 0; j < i; j++) {
        faults.check(
            !rules.get(i).overlaps(rules.get(j)),
            ProblemCode.NOT_ALLOWED_VALUE,
            "from",
            rules.get(i).billedIn()
                + " of "
                + rules.get(i).source()
                + " has another rule for a kind of charge on the same days");
      }
    }
    faults.orRefuse();
  }

  /** The rule that decides on charges of a kind of an account and day. */
  public Optional<SharedChargeRule> of(
      String source, String account, SharedCharge kind, LocalDate day) {
    return rules.stream().filter(rule -> rule.decides(source, account, kind, day)).findFirst();
  }

  /**
   * The accounts of which something stands on what an account is charged on a day, in the order of
   * the rules; the account itself may be one.
   */
  public List<String> standingOn(String source, String account, LocalDate day) {
    return rules.stream()
        .filter(rule -> rule.standsOn(source, account, day))
        .map(SharedChargeRule::billedIn)
        .distinct()
        .toList();
  }

  /**
   * The accounts of which something may stand on what an account was charged in a month before, in
   * the order of the rules; the account itself may be one.
   */
  public List<String> lookingBackAt(String source, String account) {
    return rules.stream()
        .filter(rule -> rule.source().equals(source) && rule.covers(account))
        .map(SharedChargeRule::billedIn)
        .distinct()
        .toList();
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  String text() {
    return rules.stream().map(SharedChargeRule::text).collect(Collectors.joining("\n\n"));
  }
}
