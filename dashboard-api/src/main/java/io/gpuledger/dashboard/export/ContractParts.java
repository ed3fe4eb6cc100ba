package io.gpuledger.dashboard.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.money.Split;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Divides the costs and quantities within {@code ContractApplied} among the rows of a charge. */
final class ContractParts {
  private static final List<String> ADDED_UP =
      List.of("ContractCommitmentAppliedCost", "ContractCommitmentAppliedQuantity");

  /** Most digits, and most places before or after the point, of a number that is divided. */
  private static final int DIGITS_LIMIT = 60;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private ContractParts() {}

  /**
   * One text per weight; what has not the shape of FOCUS stands in each as it is.
   *
   * @param text the charge's {@code ContractApplied}, or empty
   */
  static List<String> divided(String text, List<BigInteger> weights) {
    if (text.isEmpty()) {
      return Collections.nCopies(weights.size(), "");
    }
    JsonNode whole;
    try {
      whole = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return Collections.nCopies(weights.size(), text);
    }
    if (!whole.path("Elements").isArray() || !isComputable(whole)) {
      return Collections.nCopies(weights.size(), text);
    }
    List<JsonNode> copies = new ArrayList<>();
    weights.forEach(weight -> copies.add(whole.deepCopy()));
    for (int element = 0; element < whole.path("Elements").size(); element++) {
      for (String name : ADDED_UP) {
        JsonNode value = whole.path("Elements").path(element).path(name);
        if (value.isNumber()) {
          divide(copies, element, name, value.decimalValue(), weights);
        }
      }
    }
    return copies.stream().map(ContractParts::plain).toList();
  }

  /** Whether no number is of a size that no cost has, whose digits alone would take all memory. */
  private static boolean isComputable(JsonNode node) {
    if (node.isNumber()) {
      BigDecimal value = node.decimalValue();
      return Math.abs((long) value.scale()) <= DIGITS_LIMIT && value.precision() <= DIGITS_LIMIT;
    }
    for (JsonNode child : node) {
      if (!isComputable(child)) {
        return false;
      }
    }
    return true;
  }

  private static void divide(
      List<JsonNode> copies, int element, String name, BigDecimal value, List<BigInteger> weights) {
    List<Amount> parts = Split.byWeight(Amount.rounded(value, Rounding.SPLIT), weights);
    for (int i = 0; i < copies.size(); i++) {
      if (copies.get(i).path("Elements").path(element) instanceof ObjectNode object) {
        object.put(name, new BigDecimal(parts.get(i).toString()));
      }
    }
  }

  /** A node's own text has exponents; this one has none. */
  private static String plain(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
