package io.gpuledger.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final Instant LATEST = NOW.plus(AssemblyOptions.CLOCK_SKEW_MAX);

  @TempDir Path folder;
  private final List<SampleBatch> sent = new ArrayList<>();

  @Test
  void a_timestamp_from_the_future_is_refused_with_its_line_and_the_rest_is_sent()
      throws IOException {
    Replay.Report report =
        replay(NOW, series("a", LATEST) + series("b", LATEST.plusMillis(1)) + series("c", NOW));

    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.TIME_OUT_OF_RANGE);
              assertThat(problem.location()).isEqualTo(new Location("0.prom", 2, 0));
              assertThat(problem.message()).isEqualTo("2026-11-24T08:05:00.001Z is in the future");
            });
    assertThat(samples()).extracting(DeviceSample::getUuid).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void a_file_that_stands_for_a_future_instant_is_refused() throws IOException {
    String text = "DCGM_FI_DEV_GPU_UTIL{UUID=\"a\"} 50\n";
    Duration cadence = AssemblyOptions.CLOCK_SKEW_MAX;

    Replay.Report report = replay(NOW, cadence, text, text, text);

    assertThat(report.files()).isEqualTo(2);
    assertThat(report.filesRefused()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(Problem::code, problem -> problem.location().toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                ProblemCode.TIME_OUT_OF_RANGE, new Location("2.prom", 1, 0).toString()));
    assertThat(samples())
        .extracting(sample -> SampleWire.toInstant(sample.getAtNanos()))
        .containsExactly(NOW, NOW.plus(cadence));
  }

  @Test
  void a_file_without_a_known_series_is_refused() throws IOException {
    assertThat(replay(NOW, "up 1\n").problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.UNKNOWN_FORMAT);
  }

  private List<DeviceSample> samples() {
    return sent.stream().flatMap(batch -> batch.getSamplesList().stream()).toList();
  }

  private Replay.Report replay(Instant at, String... texts) throws IOException {
    return replay(at, Duration.ofSeconds(15), texts);
  }

  private Replay.Report replay(Instant at, Duration cadence, String... texts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text : texts) {
      files.add(Files.writeString(folder.resolve(files.size() + ".prom"), text));
    }
    return new Replay(
            new Replay.Request("replay", "lab", "", at, cadence, files, ExpositionLimits.DEFAULT))
        .run(NOW, sent::add);
  }

  private static String series(String uuid, Instant at) {
    return "DCGM_FI_DEV_GPU_UTIL{UUID=\"" + uuid + "\"} 50 " + at.toEpochMilli() + "\n";
  }
}
