package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bodies in and out. */
final class Answers {
  private Answers() {}

  static void json(Context context, Object value) {
    context.contentType("application/json; charset=utf-8").result(Json.bytes(value));
  }

  /** The answer, or what an absent thing looks like. */
  static void jsonOrNotFound(Context context, Optional<?> value) {
    json(context, value.orElseThrow(ApiException::notFound));
  }

  /** The JSON object of the request. */
  static JsonNode body(Context context) {
    String type = Optional.ofNullable(context.contentType()).orElse("");
    if (!type.startsWith("application/json")) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
    }
    return Json.object(context.body())
        .orElseThrow(
            () -> new ApiException(ErrorCode.INVALID_REQUEST, "The body is not a JSON object."));
  }

  static void error(Context context, ErrorCode code, String detail) {
    error(context, code, detail, List.of());
  }

  static void error(
      Context context, ErrorCode code, String detail, List<ApiException.Fault> problems) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", code.name());
    body.put("title", code.title());
    body.put("status", code.status());
    body.put("detail", detail);
    body.put("problems", problems);
    context.status(code.status());
    json(context, body);
  }
}
