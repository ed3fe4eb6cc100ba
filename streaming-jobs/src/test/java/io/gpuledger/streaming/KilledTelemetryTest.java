package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.fault.FaultPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole telemetry pipeline is killed and started again while a stream with repeats and late
 * records goes through it; samples and nanoseconds are the generator's.
 */
class KilledTelemetryTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long NO_LIMIT = 1_000_000;
  private static final Set<FaultPoint> ONCE_A_LIFE =
      EnumSet.of(FaultPoint.MANIFEST_SEEN, FaultPoint.DELIVERY_PUBLISHED);

  @Tag("live")
  @Test
  void a_process_dead_at_each_named_point_in_turn_loses_and_doubles_nothing(@TempDir Path directory)
      throws Exception {
    assertExactAfterFaults(directory, new GeneratedStream(1, 3, 4, 960), NO_LIMIT, 1, 1);
  }

  @Tag("full")
  @Test
  void a_process_dead_at_later_passes_of_each_named_point_loses_and_doubles_nothing(
      @TempDir Path directory) throws Exception {
    assertExactAfterFaults(directory, new GeneratedStream(1, 3, 4, 4_000), 150, 2, 4);
  }

  private static void assertExactAfterFaults(
      Path directory, GeneratedStream stream, long recordsPerSecond, int firstPass, int lastPass)
      throws Exception {
    KillHarness harness = telemetry(directory, stream, recordsPerSecond);
    int lives = (lastPass - firstPass + 1) * FaultPoint.PIPELINE.size();
    long part = stream.batches() / (lives + 1);
    long until = 0;
    for (int pass = firstPass; pass <= lastPass; pass++) {
      for (FaultPoint point : FaultPoint.PIPELINE) {
        until += part;
        KillHarness.write(directory.resolve(TelemetryProcess.UNTIL), List.of(Long.toString(until)));
        // A life sees one new delivery; the other points are passed with every checkpoint.
        int count = ONCE_A_LIFE.contains(point) ? 1 : pass;
        assertThat(harness.live(point.pointName() + ":" + count, LIMIT))
            .as(point + harness.tail())
            .isEqualTo(FaultPoint.EXIT_STATUS);
      }
    }
    assertExact(harness, directory, stream);
  }

  @Tag("full")
  @Test
  void fifty_kills_at_random_moments_of_a_large_stream_lose_and_double_nothing(
      @TempDir Path directory) throws Exception {
    long seed = Long.getLong("gpuledger.seed", System.nanoTime());
    int kills = Integer.getInteger("gpuledger.kills", 50);
    long began = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    GeneratedStream stream = new GeneratedStream(seed, 100, 8, 2_560);
    assertThat(stream.samples()).isGreaterThan(2_000_000);
    long perSecond = stream.batches() / (kills * 2L);
    KillHarness harness = telemetry(directory, stream, perSecond);
    KillHarness.write(
        directory.resolve(TelemetryProcess.UNTIL), List.of(Long.toString(Long.MAX_VALUE)));

    for (int kill = 0; kill < kills; kill++) {
      harness.liveAtWork(Duration.ofMillis(random.nextInt(8_000)));
    }
    assertExact(harness, directory, stream);
    System.out.printf(
        "%d kills over %d samples took %d s%n",
        kills, stream.samples(), Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  private static KillHarness telemetry(
      Path directory, GeneratedStream stream, long recordsPerSecond) {
    List<String> arguments = new ArrayList<>(List.of(Long.toString(recordsPerSecond)));
    arguments.addAll(stream.arguments());
    return new KillHarness(TelemetryProcess.class, directory, arguments.toArray(String[]::new));
  }

  private static void assertExact(KillHarness harness, Path directory, GeneratedStream stream)
      throws Exception {
    KillHarness.write(
        directory.resolve(TelemetryProcess.UNTIL), List.of(Long.toString(Long.MAX_VALUE)));
    assertThat(harness.live("", Duration.ofMinutes(25))).as(harness.tail()).isZero();
    assertThat(harness.result()).isEqualTo(stream.expected());
  }
}
