package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.fault.FaultPoint;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed between the write of an estimate and its publication, and between its
 * publication and its allocation; what stands after the restart is the generator's device-time at
 * the rate, once.
 */
class KilledEstimateTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** USD an hour, 10^-12 USD for each nanosecond: products are exact at 18 digits. */
  private static final BigDecimal RATE = new BigDecimal("3.6");

  private static final BigDecimal DEARER = new BigDecimal("7.2");
  private static final int MACHINES = 3;

  @Tag("live")
  @Test
  void a_process_dead_between_writing_publishing_and_allocating_an_estimate_loses_and_doubles_none(
      @TempDir Path directory) throws Exception {
    GeneratedStream stream = new GeneratedStream(1, MACHINES, 4, 240);
    KillHarness harness =
        new KillHarness(
            EstimateProcess.class, directory, stream.arguments().toArray(String[]::new));

    rate(directory, RATE);
    killed(harness, FaultPoint.ESTIMATE_STORED);
    killed(harness, FaultPoint.ESTIMATE_PUBLISHED);
    assertThat(harness.live("", LIMIT)).as(harness.tail()).isZero();
    assertThat(harness.result()).isEqualTo(expected(stream, RATE, 1));

    // The next version takes the place of the first, whole, or not at all.
    rate(directory, DEARER);
    killed(harness, FaultPoint.ESTIMATE_STORED);
    rate(directory, RATE);
    assertThat(harness.live("", LIMIT)).as(harness.tail()).isZero();
    assertThat(harness.result())
        .as("what was stored and not published is seen by nobody")
        .isEqualTo(expected(stream, RATE, 1));
    rate(directory, DEARER);
    assertThat(harness.live("", LIMIT)).as(harness.tail()).isZero();
    assertThat(harness.result()).isEqualTo(expected(stream, DEARER, 2));
  }

  private static void killed(KillHarness harness, FaultPoint point) throws Exception {
    assertThat(harness.live(point.pointName(), LIMIT))
        .as(point + harness.tail())
        .isEqualTo(FaultPoint.EXIT_STATUS);
  }

  private static void rate(Path directory, BigDecimal rate) throws Exception {
    KillHarness.write(directory.resolve(EstimateProcess.RATE), List.of(rate.toString()));
  }

  private static List<String> expected(GeneratedStream stream, BigDecimal rate, int versions) {
    String cost =
        rate.multiply(BigDecimal.valueOf(stream.nanosExpected()))
            .divide(BigDecimal.valueOf(3_600_000_000_000L))
            .stripTrailingZeros()
            .toPlainString();
    return List.of(
        "versions " + versions + " " + versions + " " + versions,
        "charges " + MACHINES + " " + MACHINES + " " + cost,
        "stored 0",
        "daily estimated " + cost);
  }
}
