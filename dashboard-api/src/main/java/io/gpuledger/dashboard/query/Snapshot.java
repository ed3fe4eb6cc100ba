package io.gpuledger.dashboard.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The state of the ledger that one request sees in all its queries. Given the instant, deliveries
 * in force, cell versions and published checkpoints follow and never change again, because {@code
 * recorded_at} only rises.
 *
 * @param asOf what was known then; never above the last published instant
 * @param runNo the newest allocation run at that instant, 0 before the first
 */
public record Snapshot(Instant asOf, long runNo) {
  /** Bound in all queries: microseconds as the engine reads them into DateTime64(6). */
  public String parameter() {
    Instant micros = asOf.truncatedTo(ChronoUnit.MICROS);
    return String.format(
        java.util.Locale.ROOT, "%d.%06d", micros.getEpochSecond(), micros.getNano() / 1_000);
  }
}
