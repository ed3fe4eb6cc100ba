package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** JSON as the API writes it: amounts as canonical text, instants as ISO-8601, absent as null. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule().addSerializer(Amount.class, new ToStringSerializer(Amount.class)))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int DIGITS_LIMIT = 100;

  private Json() {}

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getSimpleName(), e);
    }
  }

  /** The object of a text, or empty if it is not one JSON object. */
  static Optional<JsonNode> object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * A number by its digits, so that money stays exact; in E notation, which no field takes, where
   * the digits would fill the memory.
   */
  static String digits(JsonNode number) {
    BigDecimal value = number.decimalValue();
    boolean absurd = Math.max(Math.abs((long) value.scale()), value.precision()) > DIGITS_LIMIT;
    return absurd ? value.toString() : value.toPlainString();
  }

  static Map<String, Object> rows(Object rows) {
    return Map.of("rows", rows);
  }
}
