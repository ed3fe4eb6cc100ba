package io.gpuledger.ingest.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Amounts by name in the JSON text of a cell. */
final class JsonParts {
  /** Longest number that is read as one, so that no exponent makes a number without end. */
  private static final int MAX_SCALE = 100;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private JsonParts() {}

  /** Amounts of an object by its keys; empty where one of them is no number. */
  static Map<String, BigDecimal> ofObject(String text) {
    Map<String, BigDecimal> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : read(text).properties()) {
      Optional<BigDecimal> number = number(entry.getValue());
      if (number.isEmpty()) {
        return Map.of();
      }
      add(parts, entry.getKey(), number.get());
    }
    return parts;
  }

  /**
   * Amounts of the objects of an array by one of their fields, added up; empty where one of them
   * lacks either.
   */
  static Map<String, BigDecimal> ofArray(String text, String name, String amount) {
    Map<String, BigDecimal> parts = new LinkedHashMap<>();
    for (JsonNode item : read(text)) {
      Optional<BigDecimal> number = number(item.path(amount));
      String of = item.path(name).asText("");
      if (number.isEmpty() || of.isBlank()) {
        return Map.of();
      }
      add(parts, of, number.get());
    }
    return parts;
  }

  private static void add(Map<String, BigDecimal> parts, String name, BigDecimal amount) {
    if (amount.signum() != 0) {
      parts.merge(name, amount, BigDecimal::add);
    }
  }

  private static JsonNode read(String text) {
    try {
      return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    if (!value.isNumber() && !value.isTextual()) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(value.asText().strip());
      return Math.abs(number.scale()) > MAX_SCALE
          ? Optional.empty()
          : Optional.of(NativeRecord.rounded(number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
