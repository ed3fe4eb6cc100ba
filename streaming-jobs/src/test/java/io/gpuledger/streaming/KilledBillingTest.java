package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.fault.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole pipeline is killed and started again; the totals are those of an unharmed run. */
class KilledBillingTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void a_process_dead_between_two_tables_loses_and_doubles_nothing(@TempDir Path directory)
      throws Exception {
    int rows = 2_500;
    KillHarness harness = billing(directory, 1, rows);

    assertThat(harness.live("one_of_two_tables_committed", LIMIT))
        .as(harness.tail())
        .isEqualTo(FaultPoint.EXIT_STATUS);
    assertThat(harness.live("", LIMIT)).as(harness.tail()).isZero();

    assertThat(harness.result()).isEqualTo(BillingProcess.expected(1, rows));
  }

  @Tag("full")
  @ParameterizedTest
  @EnumSource(FaultPoint.class)
  void a_process_dead_at_any_named_point_loses_and_doubles_nothing(
      FaultPoint point, @TempDir Path directory) throws Exception {
    int rows = 6_000;
    KillHarness harness = billing(directory, 2, rows);

    for (int count = 1; count <= 2; count++) {
      assertThat(harness.live(point.pointName() + ":" + count, LIMIT))
          .as(harness.tail())
          .isIn(FaultPoint.EXIT_STATUS, 0);
      Files.deleteIfExists(directory.resolve("result"));
    }
    assertThat(harness.live("", LIMIT)).as(harness.tail()).isZero();

    assertThat(harness.result()).isEqualTo(BillingProcess.expected(2, rows));
  }

  @Tag("full")
  @Test
  void fifty_kills_at_random_moments_of_an_import_lose_and_double_nothing(@TempDir Path directory)
      throws Exception {
    long seed = Long.getLong("gpuledger.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int rows = 150_000;
    KillHarness harness = billing(directory, 2, rows);

    for (int kill = 0; kill < 50; kill++) {
      harness.liveFor(Duration.ofMillis(2_000 + random.nextInt(20_000)));
      Files.deleteIfExists(directory.resolve("result"));
    }
    assertThat(harness.live("", Duration.ofMinutes(10))).as(harness.tail()).isZero();

    assertThat(harness.result()).isEqualTo(BillingProcess.expected(2, rows));
  }

  private static KillHarness billing(Path directory, int deliveries, int rows) {
    return new KillHarness(
        BillingProcess.class, directory, Integer.toString(deliveries), Integer.toString(rows));
  }
}
