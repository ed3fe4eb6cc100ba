package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;

/**
 * What a node in a budget's scope costs per hour now.
 *
 * @param burnPerHour two's complement big-endian integer x 10^-18
 * @param topHolder the holder that costs most, or empty
 * @param topUser who runs it, or empty
 * @param topHolderBurn its part, as {@code burnPerHour}
 * @param topHolderSinceMicros since when it holds its devices, microseconds since the epoch
 * @param atMicros when it was seen
 * @param unpriced whether it has devices in scope without a rate
 */
@SuppressWarnings("ArrayRecordComponent")
public record NodeBurn(
    byte[] burnPerHour,
    String topHolder,
    String topUser,
    byte[] topHolderBurn,
    long topHolderSinceMicros,
    long atMicros,
    boolean unpriced) {
  Burn toBurn() {
    return new Burn(
        Amount.ofUnscaled(new BigInteger(burnPerHour)),
        topHolder,
        topUser,
        Amount.ofUnscaled(new BigInteger(topHolderBurn)),
        topHolderSinceMicros,
        atMicros,
        unpriced);
  }
}
