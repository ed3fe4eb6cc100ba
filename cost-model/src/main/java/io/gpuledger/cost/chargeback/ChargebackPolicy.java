package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * By what teams are charged for the usage of some days.
 *
 * @param name printed on every statement
 * @param from first UTC day of usage it holds for
 * @param to first day it no longer holds for; {@link LocalDate#MAX} where open
 * @param rules in order; the first that matches some money decides. What none matches is charged to
 *     whom allocation gave it: held idle devices to their holder
 * @param benefit who has the benefit of commitments
 * @param price the internal price, or empty for actual cost
 * @param showback teams that are shown their cost and not charged
 */
public record ChargebackPolicy(
    String name,
    LocalDate from,
    LocalDate to,
    List<ChargeRule> rules,
    CommitmentBenefit benefit,
    Optional<InternalPrice> price,
    Set<String> showback) {
  /** Most rules of a policy. */
  public static final int RULES_LIMIT = 200;

  /** What holds where nobody configured anything: every line as allocation made it. */
  public static final ChargebackPolicy AS_ALLOCATED =
      new ChargebackPolicy(
          "as allocated",
          LocalDate.MIN,
          LocalDate.MAX,
          List.of(),
          CommitmentBenefit.TO_CONSUMER,
          Optional.empty(),
          Set.of());

  /** What a policy looks at by itself. */
  private static final Set<Name> ALWAYS =
      EnumSet.of(
          Name.TEAM,
          Name.COST_CENTER,
          Name.CURRENCY,
          Name.STATE,
          Name.COMMITMENT,
          Name.CHARGE_CATEGORY,
          Name.DEVICE_MODEL);

  public ChargebackPolicy {
    rules = List.copyOf(rules);
    showback = Set.copyOf(showback);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a chargeback policy needs a name");
    }
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "policy " + name + " ends on " + to + ", before it starts");
    }
    if (rules.size() > RULES_LIMIT) {
      throw new IllegalArgumentException(
          "policy " + name + " has " + rules.size() + " rules, at most " + RULES_LIMIT);
    }
    Set<String> names = new HashSet<>();
    for (ChargeRule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("policy " + name + " has two rules " + rule.name());
      }
    }
  }

  /** The group keys by which money must be summed for this policy. */
  public Set<Name> keys() {
    Set<Name> keys = EnumSet.copyOf(ALWAYS);
    for (ChargeRule rule : rules) {
      rule.match().keys().stream().map(GroupKey::name).forEach(keys::add);
      rule.spread().ifPresent(spread -> keys.addAll(spread.within()));
    }
    return keys;
  }

  /** The same policy for other days. */
  ChargebackPolicy during(LocalDate first, LocalDate end) {
    return new ChargebackPolicy(name, first, end, rules, benefit, price, showback);
  }
}
