package io.gpuledger.ingest.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The credits of a record.
 *
 * @param all in their order
 */
record GcpCredits(List<Credit> all) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final int LONGEST_AMOUNT = 128;

  private static final GcpCredits NONE = new GcpCredits(List.of());

  /** What a credit is for. */
  enum Kind {
    /** A commitment covers usage, whose fee stands in records of its own. */
    COMMITMENT,
    /** Money that Google gives, whatever the price of the usage is. */
    GRANT,
    /** A discount on the price: sustained use, free tier, private pricing, a reseller's margin. */
    DISCOUNT
  }

  /**
   * One credit.
   *
   * @param amount negative where it takes from the cost
   */
  record Credit(String name, String type, String id, BigDecimal amount) {
    Kind kind() {
      String words = name.toLowerCase(Locale.ROOT);
      return switch (type) {
        case "COMMITTED_USAGE_DISCOUNT", "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE" -> Kind.COMMITMENT;
        case "PROMOTION", "SUBSCRIPTION_BENEFIT" -> Kind.GRANT;
        // Exports before 2020 and extracts have no type.
        case "" -> words.startsWith("committed us") ? Kind.COMMITMENT : Kind.DISCOUNT;
        default -> Kind.DISCOUNT;
      };
    }

    /** Whether the commitment is to spend, and not to use a resource. */
    boolean spend() {
      return type.endsWith("DOLLAR_BASE") || name.toLowerCase(Locale.ROOT).contains("dollar");
    }
  }

  GcpCredits {
    all = List.copyOf(all);
  }

  /** The credits that a text tells; empty where it cannot be read. */
  static Optional<GcpCredits> of(String text) {
    if (text.isBlank() || text.equals("[]")) {
      return Optional.of(NONE);
    }
    try {
      JsonNode array = JSON.readTree(text);
      if (!array.isArray()) {
        return Optional.empty();
      }
      List<Credit> credits = new ArrayList<>();
      for (JsonNode one : array) {
        BigDecimal amount = amount(field(one, "amount"));
        credits.add(
            new Credit(
                text(one, "name"),
                text(one, "type"),
                text(one, "id"),
                NativeRecord.rounded(amount)));
      }
      return Optional.of(new GcpCredits(credits));
    } catch (JsonProcessingException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The exports write {@code name}, the table named FOCUS may write {@code Name} [K]. */
  private static JsonNode field(JsonNode credit, String name) {
    return credit.has(name)
        ? credit.path(name)
        : credit.path(Character.toUpperCase(name.charAt(0)) + name.substring(1));
  }

  private static String text(JsonNode credit, String name) {
    JsonNode value = field(credit, name);
    return value.isNull() ? "" : value.asText("");
  }

  private static BigDecimal amount(JsonNode value) {
    String text = value.isNumber() ? "" : value.asText("").strip();
    // A number of a million digits takes long to be made of its text.
    if (text.length() > LONGEST_AMOUNT) {
      throw new NumberFormatException("too long");
    }
    BigDecimal amount = value.isNumber() ? value.decimalValue() : new BigDecimal(text);
    if (amount.precision() > 60 || Math.abs(amount.scale()) > 60) {
      throw new NumberFormatException("too long");
    }
    return amount;
  }

  /** The sum of the credits of a kind. */
  BigDecimal sum(Kind kind) {
    return all.stream()
        .filter(credit -> credit.kind() == kind)
        .map(Credit::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal sum() {
    return all.stream().map(Credit::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The first credit of a commitment. */
  Optional<Credit> commitment() {
    return all.stream().filter(credit -> credit.kind() == Kind.COMMITMENT).findFirst();
  }
}
