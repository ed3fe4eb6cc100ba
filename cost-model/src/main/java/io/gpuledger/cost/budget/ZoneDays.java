package io.gpuledger.cost.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Cuts time at the midnights of a zone; where its clocks change a day has 23 or 25 hours. */
final class ZoneDays {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ZoneId zone;
  private LocalDate day = LocalDate.EPOCH;
  private long startNanos;
  private long endNanos;

  /** Takes the pieces. */
  interface Pieces {
    void piece(LocalDate day, long nanos);
  }

  ZoneDays(ZoneId zone) {
    this.zone = zone;
  }

  /** The day that an instant lies in. */
  LocalDate dayAt(long nanos) {
    if (nanos < startNanos || nanos >= endNanos) {
      day = Instant.ofEpochSecond(0, nanos).atZone(zone).toLocalDate();
      startNanos = midnight(day);
      endNanos = midnight(day.plusDays(1));
    }
    return day;
  }

  private long midnight(LocalDate of) {
    return Math.multiplyExact(of.atStartOfDay(zone).toEpochSecond(), NANOS_PER_SECOND);
  }

  /** The pieces of a half-open range in order of time; together they are as long as it is. */
  void cut(long fromNanos, long toNanos, Pieces pieces) {
    long from = fromNanos;
    while (from < toNanos) {
      LocalDate inside = dayAt(from);
      long to = Math.min(toNanos, endNanos);
      pieces.piece(inside, to - from);
      from = to;
    }
  }
}
