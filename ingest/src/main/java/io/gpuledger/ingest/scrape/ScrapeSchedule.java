package io.gpuledger.ingest.scrape;

import java.time.Duration;
import java.time.Instant;

/** When a target is scraped next. Pure. */
final class ScrapeSchedule {
  private static final int DOUBLINGS_MAX = 16;
  private static final long SPREAD_PERCENT = 40;

  private ScrapeSchedule() {}

  /**
   * The next instant of a target's own grid: targets are spread over the cadence by their name, and
   * stay on it, so that gaps between samples are even.
   */
  static Instant next(ScrapeTarget target, Instant now) {
    long cadence = target.cadence().toMillis();
    long offset = Math.floorMod(spread(target.name().hashCode()), cadence);
    long at = now.toEpochMilli();
    long next = Math.floorDiv(at - offset, cadence) * cadence + offset + cadence;
    return Instant.ofEpochMilli(next);
  }

  /**
   * How long to leave a failing target alone: the cadence doubled with each failure in a row, up to
   * a limit, 20 % more or less by the target's name.
   */
  static Duration backoff(ScrapeTarget target, int failuresInRow, Duration max) {
    int doublings = Math.min(Math.max(0, failuresInRow - 1), DOUBLINGS_MAX);
    long pause = Math.min(max.toMillis(), target.cadence().toMillis() << doublings);
    long draw = Math.floorMod(spread(target.name().hashCode() + failuresInRow), SPREAD_PERCENT + 1);
    return Duration.ofMillis(Math.max(1, pause * (100 - SPREAD_PERCENT / 2 + draw) / 100));
  }

  private static long spread(int hash) {
    long mixed = hash * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }
}
