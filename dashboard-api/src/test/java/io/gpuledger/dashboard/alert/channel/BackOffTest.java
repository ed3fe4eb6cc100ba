package io.gpuledger.dashboard.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  private final BackOff backOff =
      new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(7));

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "6, 32000", "7, 60000", "1000, 60000"})
  void a_wait_doubles_to_its_longest_and_is_somewhere_in_the_upper_half(int failures, long most) {
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Duration wait = backOff.after(failures);
      assertThat(wait.toMillis()).isBetween(most / 2, most);
      waits.add(wait);
    }
    assertThat(waits).hasSizeGreaterThan(50);
  }

  @Test
  void nothing_that_has_not_failed_waits() {
    assertThatThrownBy(() -> backOff.after(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
