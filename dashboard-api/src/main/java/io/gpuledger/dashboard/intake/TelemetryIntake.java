package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.prometheus.ExpositionLimits;
import io.gpuledger.ingest.prometheus.Replay;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends saved expositions through the telemetry path and answers when their samples are stored. */
public final class TelemetryIntake {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);

  private final LedgerProducer producer;
  private final LedgerClient client;
  private final Clock clock;

  public TelemetryIntake(LedgerProducer producer, LedgerClient client, Clock clock) {
    this.producer = producer;
    this.client = client;
    this.clock = clock;
  }

  /**
   * What came of a replay.
   *
   * @param samples samples sent
   * @param devices devices they are of
   * @param stored whether all of them are stored
   * @param problems refused files, lines and values, with their places
   */
  public record Outcome(long samples, int devices, boolean stored, List<Problem> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /** Replays files of a cluster; the first stands for {@code at}, or else the last for now. */
  public Outcome replay(String cluster, Optional<Instant> at, Duration cadence, List<Path> files) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Set<String> devices = new HashSet<>();
    Replay.Report report;
    try {
      report =
          new Replay(
                  new Replay.Request(
                      "replay-" + cluster,
                      cluster,
                      "",
                      at.orElse(now.minus(cadence.multipliedBy(files.size() - 1L))),
                      cadence,
                      files,
                      ExpositionLimits.DEFAULT))
              .run(now, batch -> send(batch, devices));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String set = UUID.randomUUID().toString();
    for (int i = 0; i < report.problems().size(); i++) {
      producer.send(reject(cluster, set, i + 1, report.problems().get(i), now));
    }
    producer.flush();
    return new Outcome(
        report.samples(),
        devices.size(),
        awaitStored(cluster, now, report.samples()),
        report.problems());
  }

  private void send(SampleBatch batch, Set<String> devices) {
    batch
        .getSamplesList()
        .forEach(
            sample ->
                devices.add(
                    sample.getUuid()
                        + "/"
                        + sample.getGpuInstance()
                        + "/"
                        + sample.getComputeInstance()));
    producer.send(batch);
  }

  private boolean awaitStored(String cluster, Instant publishedAt, long samples) {
    Map<String, String> parameters =
        Map.of(
            "cluster",
            cluster,
            "published_nanos",
            Long.toString(ChronoUnit.NANOS.between(Instant.EPOCH, publishedAt)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (stored(parameters) < samples) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
    }
    return true;
  }

  private long stored(Map<String, String> parameters) {
    return Long.parseLong(
        client.query(SqlText.load("queries/samples_handed_over"), parameters).strip());
  }

  private static Reject reject(String cluster, String set, int no, Problem problem, Instant at) {
    return Reject.newBuilder()
        .setSource("replay-" + cluster)
        .setDeliveryId("replay-" + set)
        .setSetId(set)
        .setRowNo(no)
        .setFile(problem.location().input())
        .setLine(problem.location().line())
        .setColumn(problem.location().column())
        .setField(problem.field())
        .setCode(problem.code().name())
        .setMessage(problem.message())
        .setRawText(problem.rawText())
        .setOccurredAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, at))
        .build();
  }
}
