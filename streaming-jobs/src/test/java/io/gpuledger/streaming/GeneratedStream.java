package io.gpuledger.streaming;

import io.gpuledger.cost.usage.Sample;
import io.gpuledger.cost.usage.State;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.generate.FleetTruth;
import io.gpuledger.ingest.generate.FleetTruth.DeviceTruth;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A generated stream of samples with repeats and late records, and what must come of it.
 *
 * <p>Behind the stream goes a closing scrape of each node, more than five minutes later, so that
 * all minutes of the truth are closed without waiting for the clock. What lies between a device's
 * truth and the last closed minute is unobserved.
 */
final class GeneratedStream {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration QUIET = Duration.ofMinutes(6);

  /** A minute is open until samples have passed it by some seconds. */
  private static final Duration INTO_OPEN_MINUTE = Duration.ofSeconds(40);

  private static final String BY_HOLDERS =
      """
      SELECT device_uuid, arrayStringConcat(arraySort(holder_keys), ','), state,
        sum(state_nanos) AS nanos
      FROM current_gpu_usage GROUP BY ALL HAVING nanos != 0
      """;

  private static final String MEASURES =
      """
      SELECT device_uuid, sum(state_nanos), sum(effective_nanos), sum(busy_nanos), sum(sm_nanos),
        sum(tensor_nanos)
      FROM %s GROUP BY device_uuid
      """;

  private static final String BY_HOUR =
      """
      SELECT cluster, node, device_uuid, %1$s AS hour, state, state_reason, team,
        sum(state_nanos) AS nanos, sum(held_nanos), sum(effective_nanos) AS effective,
        sum(busy_nanos), sum(busy_observed_nanos), sum(sm_nanos), sum(sm_observed_nanos),
        sum(tensor_nanos), sum(tensor_observed_nanos), sum(dram_nanos), sum(dram_observed_nanos),
        sum(energy_microjoules), sum(energy_observed_nanos), sum(memory_byte_seconds),
        sum(memory_observed_nanos)
      FROM %2$s GROUP BY ALL HAVING nanos != 0 OR effective != 0
      """;

  private final FleetGenerator fleet;
  private final FleetTruth truth;
  private final List<String> arguments;
  private final Instant closedThrough;

  GeneratedStream(long seed, int nodes, int devicesPerNode, int ticks) {
    arguments =
        List.of(
            Long.toString(seed),
            Integer.toString(nodes),
            Integer.toString(devicesPerNode),
            Integer.toString(ticks));
    fleet =
        new FleetGenerator(
            FleetPlan.small(seed, START).withSize(nodes, devicesPerNode).withTicks(ticks));
    truth = fleet.truth();
    Instant end =
        truth.devices().stream().map(DeviceTruth::endAt).max(Comparator.naturalOrder()).get();
    closedThrough = end.plus(QUIET).truncatedTo(ChronoUnit.MINUTES);
  }

  /** The constructor's arguments as texts. */
  static GeneratedStream of(List<String> arguments) {
    return new GeneratedStream(
        Long.parseLong(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)));
  }

  /** What {@link #of} makes an equal stream from. */
  List<String> arguments() {
    return arguments;
  }

  long samples() {
    return truth.samples();
  }

  /** The records in their order, from the n-th on. */
  Iterator<SampleBatch> batchesFrom(long skipped) {
    Iterator<SampleBatch> batches = fleet.batches();
    for (long i = 0; i < skipped && batches.hasNext(); i++) {
      batches.next();
    }
    return batches;
  }

  long batches() {
    long count = 0;
    for (Iterator<SampleBatch> all = fleet.batches(); all.hasNext(); all.next()) {
      count++;
    }
    return count;
  }

  /** Sends records of a part of the stream. */
  void send(LedgerProducer producer, long from, long to) {
    Iterator<SampleBatch> batches = batchesFrom(from);
    for (long i = from; i < to && batches.hasNext(); i++) {
      producer.send(batches.next());
    }
    producer.flush();
  }

  /** The latest instant in a part of the stream, as the engine reads it. */
  String lastInstant(long from, long to) {
    long nanos = 0;
    Iterator<SampleBatch> batches = batchesFrom(from);
    for (long i = from; i < to && batches.hasNext(); i++) {
      nanos = Math.max(nanos, batches.next().getSamples(0).getAtNanos());
    }
    return Instant.ofEpochSecond(0, nanos).toString().replace("T", " ").replace("Z", "");
  }

  /** Sends the closing scrapes. */
  void sendEnd(LedgerProducer producer) {
    Instant at = closedThrough.plus(INTO_OPEN_MINUTE);
    List<Sample> samples = new ArrayList<>();
    for (int node = 0; node < fleet.plan().nodes(); node++) {
      // The first tick of every device has a sample; only its instant is another.
      for (Sample first : fleet.samples(node, 0)) {
        samples.add(at(first, at));
      }
    }
    SampleBatches.of(fleet.plan().source(), fleet.plan().cadence(), at, samples)
        .forEach(producer::send);
    producer.flush();
  }

  private static Sample at(Sample first, Instant at) {
    return new Sample(
        first.device(),
        at,
        first.facts(),
        first.busyRatio(),
        first.smActiveRatio(),
        first.tensorActiveRatio(),
        first.dramActiveRatio(),
        first.memoryUsedBytes(),
        first.memoryTotalBytes(),
        first.powerWatts(),
        null,
        first.temperatureCelsius(),
        first.smClockHertz(),
        first.lastXid(),
        first.holders());
  }

  /** Whether everything sent has been seen and published, as far as totals tell. */
  boolean isComplete(LedgerPipeline pipeline) {
    return pipeline.ask(samplesSql()).equals(Long.toString(samplesExpected()))
        && pipeline
            .ask("SELECT sum(state_nanos) FROM current_gpu_usage")
            .equals(Long.toString(nanosExpected()));
  }

  private static String samplesSql() {
    return "SELECT uniqExact(cluster, device_uuid, gpu_instance, compute_instance, at)"
        + " FROM gpu_samples";
  }

  private long samplesExpected() {
    return truth.samples() + truth.devices().size();
  }

  /** Valid time of all devices. */
  long nanosExpected() {
    return truth.devices().stream().mapToLong(this::nanosExpected).sum();
  }

  private long nanosExpected(DeviceTruth device) {
    return Duration.between(device.firstAt(), closedThrough).toNanos();
  }

  /**
   * What the ledger holds: distinct samples; nanoseconds by device, holders and state; measures by
   * device, as the minutes and as both rollups have them; groups in which a rollup differs from the
   * minutes; late samples and rejects.
   */
  List<String> stored(LedgerPipeline pipeline) {
    List<String> lines = new ArrayList<>();
    lines.add("samples " + pipeline.ask(samplesSql()));
    pipeline.lines(BY_HOLDERS).forEach(line -> lines.add("held " + line.replace('\t', ' ')));
    for (String table : List.of("current_gpu_usage", "gpu_usage_hourly", "gpu_usage_daily")) {
      pipeline
          .lines(MEASURES.formatted(table))
          .forEach(line -> lines.add(table + " " + line.replace('\t', ' ')));
    }
    lines.add("hourly " + differences(pipeline, "toStartOfHour(minute)", "hour", "hourly"));
    lines.add("daily " + differences(pipeline, "toDate(minute)", "day", "daily"));
    lines.add("late " + pipeline.ask("SELECT count() FROM late_samples"));
    lines.add("rejects " + pipeline.ask("SELECT count() FROM rejects"));
    return lines.stream().sorted().toList();
  }

  private static String differences(
      LedgerPipeline pipeline, String ofMinute, String ofRollup, String rollup) {
    String minutes = BY_HOUR.formatted(ofMinute, "current_gpu_usage");
    String hours = BY_HOUR.formatted(ofRollup, "gpu_usage_" + rollup);
    return pipeline.ask(
        "SELECT (SELECT count() FROM ("
            + minutes
            + " EXCEPT "
            + hours
            + ")) + (SELECT count() FROM ("
            + hours
            + " EXCEPT "
            + minutes
            + "))");
  }

  /** What {@link #stored} must answer, by the generator's truth. */
  List<String> expected() {
    List<String> lines = new ArrayList<>();
    lines.add("samples " + samplesExpected());
    for (DeviceTruth device : truth.devices()) {
      held(device, lines);
      for (String table : List.of("current_gpu_usage", "gpu_usage_hourly", "gpu_usage_daily")) {
        lines.add(
            String.join(
                " ",
                table,
                device.device().uuid(),
                Long.toString(nanosExpected(device)),
                Long.toString(device.effectiveNanos()),
                Long.toString(device.busyNanos()),
                Long.toString(device.smNanos()),
                Long.toString(device.tensorNanos())));
      }
    }
    lines.addAll(List.of("hourly 0", "daily 0", "late 0", "rejects 0"));
    return lines.stream().sorted().toList();
  }

  private void held(DeviceTruth device, List<String> lines) {
    Map<String, Map<State, Long>> byHolders =
        device.holderStateNanos().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> String.join(",", entry.getKey()),
                    entry -> new EnumMap<>(entry.getValue())));
    long quiet = Duration.between(device.endAt(), closedThrough).toNanos();
    byHolders
        .computeIfAbsent("", any -> new EnumMap<>(State.class))
        .merge(State.UNOBSERVED, quiet, Long::sum);
    byHolders.forEach(
        (holders, states) ->
            states.forEach(
                (state, nanos) ->
                    lines.add(
                        String.join(
                            " ",
                            "held",
                            device.device().uuid(),
                            holders,
                            state.code(),
                            Long.toString(nanos)))));
  }
}
