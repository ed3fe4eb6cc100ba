package io.gpuledger.cost.owned;

import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * One charge of own hardware, with what a FOCUS row needs and how it was computed.
 *
 * @param kind what it is for
 * @param nature how it came about
 * @param description FOCUS ChargeDescription
 * @param resourceId the asset, or the name of a cost that is of no single asset
 * @param period FOCUS charge period
 * @param consumed FOCUS ConsumedQuantity, where something was
 * @param amount billed, effective, list and contracted cost alike; negative for a gain
 * @param estimated whether a part of it was not measured
 * @param trace the formula with its numbers, a line each
 */
public record OwnedCharge(
    CostKind kind,
    Nature nature,
    String description,
    String resourceId,
    TimeRange period,
    Optional<Consumed> consumed,
    Money amount,
    boolean estimated,
    List<String> trace) {
  public OwnedCharge {
    trace = List.copyOf(trace);
  }

  /**
   * How much of something was used.
   *
   * @param quantity not negative, at 1e-18
   * @param unit FOCUS ConsumedUnit, such as {@code kWh}
   */
  public record Consumed(Amount quantity, String unit) {}

  /** How a charge comes about. */
  public enum Nature {
    /** The same every month. */
    RECURRING("Usage", "Recurring"),
    /** By what was used. */
    USAGE_BASED("Usage", "Usage-Based"),
    /** Bought for the month in which it falls. */
    ONE_TIME("Purchase", "One-Time"),
    /** The gain or loss of a disposal. */
    DISPOSAL("Adjustment", "One-Time"),
    /** The difference between what was charged and a real invoice. */
    TRUE_UP("Adjustment", "One-Time");

    private final String category;
    private final String frequency;

    Nature(String category, String frequency) {
      this.category = category;
      this.frequency = frequency;
    }

    /** FOCUS ChargeCategory. */
    public String category() {
      return category;
    }

    /** FOCUS ChargeFrequency. */
    public String frequency() {
      return frequency;
    }
  }

  /** The same for the same charge of the same period, whatever it amounts to. */
  public String id() {
    return ContentId.of(
        List.of(
            kind.name(),
            nature.name(),
            description,
            resourceId,
            period.start().toString(),
            period.end().toString()));
  }
}
