package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP server that behaves as Slack's incoming webhooks do, and misbehaves on request. A
 * payload beyond Slack's limits is answered with 400, as there.
 */
final class SlackServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<String> script = new ArrayDeque<>();
  final List<String> received = new ArrayList<>();

  SlackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/services/T0/B0/secret", this::answer);
    server.createContext("/elsewhere", exchange -> respond(exchange, 200, "ok"));
    server.start();
  }

  /** What the next requests get: a status, {@code 429}, {@code stall}, {@code drop}. */
  void script(String... answers) {
    synchronized (script) {
      script.addAll(Arrays.asList(answers));
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/T0/B0/secret";
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String next;
    synchronized (script) {
      received.add(body);
      next = script.isEmpty() ? "200" : script.removeFirst();
    }
    JsonNode payload = JSON.readTree(body);
    if (!SlackRules.faults(payload).isEmpty()) {
      respond(exchange, 400, "invalid_blocks");
      return;
    }
    switch (next) {
      case "stall" -> stall(exchange);
      case "drop" -> exchange.close();
      case "429" -> {
        exchange.getResponseHeaders().add("Retry-After", "30");
        respond(exchange, 429, "rate_limited");
      }
      case "302" -> {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        respond(exchange, 302, "moved");
      }
      default ->
          respond(exchange, Integer.parseInt(next), next.equals("200") ? "ok" : "no_service");
    }
  }

  private void stall(HttpExchange exchange) {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
