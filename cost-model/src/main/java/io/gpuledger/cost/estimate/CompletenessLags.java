package io.gpuledger.cost.estimate;

import io.gpuledger.cost.reconcile.BillingTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * How long after its end a day of a source may still be billed.
 *
 * @param bySource where the configuration says so; else {@link BillingTerms#LAG}
 */
public record CompletenessLags(Map<String, Duration> bySource) {
  public static final CompletenessLags DEFAULT = new CompletenessLags(Map.of());

  /** A source that has billed nothing for so long bills no more, and is waited for no longer. */
  public static final int ENDED_DAYS = 35;

  public CompletenessLags {
    bySource = Map.copyOf(bySource);
  }

  /** When the bill of a UTC day counts as complete. */
  public Instant settlesAt(String source, LocalDate day) {
    return day.plusDays(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .plus(bySource.getOrDefault(source, BillingTerms.LAG));
  }

  /** The last settled day of a source that has billed up to a day. */
  public LocalDate lastSettled(String source, LocalDate lastBilled, Instant now) {
    LocalDate day = lastBilled;
    while (settlesAt(source, day).isAfter(now)) {
      day = day.minusDays(1);
    }
    return day;
  }
}
