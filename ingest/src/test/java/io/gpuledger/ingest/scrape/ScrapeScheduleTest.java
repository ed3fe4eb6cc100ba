package io.gpuledger.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScrapeScheduleTest {
  private static final Duration CADENCE = Duration.ofSeconds(15);
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @Test
  void targets_are_spread_over_the_cadence_and_keep_their_place() {
    Set<Long> places = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ScrapeTarget target = target(i);
      Instant next = ScrapeSchedule.next(target, NOW);
      assertThat(next).isAfter(NOW).isBeforeOrEqualTo(NOW.plus(CADENCE));
      assertThat(ScrapeSchedule.next(target, next)).isEqualTo(next.plus(CADENCE));
      places.add(Duration.between(NOW, next).toSeconds());
    }
    assertThat(places).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void a_failing_target_is_left_alone_for_longer_up_to_a_limit() {
    Duration max = Duration.ofMinutes(5);
    Duration before = Duration.ZERO;
    for (int failures = 1; failures <= 4; failures++) {
      Duration pause = ScrapeSchedule.backoff(target(1), failures, max);
      assertThat(pause).isGreaterThan(before);
      before = pause;
    }
    assertThat(ScrapeSchedule.backoff(target(1), 1_000_000, max))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
  }

  private static ScrapeTarget target(int number) {
    return ScrapeTarget.of(
        "fleet", "c", URI.create("http://node-" + number + ":9400/metrics"), CADENCE);
  }
}
