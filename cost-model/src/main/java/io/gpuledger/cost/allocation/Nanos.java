package io.gpuledger.cost.allocation;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import java.math.BigInteger;
import java.util.List;

/** Exact division of device-time, with the same rule as money. */
final class Nanos {
  private Nanos() {}

  /** Parts of {@code nanos} by weight that sum to it. */
  static List<Long> split(long nanos, List<BigInteger> weights) {
    if (weights.size() == 1) {
      return List.of(nanos);
    }
    return Split.byWeight(Amount.ofUnscaled(BigInteger.valueOf(nanos)), weights).stream()
        .map(part -> part.unscaled().longValueExact())
        .toList();
  }
}
