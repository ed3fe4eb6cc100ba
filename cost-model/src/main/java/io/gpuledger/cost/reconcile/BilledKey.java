package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.filter.GroupKey;

/** What tells one billed row of a day from another; {@link GroupKey#MISSING} where it has none. */
public record BilledKey(
    String provider,
    String source,
    String account,
    String invoice,
    String sku,
    String resource,
    String currency) {
  /** Time that no charge names. */
  public static BilledKey unbilled(String provider, String source, String currency) {
    return new BilledKey(
        provider,
        source,
        GroupKey.MISSING,
        GroupKey.MISSING,
        GroupKey.MISSING,
        GroupKey.MISSING,
        currency);
  }
}
