package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;

/** Reads JSON cells strictly: one object, each key once, numbers exact. */
final class JsonText {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * What a cell was read to: an object, or why there is none.
   *
   * @param misspelt whether the text is an object but for how it is written
   */
  record Read(Optional<JsonNode> object, String fault, boolean misspelt) {}

  private JsonText() {}

  static Read read(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return new Read(Optional.of(node), "", false);
      }
      return new Read(Optional.empty(), "is JSON but no object", false);
    } catch (JsonProcessingException e) {
      String why = e.getOriginalMessage();
      if (why.startsWith("Duplicate field")) {
        return new Read(Optional.empty(), "has a key twice: " + why, true);
      }
      if (text.startsWith("\"")) {
        return new Read(Optional.empty(), "has no braces around it", true);
      }
      return new Read(Optional.empty(), "is not a JSON object", false);
    }
  }

  /** What keeps an object from being flat; empty where it is. */
  static Optional<String> notFlat(JsonNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getKey().isEmpty()) {
        return Optional.of("has an empty key");
      }
      if (entry.getValue().isContainerNode()) {
        return Optional.of("has an object or list under \"" + entry.getKey() + "\"");
      }
    }
    return Optional.empty();
  }
}
