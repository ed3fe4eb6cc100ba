package io.gpuledger.dashboard.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what an incoming webhook of Slack takes, on the loopback interface, and notes when each
 * budget was named.
 */
final class SlackStandIn implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Pattern budget;
  private final Map<String, List<Long>> heard = new ConcurrentHashMap<>();

  /**
   * Begins to listen.
   *
   * @param budget how a budget is named; messages that name none are not counted
   */
  SlackStandIn(Pattern budget) throws IOException {
    this.budget = budget;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/services/T0/B0/bench", this::take);
    server.start();
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/services/T0/B0/bench");
  }

  /** When each budget was named, by {@link System#nanoTime}. */
  Map<String, List<Long>> heard() {
    return heard;
  }

  private void take(HttpExchange exchange) throws IOException {
    long at = System.nanoTime();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher name = budget.matcher(body);
    if (name.find()) {
      heard.computeIfAbsent(name.group(), none -> new CopyOnWriteArrayList<>()).add(at);
    }
    // Header and body in two packets would have the second wait some 40 ms for the first to be
    // confirmed, which Slack's own servers do not do.
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
