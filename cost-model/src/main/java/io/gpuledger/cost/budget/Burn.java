package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;

/**
 * What a node's devices in a budget's scope cost per hour now.
 *
 * @param topHolder the holder that costs most of it, or empty
 * @param topUser who runs it, or empty
 * @param topPerHour its part
 * @param topSinceMicros since when it holds its devices, microseconds since the epoch
 * @param atMicros when the node was scraped
 * @param unpriced whether it has devices in scope without a rate, which cost nobody knows what
 */
public record Burn(
    Amount perHour,
    String topHolder,
    String topUser,
    Amount topPerHour,
    long topSinceMicros,
    long atMicros,
    boolean unpriced) {
  /** A node that was not heard of for longer than this burns nothing. */
  public static final long HEARD_MICROS = 600_000_000L;

  static final Burn NONE = new Burn(Amount.ZERO, "", "", Amount.ZERO, 0, 0, false);

  boolean isHeardAt(long nowMicros) {
    return atMicros >= nowMicros - HEARD_MICROS;
  }
}
