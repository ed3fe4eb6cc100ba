package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Money of equal group keys, as the allocation lines leave it.
 *
 * @param keys the shared group keys it was summed by; a key that is not here reads as missing.
 *     Team, cost centre, currency and state are always there
 * @param amount in the metric that the statement is of
 * @param withoutCommitment the same usage at contracted prices, before commitment discounts; empty
 *     where the bill does not say it of every line
 * @param deviceNanos device-time behind the money; negative where it takes back an earlier charge
 */
public record BorneCost(
    Map<Name, String> keys,
    Amount amount,
    Optional<Amount> withoutCommitment,
    BigInteger deviceNanos)
    implements Function<GroupKey, String> {
  public BorneCost {
    keys = Map.copyOf(keys);
    for (Name needed : new Name[] {Name.TEAM, Name.COST_CENTER, Name.CURRENCY, Name.STATE}) {
      if (!keys.containsKey(needed)) {
        throw new IllegalArgumentException("a borne cost needs the key " + needed.text());
      }
    }
  }

  /** Its value of a key, {@link GroupKey#MISSING} where it has none. */
  @Override
  public String apply(GroupKey key) {
    return get(key.name());
  }

  String get(Name name) {
    return keys.getOrDefault(name, GroupKey.MISSING);
  }

  Party party() {
    return new Party(get(Name.TEAM), get(Name.COST_CENTER));
  }

  String currency() {
    return get(Name.CURRENCY);
  }

  /** Whether somebody held the devices behind it. */
  boolean isHeld() {
    return switch (State.ofCode(get(Name.STATE))) {
      case PRODUCTIVE, ACTIVE, HELD_IDLE -> true;
      case UNALLOCATED, UNOBSERVED, UNUSED_COMMITMENT, NOT_GPU -> false;
    };
  }

  /** Whether the devices behind it worked. */
  boolean isBusy() {
    return switch (State.ofCode(get(Name.STATE))) {
      case PRODUCTIVE, ACTIVE -> true;
      case HELD_IDLE, UNALLOCATED, UNOBSERVED, UNUSED_COMMITMENT, NOT_GPU -> false;
    };
  }

  BorneCost with(Amount other) {
    return new BorneCost(keys, other, withoutCommitment, deviceNanos);
  }
}
