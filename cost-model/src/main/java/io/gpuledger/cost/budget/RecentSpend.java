package io.gpuledger.cost.budget;

/**
 * When the spend of a scrape was made.
 *
 * @param spent by the time that it is for
 * @param knownSinceMicros since when the node is seen without a silence, microseconds since the
 *     epoch
 */
public record RecentSpend(BurnBuckets spent, long knownSinceMicros) {
  static final RecentSpend NONE = new RecentSpend(BurnBuckets.NONE, 0);

  /** Without any spend. */
  RecentSpend nothing() {
    return new RecentSpend(BurnBuckets.NONE, knownSinceMicros);
  }
}
