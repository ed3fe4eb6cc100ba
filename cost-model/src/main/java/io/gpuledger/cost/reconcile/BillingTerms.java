package io.gpuledger.cost.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * How a source bills.
 *
 * @param zone in which its days are counted
 * @param dayStart the local time at which its day starts; from noon on the day carries the date on
 *     which it ends
 * @param step device-time is billed in whole steps of this; above zero
 * @param lag how long after its end a day may still be billed; not negative
 */
public record BillingTerms(ZoneId zone, LocalTime dayStart, Duration step, Duration lag) {
  /** One minute: what a machine needs at least from its start to its first sample. */
  public static final Duration STEP = Duration.ofMinutes(1);

  /** Bills are up to three days late. */
  public static final Duration LAG = Duration.ofDays(3);

  /** The day of the bill is the UTC day. */
  public static final BillingTerms UTC =
      new BillingTerms(ZoneOffset.UTC, LocalTime.MIDNIGHT, STEP, LAG);

  private static final ZoneId EASTERN = ZoneId.of("America/New_York");

  public BillingTerms {
    if (step.isZero() || step.isNegative() || lag.isNegative()) {
      throw new IllegalArgumentException("billing step " + step + " with lag " + lag);
    }
  }

  /**
   * What holds for a provider where nothing is configured: CoreWeave's day runs from 17:00 to 17:00
   * US Eastern. Google bills usage by the UTC hour, and only its month is Pacific: its charges keep
   * their hours, so its day is the UTC day.
   */
  public static BillingTerms ofProvider(String provider) {
    return provider.toLowerCase(Locale.ROOT).contains("coreweave")
        ? new BillingTerms(EASTERN, LocalTime.of(17, 0), STEP, LAG)
        : UTC;
  }

  /** Whether the bill's days are other than UTC days. */
  public boolean hasOwnDay() {
    return !zone.normalized().equals(ZoneOffset.UTC) || !dayStart.equals(LocalTime.MIDNIGHT);
  }

  /** What is added to a local time so that the bill's day becomes the calendar's. */
  public Duration shift() {
    Duration start = Duration.ofNanos(dayStart.toNanoOfDay());
    return dayStart.isBefore(LocalTime.NOON) ? start.negated() : Duration.ofDays(1).minus(start);
  }

  /** The bill's day of an instant. */
  public LocalDate dayOf(Instant at) {
    return at.atZone(zone).toLocalDateTime().plus(shift()).toLocalDate();
  }

  /** The first instant of the bill's day. */
  public Instant startOf(LocalDate day) {
    return day.atStartOfDay().minus(shift()).atZone(zone).toInstant();
  }

  /** Whether the bill of a UTC day may still come at an instant. */
  public boolean mayStillBill(LocalDate day, Instant at) {
    return at.isBefore(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(lag));
  }
}
