package io.gpuledger.dashboard.alert.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP server that takes messages, and on request fails, stalls, is busy, or drops the
 * connection after it has taken one.
 */
public final class HttpPeer implements AutoCloseable {
  /** One request as it came. */
  public record Request(String path, Map<String, List<String>> headers, String body) {
    /** The first value of a header. */
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(name))
          .map(each -> each.getValue().get(0))
          .findFirst()
          .orElse("");
    }
  }

  /** What is answered to a request where nothing else is asked for. */
  public interface Answer {
    Response to(Request request);
  }

  /** A status and a body. */
  public record Response(int status, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<String> script = new ArrayDeque<>();
  private final Answer answer;

  /** Every request, also those that were answered with a fault. */
  public final List<Request> received = new CopyOnWriteArrayList<>();

  /** The requests that this server took for good, whatever the caller saw of it. */
  public final List<Request> taken = new CopyOnWriteArrayList<>();

  public HttpPeer(Answer answer) throws IOException {
    this.answer = answer;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * What happens to the next requests, one after another: {@code drop} takes the request and cuts
   * the connection, {@code stall} takes it and never answers, {@code 429} is busy for half a
   * minute, another number is an answer with this status.
   */
  public void script(String... answers) {
    synchronized (script) {
      script.addAll(Arrays.asList(answers));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Request request =
        new Request(
            exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body);
    received.add(request);
    Optional<String> next;
    synchronized (script) {
      next = Optional.ofNullable(script.pollFirst());
    }
    switch (next.orElse("take")) {
      case "take" -> take(exchange, request);
      case "drop" -> {
        answer.to(request);
        taken.add(request);
        exchange.close();
      }
      case "stall" -> {
        answer.to(request);
        taken.add(request);
        stall(exchange);
      }
      case "429" -> {
        exchange.getResponseHeaders().add("Retry-After", "30");
        respond(exchange, new Response(429, "rate_limited"));
      }
      default -> respond(exchange, new Response(Integer.parseInt(next.orElseThrow()), "no"));
    }
  }

  private void take(HttpExchange exchange, Request request) throws IOException {
    Response response = answer.to(request);
    if (response.status() < 300) {
      taken.add(request);
    }
    respond(exchange, response);
  }

  private void stall(HttpExchange exchange) {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void respond(HttpExchange exchange, Response response) throws IOException {
    byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.status(), bytes.length);
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
