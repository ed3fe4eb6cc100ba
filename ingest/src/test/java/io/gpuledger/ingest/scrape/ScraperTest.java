package io.gpuledger.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.generate.FleetExporter;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.prometheus.ExpositionLimits;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScraperTest {
  private static final Duration CADENCE = Duration.ofMillis(400);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String GOOD = "DCGM_FI_DEV_GPU_UTIL{gpu=\"0\",UUID=\"GPU-a\"} 50\n";

  private final Memory memory = new Memory();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private HttpServer server;
  private Scraper scraper;

  /** A sink that remembers. */
  private static final class Memory implements SampleSink {
    private final Queue<SampleBatch> batches = new ConcurrentLinkedQueue<>();
    private final Queue<Reject> rejects = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(SampleBatch batch) {
      batches.add(batch);
    }

    @Override
    public void reject(Reject reject) {
      rejects.add(reject);
    }
  }

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.start();
    scraper = new Scraper(options(), memory, InstantSource.system());
  }

  @AfterEach
  void stopServer() {
    closing.countDown();
    scraper.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private static ScrapeOptions options() {
    return new ScrapeOptions(
        8,
        2,
        1 << 20,
        8L << 20,
        new ExpositionLimits(4 << 20, 10_000, 64 << 10, 64, 100),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5));
  }

  @Test
  void a_good_target_is_scraped_again_and_again_and_a_bad_one_costs_nobody_else()
      throws IOException {
    byte[] cut = half(gzip(GOOD.repeat(1_000)));
    byte[] bomb = gzip("a 1\n".repeat(3 << 20));
    serve("/good", exchange -> send(exchange, 200, "", GOOD.getBytes(StandardCharsets.UTF_8)));
    serve("/error", exchange -> send(exchange, 503, "", new byte[0]));
    serve(
        "/html", exchange -> send(exchange, 200, "", "<html>no".getBytes(StandardCharsets.UTF_8)));
    serve("/empty", exchange -> send(exchange, 200, "", new byte[0]));
    serve("/hang", exchange -> closing.await());
    serve("/endless", ScraperTest::sendForEver);
    serve("/trickle", this::trickle);
    serve("/cut", exchange -> send(exchange, 200, "gzip", cut));
    serve("/bomb", exchange -> send(exchange, 200, "gzip", bomb));
    serve("/utf16", e -> send(e, 200, "", GOOD.getBytes(StandardCharsets.UTF_16LE)));
    List<String> bad =
        List.of("error", "html", "empty", "hang", "endless", "trickle", "cut", "bomb", "utf16");
    List<ScrapeTarget> targets = new ArrayList<>();
    targets.add(target("/good"));
    bad.forEach(name -> targets.add(target("/" + name)));
    targets.add(ScrapeTarget.of("fleet", "c", URI.create("http://127.0.0.1:1/closed"), CADENCE));

    scraper.retarget(targets);

    await(() -> memory.batches.size() >= 5);
    await(() -> scraper.status().stream().allMatch(s -> s.scrapes() > 0));
    assertThat(codeOf("/error")).isEqualTo(ProblemCode.TARGET_FAILED);
    assertThat(codeOf("/html")).isEqualTo(ProblemCode.MALFORMED_EXPOSITION);
    assertThat(codeOf("/empty")).isEqualTo(ProblemCode.EMPTY_INPUT);
    assertThat(codeOf("/hang")).isEqualTo(ProblemCode.TARGET_TIMEOUT);
    assertThat(codeOf("/endless")).isIn(ProblemCode.INPUT_TOO_LARGE, ProblemCode.TARGET_TIMEOUT);
    assertThat(codeOf("/trickle")).isEqualTo(ProblemCode.TARGET_TIMEOUT);
    assertThat(codeOf("/cut")).isEqualTo(ProblemCode.TRUNCATED);
    assertThat(codeOf("/bomb")).isEqualTo(ProblemCode.INPUT_TOO_LARGE);
    assertThat(codeOf("/utf16")).isEqualTo(ProblemCode.WRONG_ENCODING);
    assertThat(codeOf("/closed")).isEqualTo(ProblemCode.TARGET_FAILED);
    assertThat(statusOf("/good").health()).isEqualTo(ScrapeStatus.Health.UP);
    assertThat(statusOf("/good").lastSamples()).isEqualTo(1);
    assertThat(memory.batches)
        .allSatisfy(b -> assertThat(b.getSamples(0).getUuid()).isEqualTo("GPU-a"));
  }

  @Test
  void a_target_that_comes_back_is_up_again_and_keeps_its_last_error() {
    AtomicInteger calls = new AtomicInteger();
    serve(
        "/flaky",
        exchange ->
            send(
                exchange,
                calls.getAndIncrement() < 2 ? 500 : 200,
                "",
                GOOD.getBytes(StandardCharsets.UTF_8)));
    scraper.retarget(List.of(target("/flaky")));
    await(() -> statusOf("/flaky").health() == ScrapeStatus.Health.UP);
    ScrapeStatus status = statusOf("/flaky");
    assertThat(status.failures()).isEqualTo(2);
    assertThat(status.failuresInRow()).isZero();
    assertThat(status.lastError().orElseThrow().message()).contains("500");
  }

  @Test
  void a_removed_target_is_left_alone_and_a_kept_one_goes_on() {
    AtomicInteger removed = new AtomicInteger();
    serve(
        "/removed",
        exchange -> {
          removed.incrementAndGet();
          send(exchange, 200, "", GOOD.getBytes(StandardCharsets.UTF_8));
        });
    serve("/kept", exchange -> send(exchange, 200, "", GOOD.getBytes(StandardCharsets.UTF_8)));
    scraper.retarget(List.of(target("/removed"), target("/kept")));
    await(() -> removed.get() > 0 && statusOf("/kept").scrapes() > 0);
    scraper.retarget(List.of(target("/kept")));
    assertThat(scraper.status()).hasSize(1);
    int seen = removed.get();
    long before = statusOf("/kept").scrapes();
    await(() -> statusOf("/kept").scrapes() >= before + 4);
    assertThat(removed.get()).isLessThanOrEqualTo(seen + 1);
  }

  @Test
  void gzip_and_the_bearer_token_are_sent_and_the_token_is_never_printed() {
    Queue<String> headers = new ConcurrentLinkedQueue<>();
    serve(
        "/secret",
        exchange -> {
          headers.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Accept-Encoding"));
          send(exchange, 200, "gzip", gzip(GOOD));
        });
    ScrapeTarget plain = target("/secret");
    ScrapeTarget target =
        new ScrapeTarget(
            "fleet",
            "c",
            "rack-7",
            plain.uri(),
            CADENCE,
            CADENCE,
            "Bearer token-of-ours",
            Long.MAX_VALUE);
    scraper.retarget(List.of(target));
    await(() -> !memory.batches.isEmpty());
    assertThat(headers).contains("Bearer token-of-ours gzip");
    assertThat(memory.batches.element().getNode()).isEqualTo("rack-7");
    assertThat(target.toString() + scraper.status()).doesNotContain("token-of-ours");
    assertThatThrownBy(
            () -> ScrapeTarget.of("s", "c", URI.create("http://u:p@host/metrics"), CADENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_answer_beyond_the_limit_of_its_target_is_refused() throws IOException {
    byte[] packed = gzip("a 1\n".repeat(1_000));
    serve("/small", e -> send(e, 200, "", GOOD.getBytes(StandardCharsets.UTF_8)));
    serve("/plain", e -> send(e, 200, "", "a 1\n".repeat(1_000).getBytes(StandardCharsets.UTF_8)));
    serve("/packed", e -> send(e, 200, "gzip", packed));
    List<ScrapeTarget> targets = new ArrayList<>();
    for (String path : List.of("/small", "/plain", "/packed")) {
      targets.add(
          new ScrapeTarget("fleet", "c", "", target(path).uri(), CADENCE, CADENCE, "", 1_024));
    }

    scraper.retarget(targets);

    await(() -> scraper.status().stream().allMatch(s -> s.scrapes() > 0));
    assertThat(statusOf("/small").health()).isEqualTo(ScrapeStatus.Health.UP);
    assertThat(codeOf("/plain")).isEqualTo(ProblemCode.INPUT_TOO_LARGE);
    assertThat(codeOf("/packed")).isEqualTo(ProblemCode.INPUT_TOO_LARGE);
  }

  @Test
  void a_refused_reading_is_reported_once_with_its_place_and_the_rest_is_taken() {
    serve(
        "/odd",
        exchange ->
            send(
                exchange,
                200,
                "",
                (GOOD + "DCGM_FI_PROF_SM_ACTIVE{UUID=\"GPU-a\"} 7\n")
                    .getBytes(StandardCharsets.UTF_8)));
    scraper.retarget(List.of(target("/odd")));
    await(() -> memory.batches.size() >= 3);
    assertThat(memory.rejects).hasSize(1);
    Reject reject = memory.rejects.element();
    assertThat(reject.getLine()).isEqualTo(2);
    assertThat(reject.getCode()).isEqualTo("NOT_ALLOWED_VALUE");
    assertThat(reject.getRawText()).contains("7.0");
    assertThat(statusOf("/odd").refusedReadings()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void a_generated_fleet_reads_back_as_it_is_printed() throws IOException {
    Instant now = Instant.parse("2026-11-24T08:10:00Z");
    FleetGenerator fleet =
        new FleetGenerator(FleetPlan.small(4, Instant.parse("2026-11-24T08:00:00Z")));
    try (FleetExporter exporter = FleetExporter.start(fleet, InstantSource.fixed(now), 0)) {
      scraper.retarget(List.of(ScrapeTarget.of("fleet", "cluster-a", exporter.uri(1), CADENCE)));
      await(() -> !memory.batches.isEmpty());
      assertThat(read(memory.batches.element())).isEqualTo(plain(exporter.samples(1)));

      exporter.startRunaway(new FleetExporter.Runaway("research", "sweep-9", 1, 2));
      memory.batches.clear();
      await(() -> memory.batches.stream().anyMatch(b -> held(b, "sweep-9") == 2));
      exporter.stopRunaway();
      memory.batches.clear();
      await(() -> memory.batches.stream().anyMatch(b -> held(b, "sweep-9") == 0));
    }
  }

  private static long held(SampleBatch batch, String pod) {
    return batch.getSamplesList().stream()
        .filter(s -> s.getHoldersList().stream().anyMatch(h -> h.getWorkload().equals(pod)))
        .count();
  }

  private static List<Sample> read(SampleBatch batch) {
    return plain(
        batch.getSamplesList().stream()
            .map(s -> SampleWire.toSample(batch.getCluster(), batch.getNode(), s))
            .toList());
  }

  /** The samples without their instant, which the scraper sets. */
  private static List<Sample> plain(List<Sample> samples) {
    return samples.stream()
        .map(
            s ->
                new Sample(
                    s.device(),
                    Instant.EPOCH,
                    s.facts(),
                    s.busyRatio(),
                    s.smActiveRatio(),
                    s.tensorActiveRatio(),
                    s.dramActiveRatio(),
                    s.memoryUsedBytes(),
                    s.memoryTotalBytes(),
                    s.powerWatts(),
                    s.energyMicrojoulesTotal(),
                    s.temperatureCelsius(),
                    s.smClockHertz(),
                    s.lastXid(),
                    s.holders()))
        .toList();
  }

  private void trickle(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    while (!closing.await(50, TimeUnit.MILLISECONDS)) {
      out.write("a 1\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static void sendForEver(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] chunk = "a 1\n".repeat(4_096).getBytes(StandardCharsets.UTF_8);
    while (true) {
      exchange.getResponseBody().write(chunk);
    }
  }

  /** A handler that may fail as it likes: the scraper closes connections on it. */
  private interface Answer {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void serve(String path, Answer answer) {
    HttpHandler handler =
        exchange -> {
          try (exchange) {
            answer.answer(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    server.createContext(path, handler);
  }

  private static void send(HttpExchange exchange, int status, String encoding, byte[] body)
      throws IOException {
    if (!encoding.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Encoding", encoding);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private ScrapeTarget target(String path) {
    return ScrapeTarget.of(
        "fleet",
        "c",
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
        CADENCE);
  }

  private ScrapeStatus statusOf(String path) {
    return scraper.status().stream()
        .filter(s -> s.target().endsWith(path))
        .findFirst()
        .orElseThrow();
  }

  private ProblemCode codeOf(String path) {
    return statusOf(path).lastError().orElseThrow().code();
  }

  private void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(DEADLINE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(() -> "in time: " + scraper.status()).isBefore(deadline);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}
