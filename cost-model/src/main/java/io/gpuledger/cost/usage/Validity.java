package io.gpuledger.cost.usage;

/**
 * How long a device stays in inventory after it was last seen.
 *
 * @param configuredEndNanos where configured inventory keeps it, the end of that; {@link
 *     Long#MAX_VALUE} where that is open; {@link Long#MIN_VALUE} where inventory is only observed
 */
public record Validity(long configuredEndNanos) {
  /** Observed inventory ends so long after the last sample. */
  public static final long OBSERVED_NANOS = 24L * 3_600_000_000_000L;

  static final Validity OBSERVED = new Validity(Long.MIN_VALUE);

  /** The end of the valid time of a device whose latest observation is at the given instant. */
  long endAfter(long atNanos) {
    return Math.max(configuredEndNanos, atNanos + OBSERVED_NANOS);
  }

  /** The latest end that observed inventory alone gives a device seen at the given instant. */
  static long latestEndAfter(long atNanos) {
    return atNanos + OBSERVED_NANOS;
  }
}
