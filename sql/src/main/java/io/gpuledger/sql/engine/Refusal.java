package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.EngineException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How answers and refusals look on the wire. */
final class Refusal {
  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

  private Refusal() {}

  /**
   * Answers with the engine's code and exact text, or breaks the answer off if part of it has left.
   */
  static void answer(ResponseBody response, RequestPlan plan, EngineException failure) {
    if (!response.headOpen()) {
      LOG.debug("an answer broke off", failure);
      response.abort();
      return;
    }
    HttpResponseStatus status = status(failure.code());
    response.restart(status);
    response.headers().set("X-ClickHouse-Exception-Code", failure.code());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
    response.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
    if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
    }
    String text = Objects.requireNonNullElse(failure.getMessage(), "") + "\n";
    boolean plain = failure.code() == Door.AUTHENTICATION_FAILED;
    try (OutputStream out = plain ? response : encoded(response, plan)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("the client left before it was told what failed", e);
      response.abort();
    }
  }

  /** The stream that encodes an answer as the request asked. */
  static OutputStream encoded(ResponseBody response, RequestPlan plan) throws IOException {
    if (plan.blockCompressedAnswer()) {
      return BlockCompression.compress(response);
    }
    ContentCoding coding = ContentCoding.accepted(plan.acceptEncoding());
    if (coding != ContentCoding.IDENTITY) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, coding.token());
    }
    return coding.encode(response);
  }

  private static HttpResponseStatus status(int code) {
    return switch (code) {
      case 516, 497, 164, 452 -> HttpResponseStatus.FORBIDDEN;
      case 202, 236 -> HttpResponseStatus.SERVICE_UNAVAILABLE;
      case 60, 81, 46 -> HttpResponseStatus.NOT_FOUND;
      case 6,
          26,
          27,
          33,
          36,
          38,
          41,
          43,
          47,
          53,
          62,
          70,
          72,
          115,
          117,
          130,
          184,
          215,
          407,
          456,
          457 ->
          HttpResponseStatus.BAD_REQUEST;
      case 159 -> HttpResponseStatus.REQUEST_TIMEOUT;
      default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
    };
  }

  static String contentType(String format) {
    if (format.startsWith("JSON")) {
      return "application/json; charset=UTF-8";
    }
    if (format.startsWith("CSV")) {
      return "text/csv; charset=UTF-8";
    }
    if (format.startsWith("TSV") || format.startsWith("TabSeparated")) {
      return "text/tab-separated-values; charset=UTF-8";
    }
    return "application/octet-stream";
  }

  static String summary(Statistics statistics) {
    return "{\"read_rows\":\""
        + statistics.readRows()
        + "\",\"read_bytes\":\""
        + statistics.readBytes()
        + "\",\"written_rows\":\""
        + statistics.writtenRows()
        + "\",\"written_bytes\":\""
        + statistics.writtenBytes()
        + "\",\"total_rows_to_read\":\"0\",\"result_rows\":\""
        + statistics.resultRows()
        + "\",\"result_bytes\":\"0\",\"elapsed_ns\":\"0\"}";
  }
}
