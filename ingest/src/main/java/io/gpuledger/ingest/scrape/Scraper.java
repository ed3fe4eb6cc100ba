package io.gpuledger.ingest.scrape;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes many targets, each at its own cadence, and hands their samples to a sink.
 *
 * <p>Exchanges are asynchronous and at most {@link ScrapeOptions#inFlightMax()} at once; bodies are
 * read by a few threads. Each target has a place of its own within the cadence; one that fails is
 * left alone for longer and longer. The instant of a sample is the start of its scrape, unless the
 * exposition says otherwise. Refused readings of a target: kept once an hour by kind, counted
 * always.
 */
public final class Scraper implements AutoCloseable {
  /** How often the same kind of refused reading of a target is reported. */
  public static final Duration REJECT_PAUSE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
  private static final long TURN_MILLIS = 50;
  private static final String ACCEPT =
      "text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";

  private final ScrapeOptions options;
  private final SampleSink sink;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService parsers;
  private final ExecutorService transport;
  private final HttpClient client;
  private final ExpositionReader reader;
  private final Semaphore inFlight;
  private final AtomicLong heldBytes = new AtomicLong();
  private final Map<ScrapeTarget, Work> targets = new ConcurrentHashMap<>();

  /** A scraper without targets; {@link #retarget} starts it. */
  public Scraper(ScrapeOptions options, SampleSink sink, InstantSource clock) {
    this.options = options;
    this.sink = sink;
    this.clock = clock;
    this.timer = new ScheduledThreadPoolExecutor(1, threads("scrape-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.parsers = Executors.newFixedThreadPool(options.parserThreads(), threads("scrape-parse"));
    this.transport = Executors.newFixedThreadPool(2, threads("scrape-http"));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.connectTimeout())
            .executor(transport)
            .build();
    this.reader = new ExpositionReader(options);
    this.inFlight = new Semaphore(options.inFlightMax());
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** One target and what is known of it. */
  private static final class Work {
    private final ScrapeTarget target;
    private final RefusedReadings refused = new RefusedReadings(REJECT_PAUSE);
    private volatile ScrapeStatus status;

    Work(ScrapeTarget target) {
      this.target = target;
      this.status = ScrapeStatus.waiting(target);
    }
  }

  /** Scrapes these targets from now on: new ones start, absent ones stop, others go on. */
  public synchronized void retarget(List<ScrapeTarget> wanted) {
    Set<ScrapeTarget> kept = new HashSet<>(wanted);
    for (Work work : List.copyOf(targets.values())) {
      if (!kept.contains(work.target) && targets.remove(work.target, work)) {
        send(work, clock.instant(), work.refused.rest());
      }
    }
    for (ScrapeTarget target : kept) {
      if (!targets.containsKey(target)) {
        Work work = new Work(target);
        targets.put(target, work);
        schedule(work, ScrapeSchedule.next(target, clock.instant()));
      }
    }
  }

  /** How each target is doing. */
  public List<ScrapeStatus> status() {
    return targets.values().stream().map(w -> w.status).toList();
  }

  /** Stops; scrapes under way are dropped. */
  @Override
  public void close() {
    timer.shutdownNow();
    transport.shutdownNow();
    parsers.shutdownNow();
    try {
      if (!parsers.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a parser did not stop within 10 s");
      }
      sendRest();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendRest() {
    try {
      targets.values().forEach(work -> send(work, clock.instant(), work.refused.rest()));
    } catch (RuntimeException e) {
      LOG.warn("the last counts of refused readings could not be sent", e);
    }
  }

  private void schedule(Work work, Instant at) {
    schedule(work, Duration.between(clock.instant(), at).toMillis());
  }

  private void schedule(Work work, long millis) {
    try {
      Future<?> unused = timer.schedule(() -> start(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed, {} is not scraped again", work.target);
    }
  }

  private void start(Work work) {
    if (targets.get(work.target) != work) {
      return;
    }
    if (!inFlight.tryAcquire()) {
      schedule(work, TURN_MILLIS);
      return;
    }
    Instant at = Instant.ofEpochMilli(clock.instant().toEpochMilli());
    BoundedBody body =
        new BoundedBody(
            (int) Math.min(options.bodyBytesMax(), work.target.bytesMax()),
            heldBytes,
            options.bufferedBytesMax());
    try {
      CompletableFuture<HttpResponse<byte[]>> exchange =
          client.sendAsync(request(work.target), info -> body);
      Future<?> deadline =
          timer.schedule(
              () -> {
                body.cut(ProblemCode.TARGET_TIMEOUT, "no answer within " + work.target.timeout());
                exchange.cancel(true);
              },
              work.target.timeout().toMillis(),
              TimeUnit.MILLISECONDS);
      CompletableFuture<?> unused =
          exchange
              .thenAcceptAsync(response -> take(work, at, response), parsers)
              .whenComplete(
                  (ok, error) -> {
                    deadline.cancel(false);
                    body.release();
                    inFlight.release();
                    finish(work, at, error);
                  });
    } catch (RuntimeException e) {
      inFlight.release();
      finish(work, at, e);
    }
  }

  private static HttpRequest request(ScrapeTarget target) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.uri())
            .timeout(target.timeout())
            .header("Accept", ACCEPT)
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "gpuledger")
            .GET();
    if (!target.authorization().isEmpty()) {
      request.header("Authorization", target.authorization());
    }
    return request.build();
  }

  private void take(Work work, Instant at, HttpResponse<byte[]> response) {
    ScrapeTarget target = work.target;
    if (response.statusCode() != 200) {
      throw new ScrapeFault(
          ProblemCode.TARGET_FAILED, "the target answered status " + response.statusCode());
    }
    ExpositionReader.Read read;
    try {
      read = reader.read(target, at, response);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
    send(work, at, work.refused.due(at, read.samples().problems(), read.refused()));
    if (read.fatal().isPresent()) {
      throw new ScrapeFault(
          read.fatal().get().code(),
          "line " + read.fatal().get().location().line() + ": " + read.fatal().get().message());
    }
    List<Sample> samples = read.samples().values();
    for (SampleBatch batch :
        SampleBatches.of(target.source(), target.cadence(), clock.instant(), samples)) {
      sink.accept(batch);
    }
    work.status =
        work.status.up(
            at,
            Duration.between(at, clock.instant()),
            read.bytes(),
            samples.size(),
            read.refused());
  }

  private void finish(Work work, Instant at, @org.jspecify.annotations.Nullable Throwable error) {
    if (error == null) {
      schedule(work, ScrapeSchedule.next(work.target, clock.instant()));
      return;
    }
    Problem problem = problem(work.target, error);
    boolean wasDown = work.status.health() == ScrapeStatus.Health.DOWN;
    work.status = work.status.down(at, Duration.between(at, clock.instant()), problem);
    if (!wasDown) {
      LOG.warn("target {} is down: {}", work.target.name(), problem.message());
    }
    schedule(
        work,
        ScrapeSchedule.backoff(work.target, work.status.failuresInRow(), options.backoffMax())
            .toMillis());
  }

  private static Problem problem(ScrapeTarget target, Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof ScrapeFault fault) {
        return ExpositionReader.problem(target, fault.code(), String.valueOf(fault.getMessage()));
      }
    }
    boolean late =
        cause instanceof HttpTimeoutException
            || cause instanceof java.util.concurrent.CancellationException;
    if (cause instanceof java.net.ConnectException) {
      return ExpositionReader.problem(
          target, ProblemCode.TARGET_FAILED, "cannot connect to " + target.uri().getAuthority());
    }
    return late
        ? ExpositionReader.problem(
            target, ProblemCode.TARGET_TIMEOUT, "no answer within " + target.timeout())
        : ExpositionReader.problem(target, ProblemCode.TARGET_FAILED, String.valueOf(cause));
  }

  private void send(Work work, Instant at, List<Problem> refused) {
    for (Problem problem : refused) {
      sink.reject(
          Reject.newBuilder()
              .setSource(work.target.source())
              .setFile(problem.location().input())
              .setLine(problem.location().line())
              .setColumn(problem.location().column())
              .setField(problem.field())
              .setCode(problem.code().name())
              .setMessage(problem.message())
              .setRawText(problem.rawText())
              .setOccurredAtMicros(at.toEpochMilli() * 1_000)
              .build());
    }
  }
}
