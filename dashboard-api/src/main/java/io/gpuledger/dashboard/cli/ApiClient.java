package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Speaks the HTTP API of an instance for the commands. */
final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final String root;
  private final String token;

  ApiClient(String root, String token) {
    this.root = root;
    this.token = token;
  }

  /** The same API, spoken by whose token a file holds. */
  ApiClient withTokenOf(Path file) {
    try {
      String secret = Files.readString(file).strip();
      if (secret.isEmpty()) {
        throw new CommandFailure(ExitCode.USAGE, file + " holds no token");
      }
      return new ApiClient(root, secret);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "cannot read the token of " + file);
    }
  }

  JsonNode get(String path, Map<String, String> parameters) {
    return json(send(request(path, parameters).GET().build(), BodyHandlers.ofInputStream()));
  }

  JsonNode post(String path, JsonNode body) {
    HttpRequest request =
        request(path, Map.of())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return json(send(request, BodyHandlers.ofInputStream()));
  }

  JsonNode delete(String path) {
    return json(send(request(path, Map.of()).DELETE().build(), BodyHandlers.ofInputStream()));
  }

  /** Streams files as one multipart body, in order. */
  JsonNode upload(String path, Map<String, String> parameters, List<Path> files) {
    String boundary = "gpuledger-" + UUID.randomUUID();
    List<BodyPublisher> parts = new ArrayList<>();
    try {
      for (Path file : files) {
        parts.add(
            BodyPublishers.ofString(
                "--"
                    + boundary
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                    + file.getFileName().toString().replace("\"", "%22")
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        parts.add(BodyPublishers.ofFile(file));
        parts.add(BodyPublishers.ofString("\r\n"));
      }
    } catch (FileNotFoundException e) {
      throw new CommandFailure(ExitCode.USAGE, "no such file: " + e.getMessage());
    }
    parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
    HttpRequest request =
        request(path, parameters)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)))
            .build();
    return json(send(request, BodyHandlers.ofInputStream()));
  }

  /** Writes an answer to a file as it comes; an existing file is replaced only by a whole one. */
  void download(String path, Map<String, String> parameters, Path target) {
    HttpResponse<InputStream> response =
        send(request(path, parameters).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() >= 400) {
        throw failure(response.statusCode(), JSON.readTree(body));
      }
      try (NewFile file = NewFile.at(target)) {
        Files.copy(body, file.path(), StandardCopyOption.REPLACE_EXISTING);
        file.publish();
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_FAILED, "cannot write " + target + ": " + e);
    }
  }

  /** An answer as it comes; to be closed. It ends with an {@link IOException} if it breaks off. */
  InputStream stream(String path, Map<String, String> parameters) {
    HttpResponse<InputStream> response =
        send(request(path, parameters).GET().build(), BodyHandlers.ofInputStream());
    if (response.statusCode() < 400) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw failure(response.statusCode(), JSON.readTree(body));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_FAILED, "unreadable answer: " + e.getMessage());
    }
  }

  private HttpRequest.Builder request(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(URI.create(root + path + (query.isEmpty() ? "" : "?" + query)))
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json");
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_FAILED, "the instance at " + root + " does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.OUTSIDE_FAILED, "interrupted");
    }
  }

  private static JsonNode json(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      JsonNode node = JSON.readTree(body);
      if (response.statusCode() >= 400) {
        throw failure(response.statusCode(), node);
      }
      return node;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_FAILED, "unreadable answer: " + e.getMessage());
    }
  }

  private static CommandFailure failure(int status, JsonNode error) {
    StringBuilder message = new StringBuilder(error.path("detail").asText(error.toString()));
    for (JsonNode problem : error.path("problems")) {
      message.append("\n  ");
      String field = problem.path("field").asText("");
      message.append(field.isEmpty() ? "" : field + ": ").append(problem.path("message").asText());
    }
    int exitCode =
        switch (status) {
          case 400, 404 -> ExitCode.USAGE;
          case 409, 413, 415, 422 -> ExitCode.INPUT_REFUSED;
          default -> ExitCode.OUTSIDE_FAILED;
        };
    return new CommandFailure(exitCode, message.toString());
  }
}
