package io.gpuledger.dashboard.config;

import io.gpuledger.cost.reconcile.BillingTerms;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads how a source bills: its day, its step, how late it may come. */
final class BillingSection {
  private static final String ZONE = "billingZone";
  private static final String DAY_START = "billingDayStart";
  private static final String STEP = "billingStep";
  private static final String LAG = "billingLag";

  private static final Duration STEP_LIMIT = Duration.ofDays(1);
  private static final Duration LAG_LIMIT = Duration.ofDays(60);

  private BillingSection() {}

  /** The terms where at least one key is given, the others as they are without; else empty. */
  static Optional<BillingTerms> read(YamlMapping source) {
    Optional<ZoneId> zone =
        source.optional(ZONE, "a time zone such as America/New_York or UTC", ZoneId::of);
    Optional<LocalTime> start =
        source.optional(DAY_START, "a time of day such as \"17:00\"", LocalTime::parse);
    Optional<Duration> step =
        source.optional(STEP, "a duration up to 1d, such as 1m or 1h", t -> upTo(t, STEP_LIMIT));
    Optional<Duration> lag =
        source.optional(LAG, "a duration up to 60d, such as 72h", t -> upTo(t, LAG_LIMIT));
    if (zone.isEmpty() && start.isEmpty() && step.isEmpty() && lag.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BillingTerms(
            zone.orElse(ZoneOffset.UTC),
            start.orElse(LocalTime.MIDNIGHT),
            step.orElse(BillingTerms.STEP),
            lag.orElse(BillingTerms.LAG)));
  }

  private static Duration upTo(String text, Duration limit) {
    Duration duration = Scalars.positiveDuration(text);
    if (duration.compareTo(limit) > 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }
}
