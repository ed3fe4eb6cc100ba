package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.EngineException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a request asks for besides its body: who asks, the statement in the URL, the format,
 * compression, parameters and settings.
 *
 * @param settings those of the named list, to be applied to this statement only
 * @param parameters of {@code param_NAME=}, in the engine's escaped text
 */
record RequestPlan(
    String user,
    String password,
    String query,
    String queryId,
    String format,
    boolean blockCompressedAnswer,
    boolean blockCompressedBody,
    String acceptEncoding,
    String contentEncoding,
    Map<String, String> parameters,
    Map<String, String> settings) {

  /** Stands for a request whose wishes could not be read. */
  static final RequestPlan NOTHING =
      new RequestPlan("", "", "", "", "", false, false, "", "", Map.of(), Map.of());

  private static final int UNKNOWN_SETTING = 115;
  private static final int UNKNOWN_DATABASE = 81;
  private static final int BAD_ARGUMENTS = 36;
  private static final int SETTING_VALUE_CHARS_MAX = 1024;

  /**
   * Settings a client may set for its statement. Limits of memory and access are not among them.
   */
  private static final Set<String> SETTINGS =
      Set.of(
          "insert_deduplication_token",
          "insert_deduplicate",
          "deduplicate_blocks_in_dependent_materialized_views",
          "async_insert",
          "wait_for_async_insert",
          "max_threads",
          "max_insert_threads",
          "max_block_size",
          "max_insert_block_size",
          "optimize_on_insert",
          "min_insert_block_size_rows",
          "min_insert_block_size_bytes",
          "max_execution_time",
          "max_result_rows",
          "max_result_bytes",
          "max_rows_to_read",
          "result_overflow_mode",
          "join_use_nulls",
          "use_query_cache",
          "date_time_input_format",
          "date_time_output_format",
          "input_format_skip_unknown_fields",
          "input_format_null_as_default",
          "input_format_csv_empty_as_default",
          "output_format_json_quote_64bit_integers",
          "output_format_json_quote_decimals",
          "output_format_json_quote_denormals",
          "output_format_decimal_trailing_zeros",
          "output_format_binary_write_json_as_string",
          "input_format_binary_read_json_as_string",
          "optimize_read_in_order",
          "optimize_aggregation_in_order",
          "mutations_sync",
          "lightweight_deletes_sync",
          "session_timezone");

  /** Parameters of the protocol that have no meaning here, and do no harm. */
  private static final Set<String> IGNORED =
      Set.of(
          "wait_end_of_query",
          "buffer_size",
          "send_progress_in_http_headers",
          "http_headers_progress_interval_ms",
          "enable_http_compression",
          "http_zlib_compression_level",
          "client_protocol_version",
          "quota_key",
          "log_queries",
          "send_logs_level",
          "connect_timeout",
          "receive_timeout",
          "send_timeout");

  RequestPlan {
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }

  /**
   * Reads a request's URL and headers.
   *
   * @throws EngineException if it asks for a setting that is not in the list, another database, or
   *     a session
   */
  static RequestPlan of(HttpRequest request) {
    Map<String, List<String>> url =
        new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, 4096).parameters();
    Map<String, String> own = new HashMap<>();
    Map<String, String> parameters = new HashMap<>();
    Map<String, String> settings = new HashMap<>();
    url.forEach(
        (name, values) -> sort(name, values.get(values.size() - 1), own, parameters, settings));
    HttpHeaders headers = request.headers();
    String[] credentials = credentials(headers, own);
    checkDatabase(own.getOrDefault("database", headers.get("X-ClickHouse-Database", "")));
    return new RequestPlan(
        credentials[0],
        credentials[1],
        own.getOrDefault("query", ""),
        own.getOrDefault("query_id", headers.get("X-ClickHouse-Query-Id", "")),
        own.getOrDefault("default_format", headers.get("X-ClickHouse-Format", "TabSeparated")),
        own.getOrDefault("compress", "0").equals("1"),
        own.getOrDefault("decompress", "0").equals("1"),
        headers.get(HttpHeaderNames.ACCEPT_ENCODING, ""),
        headers.get(HttpHeaderNames.CONTENT_ENCODING, ""),
        parameters,
        settings);
  }

  private static void sort(
      String name,
      String value,
      Map<String, String> own,
      Map<String, String> parameters,
      Map<String, String> settings) {
    switch (name) {
      case "query",
          "query_id",
          "database",
          "default_format",
          "compress",
          "decompress",
          "user",
          "password" ->
          own.put(name, value);
      default -> {
        if (name.startsWith("param_")) {
          parameters.put(name.substring("param_".length()), value);
        } else if (SETTINGS.contains(name)) {
          settings.put(name, checkedValue(name, value));
        } else if (!IGNORED.contains(name)) {
          throw EngineException.of(
              UNKNOWN_SETTING,
              "Code: 115. DB::Exception: Setting "
                  + name
                  + " is neither a builtin setting nor started with the prefix 'param_', or it"
                  + " cannot be set through this endpoint. (UNKNOWN_SETTING)");
        }
      }
    }
  }

  private static String checkedValue(String name, String value) {
    boolean plain = value.chars().allMatch(character -> character >= ' ' && character < 127);
    if (value.length() > SETTING_VALUE_CHARS_MAX || !plain) {
      throw EngineException.of(
          BAD_ARGUMENTS,
          "Code: 36. DB::Exception: the value of setting "
              + name
              + " must be at most "
              + SETTING_VALUE_CHARS_MAX
              + " printable characters. (BAD_ARGUMENTS)");
    }
    return value;
  }

  private static void checkDatabase(String database) {
    if (!database.isEmpty() && !database.equals("default")) {
      throw EngineException.of(
          UNKNOWN_DATABASE,
          "Code: 81. DB::Exception: Database "
              + database
              + " does not exist; the ledger lives in default. (UNKNOWN_DATABASE)");
    }
  }

  private static String[] credentials(HttpHeaders headers, Map<String, String> url) {
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return basic(authorization.substring(6).strip());
    }
    return new String[] {
      headers.get("X-ClickHouse-User", url.getOrDefault("user", "default")),
      headers.get("X-ClickHouse-Key", url.getOrDefault("password", ""))
    };
  }

  private static String[] basic(String encoded) {
    String decoded;
    try {
      decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      decoded = "";
    }
    int colon = decoded.indexOf(':');
    return colon < 0
        ? new String[] {decoded, ""}
        : new String[] {decoded.substring(0, colon), decoded.substring(colon + 1)};
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RequestPlan[" + user + ", " + format + "]";
  }
}
