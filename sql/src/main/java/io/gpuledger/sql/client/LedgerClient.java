package io.gpuledger.sql.client;

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
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Blocks and statements over HTTP, without a driver. Safe for many threads.
 *
 * <p>An insert with a token is stored once, however often it is sent: the same token must always
 * come with the same bytes, because the engine drops other content under a token it has seen. The
 * engine remembers the newest 20,000 tokens of a table.
 */
public final class LedgerClient {
  /** How long connecting may take. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /** How long the answer to a statement may take. */
  private static final Duration ANSWER_MAX = Duration.ofMinutes(10);

  private final LedgerAddress address;
  private final HttpClient http;

  public LedgerClient(LedgerAddress address) {
    this.address = address;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();
  }

  /**
   * Stores a block of rows.
   *
   * @param table name of the table
   * @param columns their names, in the order of the bytes
   * @param token names the block for ever; the same token must come with the same bytes
   * @param rowBinary the rows in format RowBinary, opened once per call
   * @throws EngineException with the engine's code; when {@link EngineException#retriable}, the
   *     same call may be made again
   */
  public void insert(
      String table, List<String> columns, String token, Supplier<InputStream> rowBinary) {
    insert(table, columns, token, "RowBinary", BodyPublishers.ofInputStream(rowBinary));
  }

  /**
   * Stores a block of rows given in format Native, which the engine reads several times faster than
   * RowBinary where a table has many columns; otherwise as {@link #insert(String, List, String,
   * Supplier)}.
   *
   * @param columns their names, in any order: Native names its columns itself
   */
  public void insertNative(
      String table, List<String> columns, String token, Supplier<InputStream> nativeBlocks) {
    insert(table, columns, token, "Native", BodyPublishers.ofInputStream(nativeBlocks));
  }

  /** Stores a file of rows, as {@link #insert(String, List, String, Supplier)} does a stream. */
  public void insert(String table, List<String> columns, String token, Path rowBinary)
      throws FileNotFoundException {
    insert(table, columns, token, "RowBinary", BodyPublishers.ofFile(rowBinary));
  }

  /** Stores bytes, as {@link #insert(String, List, String, Supplier)} does a stream. */
  public void insert(String table, List<String> columns, String token, byte[] rowBinary) {
    insert(table, columns, token, "RowBinary", BodyPublishers.ofByteArray(rowBinary));
  }

  private void insert(
      String table, List<String> columns, String token, String format, BodyPublisher body) {
    String statement =
        "INSERT INTO "
            + identifier(table)
            + " ("
            + String.join(", ", columns.stream().map(LedgerClient::identifier).toList())
            + ") FORMAT "
            + format;
    Map<String, String> url = new LinkedHashMap<>();
    url.put("query", statement);
    url.put("insert_deduplication_token", token);
    // One block per call: the token then covers all of it or nothing.
    url.put("min_insert_block_size_rows", String.valueOf(ROWS_MAX));
    url.put("min_insert_block_size_bytes", String.valueOf(BLOCK_BYTES_MAX));
    url.put("max_insert_block_size", String.valueOf(ROWS_MAX));
    // What merges sum or replace need not be summed or replaced within the block as well.
    url.put("optimize_on_insert", "0");
    send(url, body, "TabSeparated");
  }

  /** The most rows of one insert; the engine would cut more into several blocks. */
  public static final int ROWS_MAX = 1_048_449;

  /** The most bytes of one insert in the engine's memory before it is cut. */
  private static final long BLOCK_BYTES_MAX = 4L << 30;

  /**
   * Runs a statement that answers no rows, or whose rows do not matter.
   *
   * @param parameters plain values for {@code {name:Type}}
   */
  public void execute(String sql, Map<String, String> parameters) {
    query(sql, parameters);
  }

  /**
   * Runs a statement and returns its rows as tab separated text, one line a row.
   *
   * @param parameters plain values for {@code {name:Type}}
   */
  public String query(String sql, Map<String, String> parameters) {
    Map<String, String> url = new LinkedHashMap<>();
    parameters.forEach((name, value) -> url.put("param_" + name, escaped(value)));
    return send(url, BodyPublishers.ofString(sql, StandardCharsets.UTF_8), "TabSeparated");
  }

  /**
   * Runs a statement and streams its rows in format RowBinary. Close the stream; an answer that
   * breaks off ends with an {@link IOException} or short of a row.
   *
   * @param parameters plain values for {@code {name:Type}}
   */
  public InputStream rows(String sql, Map<String, String> parameters) {
    Map<String, String> url = new LinkedHashMap<>();
    parameters.forEach((name, value) -> url.put("param_" + name, escaped(value)));
    HttpResponse<InputStream> response =
        exchange(
            url,
            BodyPublishers.ofString(sql, StandardCharsets.UTF_8),
            "RowBinary",
            BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readNBytes(FAILURE_BYTES_MAX), StandardCharsets.UTF_8);
      throw failure(response, text);
    } catch (IOException e) {
      throw EngineException.unreachable("the engine's refusal broke off: " + e, e);
    }
  }

  /** The longest text of a refusal. */
  private static final int FAILURE_BYTES_MAX = 1 << 20;

  /** Whether the engine answers. */
  public boolean isReachable() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address.url() + "/ping")).timeout(CONNECT_MAX).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String send(Map<String, String> url, BodyPublisher body, String format) {
    HttpResponse<String> response =
        exchange(url, body, format, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw failure(response, response.body());
    }
    return response.body();
  }

  private <T> HttpResponse<T> exchange(
      Map<String, String> url, BodyPublisher body, String format, BodyHandler<T> handler) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address.url() + "/?" + encoded(url)))
            .timeout(ANSWER_MAX)
            .header("Authorization", address.authorization())
            .header("X-ClickHouse-Format", format)
            .POST(body)
            .build();
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw EngineException.unreachable(
          "the engine at " + address.url() + " did not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.unreachable("interrupted while waiting for the engine", e);
    }
  }

  private static EngineException failure(HttpResponse<?> response, String body) {
    String text = body.strip();
    int code =
        response
            .headers()
            .firstValue("X-ClickHouse-Exception-Code")
            .map(Integer::parseInt)
            .orElse(EngineException.UNREACHABLE);
    return EngineException.of(code, text.isEmpty() ? "HTTP " + response.statusCode() : text);
  }

  private static String encoded(Map<String, String> url) {
    StringBuilder text = new StringBuilder();
    url.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }

  private static String identifier(String name) {
    boolean plain = name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    if (name.isEmpty() || !plain) {
      throw new IllegalArgumentException("\"" + name + "\" is not a plain name");
    }
    return name;
  }

  /** A value as the engine reads parameters: escaped like a field of tab separated text. */
  static String escaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    value
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\0' -> text.append("\\0");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> text.append((char) c);
              }
            });
    return text.toString();
  }
}
