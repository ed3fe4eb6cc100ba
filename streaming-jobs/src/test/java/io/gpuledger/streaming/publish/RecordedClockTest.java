package io.gpuledger.streaming.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecordedClockTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456789Z");

  @Test
  void instants_rise_by_a_microsecond_while_the_time_of_day_stands_still() {
    RecordedClock clock = new RecordedClock(Clock.fixed(NOW, ZoneOffset.UTC), Instant.EPOCH);

    assertThat(clock.next()).isEqualTo("2026-11-24T10:00:00.123456Z");
    assertThat(clock.next()).isEqualTo("2026-11-24T10:00:00.123457Z");
  }

  @Test
  void a_clock_set_back_goes_on_after_the_last_instant_of_the_ledger() {
    Instant last = NOW.plusSeconds(3_600).truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    RecordedClock clock = new RecordedClock(Clock.fixed(NOW, ZoneOffset.UTC), last);

    assertThat(clock.next()).isEqualTo(last.plusNanos(1_000));
  }
}
