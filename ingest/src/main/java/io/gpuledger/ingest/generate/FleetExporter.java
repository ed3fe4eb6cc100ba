package io.gpuledger.ingest.generate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.prometheus.ExpositionWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * Serves a generated fleet as a dcgm-exporter of each node would, on loopback, one path a node. The
 * fleet lives by the clock and its life repeats after the plan's ticks. A runaway job can be let
 * loose on it.
 */
public final class FleetExporter implements AutoCloseable {
  private final FleetGenerator fleet;
  private final InstantSource clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private volatile Optional<Runaway> runaway = Optional.empty();

  private FleetExporter(FleetGenerator fleet, InstantSource clock, HttpServer server) {
    this.fleet = fleet;
    this.clock = clock;
    this.server = server;
  }

  /**
   * A job that takes devices and burns them.
   *
   * @param namespace of its pod
   * @param pod its name
   * @param firstNode number of the first node it is on
   * @param devices how many devices it takes, node after node
   */
  public record Runaway(String namespace, String pod, int firstNode, int devices) {}

  /**
   * Starts serving.
   *
   * @param port on 127.0.0.1, 0 for a free one
   * @throws IOException when the port is taken
   */
  public static FleetExporter start(FleetGenerator fleet, InstantSource clock, int port)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    FleetExporter exporter = new FleetExporter(fleet, clock, server);
    server.createContext("/nodes/", exporter::answer);
    server.setExecutor(exporter.threads);
    server.start();
    return exporter;
  }

  /** The address of a node's exposition. */
  public URI uri(int node) {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/nodes/" + node + "/metrics");
  }

  /** Lets a job loose; a second one takes its place. */
  public void startRunaway(Runaway job) {
    runaway = Optional.of(job);
  }

  /** Ends the runaway job. */
  public void stopRunaway() {
    runaway = Optional.empty();
  }

  /** The job that runs away now. */
  public Optional<Runaway> runaway() {
    return runaway;
  }

  /** What a node's exposition says now. */
  public List<Sample> samples(int node) {
    Duration lived = Duration.between(fleet.plan().start(), clock.instant());
    long tick = Math.floorDiv(lived.toMillis(), fleet.plan().cadence().toMillis());
    List<Sample> samples = fleet.samples(node, tick);
    return runaway.isEmpty() ? samples : withRunaway(node, samples, runaway.get());
  }

  private List<Sample> withRunaway(int node, List<Sample> samples, Runaway job) {
    int before = (node - job.firstNode()) * fleet.plan().devicesPerNode();
    Holder holder = new Holder(Holder.Kind.KUBERNETES_POD, job.namespace(), job.pod(), "main", "");
    List<Sample> changed = new ArrayList<>();
    for (Sample sample : samples) {
      int place = before + Integer.parseInt(sample.facts().index());
      boolean taken = before >= 0 && place < job.devices();
      changed.add(taken ? burning(sample, holder) : sample);
    }
    return changed;
  }

  private static Sample burning(Sample sample, Holder holder) {
    return new Sample(
        sample.device(),
        sample.at(),
        sample.facts(),
        0.99,
        0.91,
        0.55,
        0.6,
        sample.memoryTotalBytes(),
        sample.memoryTotalBytes(),
        690.0,
        sample.energyMicrojoulesTotal(),
        74.0,
        1_980_000_000L,
        0,
        List.of(holder));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      int node = path.length == 4 && path[3].equals("metrics") ? number(path[2]) : -1;
      if (node < 0 || node >= fleet.plan().nodes()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] text = ExpositionWriter.write(samples(node)).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
      boolean gzip = accepted != null && accepted.contains("gzip");
      if (gzip) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      }
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      try (OutputStream out = gzip ? new GZIPOutputStream(body) : body) {
        out.write(text);
      }
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
