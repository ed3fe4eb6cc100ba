package io.gpuledger.streaming.publish;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Gives publish instants: the time of day in microseconds, but always later than the one before.
 */
final class RecordedClock {
  private final Clock clock;
  private Instant last;

  /**
   * A clock that goes on after an instant.
   *
   * @param last the newest publish instant that the ledger holds
   */
  RecordedClock(Clock clock, Instant last) {
    this.clock = clock;
    this.last = last;
  }

  Instant next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    return last;
  }
}
