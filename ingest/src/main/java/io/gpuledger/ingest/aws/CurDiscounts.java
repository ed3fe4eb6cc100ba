package io.gpuledger.ingest.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;

/**
 * The private discounts of a line. Reports have written them with either sign, so the amount alone
 * counts.
 */
final class CurDiscounts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOTAL = "total_discount";

  private final int total;
  private final int map;

  CurDiscounts(CurColumns columns) {
    total = columns.of("discount_total_discount");
    map = columns.of("discount");
  }

  /** The sum of the discounts, never below zero; zero where there are none. */
  BigDecimal of(NativeRecord line) {
    return NativeRecord.rounded(line.fact(total).orElseGet(() -> sum(line.text(map))).abs());
  }

  private static BigDecimal sum(String text) {
    if (text.length() <= 2) {
      return BigDecimal.ZERO;
    }
    try {
      JsonNode discounts = JSON.readTree(text);
      if (discounts.has(TOTAL)) {
        return number(discounts.get(TOTAL));
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode discount : discounts) {
        sum = sum.add(number(discount));
      }
      return sum;
    } catch (JsonProcessingException | NumberFormatException e) {
      // The map itself is kept; a discount that cannot be read changes no invoiced amount.
      return BigDecimal.ZERO;
    }
  }

  private static BigDecimal number(JsonNode discount) {
    String text = discount.asText();
    if (text.length() > 40) {
      throw new NumberFormatException("too long");
    }
    BigDecimal number = new BigDecimal(text);
    if (Math.abs(number.scale()) > 40) {
      throw new NumberFormatException("too far from one");
    }
    return number;
  }
}
