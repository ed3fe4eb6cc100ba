package io.gpuledger.streaming.guard;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.budget.HolderGates;
import io.gpuledger.cost.money.Money;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.Unscaled;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Gates with their encoding. */
@SuppressWarnings("ArrayRecordComponent")
record Gates(HolderGates gates, BurnRule burn, byte[] encoded) {
  /**
   * Gates as they were encoded.
   *
   * @throws InvalidProtocolBufferException if they are none
   */
  static Gates read(byte[] encoded) throws InvalidProtocolBufferException {
    return of(GuardGates.parseFrom(encoded));
  }

  static Gates of(GuardGates told) {
    return new Gates(
        new HolderGates(
            gate(told.getRunawayCurrency(), told.getRunawayPerHour()),
            gate(told.getIdleCurrency(), told.getIdlePerHour()),
            Duration.ofNanos(told.getIdleForNanos())),
        burn(told),
        told.toByteArray());
  }

  private static BurnRule burn(GuardGates told) {
    return told.getBurnShortNanos() == 0
        ? BurnRule.DEFAULT
        : new BurnRule(
            Duration.ofNanos(told.getBurnShortNanos()),
            Duration.ofNanos(told.getBurnLongNanos()),
            new BigDecimal(told.getBurnFactor()),
            gate(told.getBurnLeastCurrency(), told.getBurnLeast()));
  }

  private static Optional<Money> gate(String currency, ByteString perHour) {
    return currency.isEmpty()
        ? Optional.empty()
        : Optional.of(new Money(currency, Unscaled.fromBytes(perHour)));
  }
}
