package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.fault.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole billing pipeline is killed and started again, and each import that was cut off is run
 * again; rows and sums are the generator's.
 */
class KilledBillingTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Tag("live")
  @Test
  void a_process_dead_at_each_named_point_in_turn_loses_and_doubles_nothing(@TempDir Path directory)
      throws Exception {
    int rows = 1_200;
    KillHarness harness = billing(directory, rows);

    for (FaultPoint point : FaultPoint.PIPELINE) {
      assertThat(harness.live(point.pointName(), LIMIT))
          .as(point + harness.tail())
          .isEqualTo(FaultPoint.EXIT_STATUS);
    }
    assertExact(harness, directory, rows, LIMIT);
  }

  @Tag("full")
  @Test
  void a_process_dead_at_later_passes_of_each_named_point_loses_and_doubles_nothing(
      @TempDir Path directory) throws Exception {
    int rows = 6_000;
    KillHarness harness = billing(directory, rows);

    for (int count = 2; count <= 4; count++) {
      for (FaultPoint point : FaultPoint.PIPELINE) {
        assertThat(harness.live(point.pointName() + ":" + count, LIMIT))
            .as(point + harness.tail())
            .isEqualTo(FaultPoint.EXIT_STATUS);
      }
    }
    assertExact(harness, directory, rows, LIMIT);
  }

  @Tag("full")
  @Test
  void fifty_kills_at_random_moments_of_a_large_import_lose_and_double_nothing(
      @TempDir Path directory) throws Exception {
    long seed = Long.getLong("gpuledger.seed", System.nanoTime());
    int kills = Integer.getInteger("gpuledger.kills", 50);
    int rows = 300_000;
    long started = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    KillHarness harness = billing(directory, rows);

    for (int kill = 0; kill < kills; kill++) {
      harness.liveAtWork(Duration.ofMillis(random.nextInt(10_000)));
    }
    int bills = assertExact(harness, directory, rows, Duration.ofMinutes(20));
    System.out.printf(
        "%d kills over %d bills of %d rows took %d s%n",
        kills, bills, rows, Duration.ofNanos(System.nanoTime() - started).toSeconds());
  }

  /** Lets the process end in peace and compares; returns how many bills it brought. */
  private static int assertExact(KillHarness harness, Path directory, int rows, Duration limit)
      throws Exception {
    Files.createFile(directory.resolve(BillingProcess.ENOUGH));
    assertThat(harness.live("", limit)).as(harness.tail()).isZero();
    List<String> result = harness.result();
    List<String> expected = new ArrayList<>();
    int bills = 0;
    while (expected.size() < result.size()) {
      expected.addAll(new GeneratedBill(bills, rows).expected());
      bills++;
    }
    assertThat(result).isEqualTo(expected);
    return bills;
  }

  private static KillHarness billing(Path directory, int rows) {
    return new KillHarness(BillingProcess.class, directory, Integer.toString(rows));
  }
}
