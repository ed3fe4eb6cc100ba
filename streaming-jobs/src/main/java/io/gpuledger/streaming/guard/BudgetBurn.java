package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.BurnToDate;

/**
 * {@link BurnToDate} as Flink keeps it.
 *
 * @param basis what it adds up
 * @param spent as {@link BurnBytes} writes it
 * @param gates those that it goes by, encoded
 */
@SuppressWarnings("ArrayRecordComponent")
public record BudgetBurn(
    String basis,
    byte[] spent,
    long countedSinceMicros,
    long knownSinceMicros,
    long newestMicros,
    long unpricedMicros,
    long standsSinceMicros,
    byte[] gates) {
  static BudgetBurn fromBurn(String basis, BurnToDate burn, byte[] gates) {
    return new BudgetBurn(
        basis,
        BurnBytes.write(burn.spent()),
        burn.countedSinceMicros(),
        burn.knownSinceMicros(),
        burn.newestMicros(),
        burn.unpricedMicros(),
        burn.standsSinceMicros(),
        gates);
  }

  BurnToDate toBurn() {
    return new BurnToDate(
        BurnBytes.read(spent),
        countedSinceMicros,
        knownSinceMicros,
        newestMicros,
        unpricedMicros,
        standsSinceMicros);
  }
}
