package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The weights by which a pool is divided among parties. */
final class Shares {
  private Shares() {}

  /**
   * Weights above zero, in the order of parties; empty where nobody can bear anything. A party
   * whose own money or time sums to less than zero, as after a refund, has no share.
   */
  static Map<Party, BigInteger> of(
      Spread spread, String currency, List<String> pool, List<BorneCost> direct) {
    Map<Party, BigInteger> weights = new TreeMap<>();
    if (spread.by() == Spread.By.FIXED) {
      spread.fixed().forEach((party, percent) -> weights.put(party, units(percent)));
      return weights;
    }
    for (BorneCost cost : direct) {
      boolean shares =
          cost.party().isOwner()
              && cost.currency().equals(currency)
              && spread.poolOf(cost).equals(pool);
      if (!shares) {
        continue;
      }
      switch (spread.by()) {
        case EVEN -> weights.put(cost.party(), BigInteger.ONE);
        case DIRECT_COST -> weights.merge(cost.party(), weight(cost.amount()), BigInteger::add);
        case DIRECT_GPU_COST -> {
          if (cost.isHeld()) {
            weights.merge(cost.party(), weight(cost.amount()), BigInteger::add);
          }
        }
        case USAGE -> {
          if (cost.isBusy()) {
            weights.merge(cost.party(), cost.deviceNanos(), BigInteger::add);
          }
        }
        case FIXED -> throw new IllegalStateException("has its own weights");
      }
    }
    weights.values().removeIf(weight -> weight.signum() <= 0);
    return weights;
  }

  private static BigInteger weight(Amount amount) {
    return amount.unscaled();
  }

  /** Percents of any number of digits as whole numbers of one unit. */
  private static BigInteger units(BigDecimal percent) {
    return Amount.of(percent).unscaled();
  }
}
