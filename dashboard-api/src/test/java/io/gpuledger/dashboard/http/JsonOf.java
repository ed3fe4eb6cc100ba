package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API would write. */
public final class JsonOf {
  private JsonOf() {}

  public static JsonNode value(Object answer) {
    return Json.object(Json.text(answer)).orElseThrow();
  }
}
