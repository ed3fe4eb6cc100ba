package io.gpuledger.cost.price;

import io.gpuledger.cost.usage.IntervalBuilder;
import io.gpuledger.cost.usage.Validity;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The time of a device from one sample to its next, cut where it stops being paid for alike. */
public final class PaidTime {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private PaidTime() {}

  /**
   * A half-open range within a UTC month.
   *
   * @param held whether the sample still stands for it; else nobody is known to hold the device
   */
  public record Part(YearMonth month, long fromNanos, long toNanos, boolean held) {
    public long nanos() {
      return toNanos - fromNanos;
    }
  }

  /**
   * The parts in order of time: as long as the sample stands for it, then as what nobody saw, up to
   * the end of observed inventory.
   *
   * @param atNanos the sample's instant
   * @param cadenceNanos configured cadence, 0 where unknown
   * @param untilNanos the next sample's instant
   */
  public static List<Part> between(long atNanos, long cadenceNanos, long untilNanos) {
    long end = Math.min(untilNanos, atNanos + Validity.OBSERVED_NANOS);
    long heldEnd = Math.min(end, atNanos + IntervalBuilder.weightCap(cadenceNanos));
    List<Part> parts = new ArrayList<>();
    addByMonth(atNanos, heldEnd, true, parts);
    addByMonth(heldEnd, end, false, parts);
    return parts;
  }

  private static void addByMonth(long fromNanos, long toNanos, boolean held, List<Part> parts) {
    long from = fromNanos;
    while (from < toNanos) {
      YearMonth month = YearMonth.from(Instant.ofEpochSecond(0, from).atOffset(ZoneOffset.UTC));
      long nextSeconds = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
      boolean ends = nextSeconds <= Math.floorDiv(toNanos, NANOS_PER_SECOND);
      long to = ends ? nextSeconds * NANOS_PER_SECOND : toNanos;
      parts.add(new Part(month, from, to, held));
      from = to;
    }
  }
}
