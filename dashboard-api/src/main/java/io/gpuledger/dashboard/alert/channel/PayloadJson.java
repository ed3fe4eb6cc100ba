package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Payloads that are JSON, read and written. */
public final class PayloadJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PayloadJson() {}

  /** A new object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * The object of a payload.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static ObjectNode object(String payload) {
    try {
      if (MAPPER.readTree(payload) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the payload is not JSON", e);
    }
    throw new IllegalArgumentException("the payload is not a JSON object");
  }
}
