package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.chargeback.ChargeRule.Effect;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the statement of one policy. In this order: the first rule that matches takes money out, as
 * a line of its own, for a party, or to be divided; what is left is direct and has the benefit of
 * commitments assigned; what is to be divided follows the direct money; held devices get the
 * internal price. The result does not depend on the order of the input.
 */
public final class StatementMaker {
  private static final Comparator<BorneCost> ORDER =
      Comparator.<BorneCost, String>comparing(cost -> new TreeMap<>(cost.keys()).toString())
          .thenComparing(BorneCost::amount)
          .thenComparing(BorneCost::deviceNanos);

  private final ChargebackPolicy policy;
  private final Map<Key, Sum> lines = new TreeMap<>();
  private final Set<String> unpriced = new TreeSet<>();
  private final Set<String> notSpread = new TreeSet<>();
  private final Map<String, Amount> notRepriced = new TreeMap<>();

  private StatementMaker(ChargebackPolicy policy) {
    this.policy = policy;
  }

  private record Key(Party party, String currency, String component) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::party).thenComparing(Key::currency).thenComparing(Key::component);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Sum(Amount amount, BigInteger nanos) {
    Sum plus(Sum other) {
      return new Sum(amount.plus(other.amount), nanos.add(other.nanos));
    }
  }

  /** Money that is divided among the same parties in the same way. */
  private record Pool(ChargeRule rule, Spread spread, String currency, List<String> values) {}

  /**
   * The statement of the money borne on the days of a policy.
   *
   * @throws IllegalStateException if the lines do not sum to the money, which is a fault of this
   *     class
   */
  public static Statement make(ChargebackPolicy policy, List<BorneCost> costs) {
    StatementMaker maker = new StatementMaker(policy);
    maker.run(costs.stream().sorted(ORDER).toList());
    Statement statement = maker.statement();
    check(policy, costs, statement);
    return statement;
  }

  private void run(List<BorneCost> costs) {
    List<BorneCost> direct = new ArrayList<>();
    Map<Pool, List<BorneCost>> pools = new LinkedHashMap<>();
    for (BorneCost cost : costs) {
      Optional<ChargeRule> found =
          policy.rules().stream().filter(rule -> rule.match().matches(cost)).findFirst();
      if (found.isEmpty()) {
        direct.add(cost);
        continue;
      }
      ChargeRule rule = found.get();
      if (rule.effect() == Effect.SPREAD) {
        Spread spread = rule.spread().orElseThrow();
        pools
            .computeIfAbsent(
                new Pool(rule, spread, cost.currency(), spread.poolOf(cost)),
                pool -> new ArrayList<>())
            .add(cost);
      } else {
        add(rule.party().orElse(cost.party()), rule.name(), cost);
      }
    }
    List<BorneCost> priced = benefit(direct);
    pools.forEach((pool, members) -> spread(pool, members, priced));
    charge(priced);
  }

  private List<BorneCost> benefit(List<BorneCost> direct) {
    return switch (policy.benefit().kind()) {
      case CONSUMER -> direct;
      case PURCHASER ->
          direct.stream()
              .map(cost -> withoutBenefit(cost, policy.benefit().purchaser().orElseThrow()))
              .toList();
      case POOL_RATE -> pooled(direct);
    };
  }

  private BorneCost withoutBenefit(BorneCost cost, Party purchaser) {
    if (!isCoveredUsage(cost)) {
      return cost;
    }
    if (cost.withoutCommitment().isEmpty()) {
      notRepriced.merge(cost.currency(), cost.amount(), Amount::plus);
      return cost;
    }
    Amount without = cost.withoutCommitment().get();
    add(
        new Key(purchaser, cost.currency(), Statement.COMMITMENT_BENEFIT),
        new Sum(cost.amount().minus(without), BigInteger.ZERO));
    return cost.with(without);
  }

  /**
   * Only use that a commitment covers has a benefit. Its purchase pays for the same hours once more
   * (a sum of both would count them twice), and its unused part covers nothing.
   */
  private static boolean isCoveredUsage(BorneCost cost) {
    return !cost.get(Name.COMMITMENT).equals(GroupKey.MISSING)
        && cost.get(Name.CHARGE_CATEGORY).equals("Usage")
        && !cost.get(Name.STATE).equals(State.UNUSED_COMMITMENT.code());
  }

  /** Held device-time of a model costs everybody the same an hour. */
  private static List<BorneCost> pooled(List<BorneCost> direct) {
    Map<List<String>, List<BorneCost>> byModel =
        new TreeMap<>(Comparator.comparing(List::toString));
    List<BorneCost> result = new ArrayList<>();
    for (BorneCost cost : direct) {
      if (cost.isHeld() && cost.deviceNanos().signum() > 0) {
        byModel
            .computeIfAbsent(
                List.of(cost.currency(), cost.get(Name.DEVICE_MODEL)), key -> new ArrayList<>())
            .add(cost);
      } else {
        result.add(cost);
      }
    }
    for (List<BorneCost> ofModel : byModel.values()) {
      Amount total = ofModel.stream().map(BorneCost::amount).reduce(Amount.ZERO, Amount::plus);
      List<Amount> parts =
          Split.byWeight(total, ofModel.stream().map(BorneCost::deviceNanos).toList());
      for (int i = 0; i < ofModel.size(); i++) {
        result.add(ofModel.get(i).with(parts.get(i)));
      }
    }
    return result;
  }

  private void spread(Pool pool, List<BorneCost> members, List<BorneCost> direct) {
    Map<Party, BigInteger> weights = Shares.of(pool.spread, pool.currency, pool.values, direct);
    if (weights.isEmpty()) {
      notSpread.add(pool.rule.name());
      members.forEach(cost -> add(cost.party(), pool.rule.name(), cost));
      return;
    }
    Amount amount = Amount.ZERO;
    BigInteger nanos = BigInteger.ZERO;
    for (BorneCost cost : members) {
      amount = amount.plus(cost.amount());
      nanos = nanos.add(cost.deviceNanos());
    }
    List<BigInteger> ordered = List.copyOf(weights.values());
    List<Amount> amounts = Split.byWeight(amount, ordered);
    List<Amount> times = Split.byWeight(Amount.ofUnscaled(nanos), ordered);
    int i = 0;
    for (Party party : weights.keySet()) {
      add(
          new Key(party, pool.currency, pool.rule.name()),
          new Sum(amounts.get(i), times.get(i).unscaled()));
      i++;
    }
  }

  /** The direct money, held devices at the internal price where there is one. */
  private void charge(List<BorneCost> direct) {
    Map<List<String>, BigInteger> times = new TreeMap<>(Comparator.comparing(List::toString));
    for (BorneCost cost : direct) {
      if (policy.price().isEmpty() || !cost.isHeld()) {
        add(cost.party(), component(cost), cost);
        continue;
      }
      InternalPrice price = policy.price().get();
      String model = cost.get(Name.DEVICE_MODEL);
      Optional<Amount> rate = price.rateOf(model, cost.currency());
      if (rate.isEmpty()) {
        unpriced.add(model);
        add(cost.party(), component(cost), cost);
        continue;
      }
      // What is not charged at the rate is first the recovery's, and then less by what is.
      add(
          new Key(price.recovery(), cost.currency(), Statement.RECOVERY),
          new Sum(cost.amount(), BigInteger.ZERO));
      times.merge(
          List.of(cost.party().team(), cost.party().costCenter(), cost.currency(), model),
          cost.deviceNanos(),
          BigInteger::add);
    }
    times.forEach(this::chargeAtRate);
  }

  private void chargeAtRate(List<String> key, BigInteger nanos) {
    InternalPrice price = policy.price().orElseThrow();
    Party party = new Party(key.get(0), key.get(1));
    String currency = key.get(2);
    Amount rate = price.rateOf(key.get(3), currency).orElseThrow();
    Amount charged = DeviceTimePrice.amount(nanos.multiply(rate.unscaled()));
    add(new Key(party, currency, Statement.INTERNAL_RATE), new Sum(charged, nanos));
    add(
        new Key(price.recovery(), currency, Statement.RECOVERY),
        new Sum(charged.negated(), BigInteger.ZERO));
  }

  private static String component(BorneCost cost) {
    State state = State.ofCode(cost.get(Name.STATE));
    return switch (state) {
      case PRODUCTIVE, ACTIVE, NOT_GPU -> Statement.DIRECT;
      case HELD_IDLE, UNALLOCATED, UNOBSERVED, UNUSED_COMMITMENT -> state.code();
    };
  }

  private void add(Party party, String component, BorneCost cost) {
    add(
        new Key(party, cost.currency(), component),
        new Sum(cost.amount(), cost.isHeld() ? cost.deviceNanos() : BigInteger.ZERO));
  }

  private void add(Key key, Sum sum) {
    lines.merge(key, sum, Sum::plus);
  }

  private Statement statement() {
    List<StatementLine> made = new ArrayList<>();
    lines.forEach(
        (key, sum) ->
            made.add(
                new StatementLine(
                    key.party,
                    key.currency,
                    key.component,
                    !policy.showback().contains(key.party.team()),
                    sum.amount,
                    sum.nanos)));
    return new Statement(made, unpriced, notSpread, notRepriced);
  }

  /** The invariant of conservation, at run time. */
  private static void check(ChargebackPolicy policy, List<BorneCost> costs, Statement statement) {
    Map<String, Amount> borne = new TreeMap<>();
    costs.forEach(cost -> borne.merge(cost.currency(), cost.amount(), Amount::plus));
    if (!borne.equals(statement.totals())) {
      throw new IllegalStateException(
          "policy " + policy.name() + " charges " + statement.totals() + " of " + borne);
    }
  }
}
