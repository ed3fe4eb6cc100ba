package io.gpuledger.streaming.guard;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.HolderGates;
import io.gpuledger.cost.money.Money;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.Unscaled;
import java.time.Duration;
import java.util.Optional;

/** Gates with their encoding. */
@SuppressWarnings("ArrayRecordComponent")
record Gates(HolderGates gates, byte[] encoded) {
  static Gates of(GuardGates told) {
    return new Gates(
        new HolderGates(
            gate(told.getRunawayCurrency(), told.getRunawayPerHour()),
            gate(told.getIdleCurrency(), told.getIdlePerHour()),
            Duration.ofNanos(told.getIdleForNanos())),
        told.toByteArray());
  }

  private static Optional<Money> gate(String currency, ByteString perHour) {
    return currency.isEmpty()
        ? Optional.empty()
        : Optional.of(new Money(currency, Unscaled.fromBytes(perHour)));
  }
}
