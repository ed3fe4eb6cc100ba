package io.gpuledger.streaming.allocation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpuledger.sql.client.LedgerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and the engine, and does something once just before a statement. */
final class LedgerBetween implements AutoCloseable {
  private final LedgerAddress ledger;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<Interruption> next = new AtomicReference<>(Interruption.NONE);

  private final AtomicReference<String> countedMark = new AtomicReference<>("\0");
  private final AtomicInteger counted = new AtomicInteger();

  private record Interruption(String mark, Runnable action) {
    static final Interruption NONE = new Interruption("\0", () -> {});
  }

  LedgerBetween(LedgerAddress ledger) throws IOException {
    this.ledger = ledger;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::forward);
    server.start();
  }

  LedgerAddress address() {
    return new LedgerAddress(
        "http://127.0.0.1:" + server.getAddress().getPort(), ledger.user(), ledger.password());
  }

  /** Does this once, before the next statement whose text or parameters contain a mark. */
  void before(String mark, Runnable action) {
    next.set(new Interruption(mark, action));
  }

  /** Counts the statements from now on whose text or parameters contain a mark. */
  void count(String mark) {
    counted.set(0);
    countedMark.set(mark);
  }

  int counted() {
    return counted.get();
  }

  private void forward(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Interruption waiting = next.get();
    String statement =
        exchange.getRequestURI().getQuery() + "\n" + new String(body, StandardCharsets.UTF_8);
    if (statement.contains(countedMark.get())) {
      counted.incrementAndGet();
    }
    if (statement.contains(waiting.mark) && next.compareAndSet(waiting, Interruption.NONE)) {
      waiting.action.run();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(ledger.url() + exchange.getRequestURI()))
            .POST(BodyPublishers.ofByteArray(body));
    for (String header : new String[] {"Authorization", "X-ClickHouse-Format"}) {
      request.header(header, exchange.getRequestHeaders().getFirst(header));
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("X-ClickHouse-Exception-Code")
          .ifPresent(
              code -> exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", code));
      boolean empty = answer.body().length == 0;
      exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
      if (!empty) {
        exchange.getResponseBody().write(answer.body());
      }
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
