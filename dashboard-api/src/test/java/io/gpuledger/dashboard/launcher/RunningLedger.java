package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A whole instance in this process and what its users send it. */
final class RunningLedger implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final HttpClient http = HttpClient.newHttpClient();
  private final LedgerRuntime runtime;

  private RunningLedger(LedgerRuntime runtime) {
    this.runtime = runtime;
  }

  static RunningLedger start(Path data) {
    return start(data, Optional.empty());
  }

  static RunningLedger start(Path data, Optional<Path> config) {
    return new RunningLedger(
        LedgerRuntime.start(RuntimeSettings.temporary(data, config), line -> {}));
  }

  /** With all that runs beside the ledger: collecting, scraping, forecasts. */
  static RunningLedger serve(Path data, Optional<Path> config) {
    RuntimeSettings settings =
        new RuntimeSettings(data, config, OptionalInt.of(0), RuntimeSettings.Mode.SERVER);
    return new RunningLedger(LedgerRuntime.start(settings, line -> {}));
  }

  String url() {
    return runtime.url();
  }

  String token() {
    return runtime.token();
  }

  record Answer(int status, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }
  }

  Answer get(String path, Map<String, String> parameters) {
    return get(runtime.token(), path, parameters);
  }

  Answer get(String token, String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(runtime.url() + path + "?" + query))
            .header("Authorization", "Bearer " + token)
            .GET()
            .build());
  }

  JsonNode ok(String path, Map<String, String> parameters) {
    Answer answer = get(path, parameters);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  Answer post(String path, String body) {
    return post(runtime.token(), path, body);
  }

  Answer post(String token, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(runtime.url() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  Answer importFile(String source, Path file) throws IOException {
    return upload("/api/v1/deliveries?source=" + source, List.of(file));
  }

  Answer upload(String path, List<Path> files) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Path file : files) {
      body.writeBytes(
          ("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                  + file.getFileName()
                  + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(Files.readAllBytes(file));
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes("--edge--\r\n".getBytes(StandardCharsets.UTF_8));
    return send(
        HttpRequest.newBuilder(URI.create(runtime.url() + path))
            .header("Authorization", "Bearer " + runtime.token())
            .header("Content-Type", "multipart/form-data; boundary=edge")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks until the answer is as wanted, or fails with the last answer. */
  JsonNode await(String path, Map<String, String> parameters, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    JsonNode last = ok(path, parameters);
    while (!wanted.test(last)) {
      assertThat(System.nanoTime()).as("still %s", last).isLessThan(deadline);
      Thread.onSpinWait();
      last = ok(path, parameters);
    }
    return last;
  }

  @Override
  public void close() {
    runtime.close();
  }
}
