package io.gpuledger.ingest.platform;

import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What only one form has. */
interface Details {
  /**
   * The time of a record, where its fields do not say it as it is.
   *
   * @param billed an instant of the month on whose bill it is
   */
  record Period(Instant billed, Instant start, Instant end) {}

  /** The time of a record where the form says it in a way of its own; a fault where it cannot. */
  default Optional<Period> period(NativeRecord record, ChargeWriter charge) {
    return Optional.empty();
  }

  /** Whether the record is a charge, and not a payment or a transfer, which bills nothing. */
  default boolean bills(NativeRecord record) {
    return true;
  }

  /** What the amount is made of, by name, as far as the record tells; empty where it tells not. */
  default Map<String, BigDecimal> parts(NativeRecord record) {
    return Map.of();
  }

  /**
   * Writes what was used and what names it.
   *
   * @param part which of {@link #parts} the charge is; empty where it is all of the record
   */
  default void write(NativeRecord record, ChargeWriter charge, String part) {}

  /**
   * What of a day the record bills, so that two answers about the same are told; empty where pages
   * of one answer share days, so that nothing can be told.
   */
  default Set<String> answers(NativeRecord record) {
    return Set.of();
  }
}
