package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllocationServiceTest {
  @Test
  void the_pause_after_failures_doubles_up_to_a_limit() {
    assertThat(AllocationService.pause(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(AllocationService.pause(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(AllocationService.pause(7)).isEqualTo(Duration.ofSeconds(320));
    assertThat(AllocationService.pause(1_000)).isEqualTo(Duration.ofSeconds(320));
  }
}
