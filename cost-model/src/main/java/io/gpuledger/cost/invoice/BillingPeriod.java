package io.gpuledger.cost.invoice;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A row of FOCUS Billing Period: whether an issuer still changes a month.
 *
 * @param issuer who bills
 * @param period the billing period, as the issuer cuts it
 * @param status open or closed
 */
public record BillingPeriod(
    String issuer,
    TimeRange period,
    Status status,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt)
    implements DatasetRow {
  /** Whether the issuer still changes the period. */
  public enum Status {
    OPEN,
    CLOSED;

    /** The word of FOCUS. */
    public String text() {
      return this == OPEN ? "Open" : "Closed";
    }

    /** The status of a word, whatever its case; empty if there is none. */
    public static Optional<Status> parse(String word) {
      return word.equalsIgnoreCase("open")
          ? Optional.of(OPEN)
          : word.equalsIgnoreCase("closed") ? Optional.of(CLOSED) : Optional.empty();
    }
  }

  @Override
  public String identity() {
    return issuer + "\n" + ChronoUnit.MICROS.between(Instant.EPOCH, period.start());
  }

  @Override
  public String subject() {
    return identity();
  }
}
