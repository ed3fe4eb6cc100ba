package io.gpuledger.ingest.snowflake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** What usage was paid from. */
enum Balance {
  /** Capacity that was bought before, or rolled over: the purchase was billed, the usage is not. */
  CAPACITY,
  /** Credits that were given: nobody pays. */
  FREE,
  /** What is asked for now. */
  OVERAGE;

  private static final ObjectMapper JSON = new ObjectMapper();

  static Balance of(String source) {
    return switch (source.strip().toLowerCase(Locale.ROOT).replace('_', ' ')) {
      case "capacity", "rollover" -> CAPACITY;
      case "free usage", "rebate" -> FREE;
      default -> OVERAGE;
    };
  }

  BigDecimal billed(BigDecimal usage) {
    return this == OVERAGE ? usage : BigDecimal.ZERO;
  }

  BigDecimal effective(BigDecimal usage) {
    return this == FREE ? BigDecimal.ZERO : usage;
  }

  String pricing() {
    return this == CAPACITY ? "Committed" : "Standard";
  }

  /** The ContractApplied of usage that draws on a contract. */
  Optional<String> contract(String number, BigDecimal cost) {
    if (this != CAPACITY || number.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode element = JSON.createObjectNode();
    element.put("ContractId", number);
    element.put("ContractCommitmentId", number);
    // A plain number: zeros at its end would be digits of the ledger, not of the bill.
    element.put(
        "ContractCommitmentAppliedCost", new BigDecimal(cost.stripTrailingZeros().toPlainString()));
    ObjectNode applied = JSON.createObjectNode();
    applied.putArray("Elements").add(element);
    return Optional.of(applied.toString());
  }
}
