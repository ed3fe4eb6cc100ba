package io.gpuledger.dashboard.bench;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.launcher.BenchInstance;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import io.gpuledger.streaming.job.TelemetryJob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Samples from a filled topic to committed rows, the raw engine inserting the same rows, and how
 * long a sample takes until readers see it.
 */
public final class TelemetryBench {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final long SEED = 11;
  private static final int NODES = 2_500;
  private static final int DEVICES_PER_NODE = 8;
  private static final int DEVICES = NODES * DEVICES_PER_NODE;
  private static final Duration CADENCE = Duration.ofSeconds(15);

  /**
   * The first answers wait for code to be compiled and for what the first phase left to be merged.
   */
  private static final Duration LATENCY_WARM_UP = Duration.ofSeconds(15);

  private static final Duration LATENCY_PHASE = Duration.ofSeconds(45);

  /** Columns of a sample with values, beside its identity and time. */
  private static final int VALUES_PER_SAMPLE = 11;

  /** Scrapes of each device that are streamed first, so that the measured code is warm. */
  private static final int WARM_UP_TICKS = 100;

  private static final int RAW_BLOCK_ROWS = 250_000;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * What was measured.
   *
   * @param samplesPerSecond from the start of the job on a filled topic to committed rows, facts,
   *     holders and inventory included, after a stream of {@code coldSamples} and a stop of the job
   * @param coldSamplesPerSecond the same for those first samples, when no code was compiled yet
   * @param valuesPerSecond measured values in them
   * @param rawEngineRowsPerSecond the engine inserting the same rows of {@code gpu_samples}
   * @param visibleMillisP50 from the hand-over to Kafka until readers see the sample, at 20,000
   *     devices with a cadence of 15 s, after a warm-up of 15 s
   * @param visibleMillisP99 the same
   * @param answerMillisP50 how long one answer about all devices took meanwhile
   * @param samples samples of the measured stream
   * @param coldSamples samples of the stream before it
   */
  public record Figures(
      long samplesPerSecond,
      long coldSamplesPerSecond,
      long valuesPerSecond,
      long rawEngineRowsPerSecond,
      long visibleMillisP50,
      long visibleMillisP99,
      long answerMillisP50,
      long samples,
      long coldSamples) {}

  private TelemetryBench() {}

  /** Measures with so many samples in an empty directory. */
  public static Figures run(Path directory, long samples, Consumer<String> progress)
      throws IOException {
    int ticks = (int) Math.max(2, samples / DEVICES);
    int warmUpTicks = Math.min(ticks, WARM_UP_TICKS);
    try (BenchInstance instance = BenchInstance.open(directory.resolve("data"), progress)) {
      Instant begin = CLOCK.instant().minus(CADENCE.multipliedBy(ticks + warmUpTicks + 4L));
      Streamed cold = stream(instance, plan(begin, warmUpTicks), 0, progress);
      instance.stopJob();
      Instant next = begin.plus(CADENCE.multipliedBy(warmUpTicks));
      Streamed warm = stream(instance, plan(next, ticks), cold.samples(), progress);
      progress.accept("the engine alone inserts the same rows");
      long raw = rawInsert(instance);
      progress.accept("measuring how soon a sample is seen");
      Visible visible = visible(instance);
      return new Figures(
          warm.perSecond(),
          cold.perSecond(),
          warm.perSecond() * VALUES_PER_SAMPLE,
          raw,
          percentile(visible.latencies(), 50),
          percentile(visible.latencies(), 99),
          percentile(visible.answers(), 50),
          warm.samples(),
          cold.samples());
    }
  }

  private record Streamed(long samples, double seconds) {
    long perSecond() {
      return Math.round(samples / seconds);
    }
  }

  /** Fills the topic, then starts the job and waits for the last row. */
  private static Streamed stream(
      BenchInstance instance, FleetPlan plan, long storedBefore, Consumer<String> progress) {
    progress.accept("filling the topic");
    long sent = fill(instance, new FleetGenerator(plan));
    progress.accept("streaming " + sent + " samples");
    long started = System.nanoTime();
    instance.startJob(TelemetryJob.NAME);
    awaitRows(instance, storedBefore + sent, progress);
    return new Streamed(sent, (System.nanoTime() - started) / 1e9);
  }

  private static FleetPlan plan(Instant start, int ticks) {
    return FleetPlan.small(SEED, start.truncatedTo(ChronoUnit.SECONDS))
        .withSize(NODES, DEVICES_PER_NODE)
        .withTicks(ticks)
        .withDisorder(FleetPlan.Disorder.NONE);
  }

  private static long fill(BenchInstance instance, FleetGenerator fleet) {
    long sent = 0;
    Iterator<SampleBatch> batches = fleet.batches();
    while (batches.hasNext()) {
      SampleBatch batch = batches.next();
      instance.producer().send(batch);
      sent += batch.getSamplesCount();
    }
    instance.producer().flush();
    return sent;
  }

  private static void awaitRows(BenchInstance instance, long rows, Consumer<String> progress) {
    long start = System.nanoTime();
    long told = start;
    long toldRows = 0;
    for (long stored = 0; stored < rows; stored = storedRows(instance)) {
      long now = System.nanoTime();
      if (now - start > PATIENCE.toNanos()) {
        throw new IllegalStateException(stored + " of " + rows + " samples after " + PATIENCE);
      }
      if (now - told > PROGRESS.toNanos()) {
        progress.accept(
            "%,d of %,d samples, lately %,.0f a second"
                .formatted(stored, rows, (stored - toldRows) * 1e9 / (now - told)));
        told = now;
        toldRows = stored;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static long storedRows(BenchInstance instance) {
    return Long.parseLong(
        instance.client().query("SELECT count() FROM gpu_samples", Map.of()).strip());
  }

  /** Blocks in the form that the sink sends, from memory, through the same door. */
  private static long rawInsert(BenchInstance instance) throws IOException {
    List<String> columns =
        instance
            .client()
            .query(
                "SELECT name FROM system.columns WHERE database = currentDatabase()"
                    + " AND table = 'gpu_samples' ORDER BY position",
                Map.of())
            .lines()
            .toList();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    instance
        .engine()
        .run(
            "SELECT " + String.join(", ", columns) + " FROM gpu_samples LIMIT " + RAW_BLOCK_ROWS,
            "Native",
            block);
    byte[] rows = block.toByteArray();
    run(instance, "CREATE TABLE bench_samples AS gpu_samples");
    int blocks = 6;
    long started = System.nanoTime();
    for (int i = 0; i < blocks; i++) {
      instance
          .client()
          .insertNative(
              "bench_samples", columns, "bench-" + i, () -> new ByteArrayInputStream(rows));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    run(instance, "DROP TABLE bench_samples SYNC");
    return Math.round((double) blocks * RAW_BLOCK_ROWS / seconds);
  }

  private static void run(BenchInstance instance, String sql) throws IOException {
    instance.engine().run(sql, "TabSeparated", OutputStream.nullOutputStream());
  }

  /** Milliseconds, sorted. */
  private record Visible(List<Long> latencies, List<Long> answers) {}

  /**
   * From the hand-over of a scrape to Kafka until an answer of the API's query shows it. The answer
   * is asked for again as soon as it came, and its own time counts.
   */
  private static Visible visible(BenchInstance instance) {
    FleetGenerator live = new FleetGenerator(plan(CLOCK.instant().minus(CADENCE), 1_000));
    LedgerReader reader =
        new LedgerReader(
            instance.client(), () -> RulesInForce.of(OwnershipRules.NONE), LiveFacts.NONE, CLOCK);
    Instant begin = CLOCK.instant();
    Thread sender = new Thread(() -> sendSteadily(instance, live), "bench-sender");
    sender.setDaemon(true);
    sender.start();
    LongStream.Builder latencies = LongStream.builder();
    LongStream.Builder answers = LongStream.builder();
    Map<Object, Instant> newest = new HashMap<>();
    long counted = System.nanoTime() + LATENCY_WARM_UP.toNanos();
    long end = counted + LATENCY_PHASE.toNanos();
    while (System.nanoTime() < end) {
      long asked = System.nanoTime();
      Map<String, Object> answer =
          reader.gpus(Filter.everything(), DEVICES, 0, AccessScope.EVERYTHING);
      long answered = System.nanoTime();
      if (answered >= counted) {
        answers.add((answered - asked) / 1_000_000);
      }
      Instant now = CLOCK.instant();
      for (Object row : (List<?>) Objects.requireNonNull(answer.get("rows"))) {
        Map<?, ?> device = (Map<?, ?>) row;
        Instant published = Instant.parse(String.valueOf(device.get("publishedAt")));
        Object id = Objects.requireNonNull(device.get("id"));
        // One scrape a cadence: a device whose latest sample is new has shown exactly one more.
        boolean fresh = published.isAfter(begin) && !published.equals(newest.put(id, published));
        if (fresh && answered >= counted) {
          latencies.add(Duration.between(published, now).toMillis());
        }
      }
    }
    sender.interrupt();
    return new Visible(
        latencies.build().sorted().boxed().toList(), answers.build().sorted().boxed().toList());
  }

  private static void sendSteadily(BenchInstance instance, FleetGenerator live) {
    long pause = CADENCE.toNanos() / NODES;
    long next = System.nanoTime();
    for (long tick = 0; ; tick++) {
      for (int node = 0; node < NODES; node++) {
        if (Thread.interrupted()) {
          return;
        }
        SampleBatches.of("fleet", CADENCE, CLOCK.instant(), live.samples(node, tick))
            .forEach(instance.producer()::send);
        next += pause;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static long percentile(List<Long> sorted, int percent) {
    if (sorted.isEmpty()) {
      throw new IllegalStateException("no sample was seen while measuring");
    }
    int index = (int) ((long) sorted.size() * percent / 100);
    return sorted.get(Math.min(sorted.size() - 1, index));
  }
}
