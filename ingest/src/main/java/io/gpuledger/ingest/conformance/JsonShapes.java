package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The shapes that FOCUS gives to its JSON columns, from 1.2 (SkuPriceDetails) and 1.3 on. */
final class JsonShapes {
  private static final Pattern CUSTOM = Pattern.compile("x_[A-Z][a-zA-Z0-9]*");

  private static final Set<String> SKU_NUMBERS =
      Set.of(
          "CoreCount",
          "DiskMaxIops",
          "DiskSpace",
          "GpuCount",
          "MemorySize",
          "NetworkMaxIops",
          "NetworkMaxThroughput");
  private static final Set<String> SKU_TEXTS =
      Set.of(
          "DiskType",
          "InstanceType",
          "InstanceSeries",
          "OperatingSystem",
          "Redundancy",
          "StorageClass");
  private static final Set<String> INVOICE_GRAIN =
      Set.of(
          "ContractId",
          "RegionId",
          "ResourceId",
          "ResourceType",
          "ServiceName",
          "SkuId",
          "SkuMeter",
          "SkuPriceId",
          "SubAccountId");

  private JsonShapes() {}

  /** What is wrong with the object of a column; empty where nothing is, or it has no shape. */
  static Optional<String> fault(String column, JsonNode object) {
    return switch (column) {
      case "AllocatedMethodDetails" -> elements(object, "Elements", JsonShapes::allocation);
      case "ContractApplied" -> elements(object, "Elements", JsonShapes::application);
      case "CommitmentProgramEligibilityDetails" ->
          elements(object, "CommitmentPrograms", JsonShapes::program);
      case "ContractCommitmentApplicability" -> ApplicabilityShape.fault(object);
      case "SkuPriceDetails" -> skuPrice(object);
      case "InvoiceDetailGrain" -> keys(object, INVOICE_GRAIN, "", true);
      default -> Optional.empty();
    };
  }

  /** Looks at one element of a list. */
  private interface ElementShape {
    Optional<String> fault(JsonNode element, String at);
  }

  private static Optional<String> elements(JsonNode object, String list, ElementShape shape) {
    Optional<String> key = keys(object, Set.of(list), "", false);
    if (key.isPresent()) {
      return key;
    }
    JsonNode elements = object.get(list);
    if (elements == null || !elements.isArray() || elements.isEmpty()) {
      return Optional.of("must have a list " + list + " with at least one object");
    }
    for (int i = 0; i < elements.size(); i++) {
      JsonNode element = elements.get(i);
      String at = list + "[" + i + "]";
      if (!element.isObject()) {
        return Optional.of(at + " is not an object");
      }
      Optional<String> fault = shape.fault(element, at + ".");
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> allocation(JsonNode element, String at) {
    Optional<String> key =
        keys(element, Set.of("AllocatedRatio", "UsageUnit", "UsageQuantity"), at, false);
    if (key.isPresent()) {
      return key;
    }
    Optional<String> ratio = ratio(element.get("AllocatedRatio"), at + "AllocatedRatio", true);
    if (ratio.isPresent()) {
      return ratio;
    }
    if (!isAbsent(element, "UsageQuantity")) {
      if (!element.get("UsageQuantity").isNumber()) {
        return Optional.of(at + "UsageQuantity is not a number");
      }
      if (!isText(element, "UsageUnit")) {
        return Optional.of(at + "UsageQuantity needs a UsageUnit");
      }
    }
    return isAbsent(element, "UsageUnit") || isText(element, "UsageUnit")
        ? Optional.empty()
        : Optional.of(at + "UsageUnit is not a text");
  }

  private static Optional<String> application(JsonNode element, String at) {
    Optional<String> key =
        keys(
            element,
            Set.of(
                "ContractId",
                "ContractCommitmentId",
                // As FOCUS 1.3 first spelt them.
                "ContractID",
                "ContractCommitmentID",
                "ContractCommitmentAppliedCost",
                "ContractCommitmentAppliedQuantity",
                "ContractCommitmentAppliedUnit"),
            at,
            false);
    if (key.isPresent()) {
      return key;
    }
    for (String id : new String[] {"ContractId", "ContractCommitmentId"}) {
      if (!isText(element, id) && !isText(element, id.replace("Id", "ID"))) {
        return Optional.of(at + id + " is missing or not a text");
      }
    }
    boolean cost = !isAbsent(element, "ContractCommitmentAppliedCost");
    boolean quantity = !isAbsent(element, "ContractCommitmentAppliedQuantity");
    boolean unit = !isAbsent(element, "ContractCommitmentAppliedUnit");
    if (cost == (quantity || unit)) {
      return Optional.of(
          at.substring(0, at.length() - 1)
              + " must have either ContractCommitmentAppliedCost or both"
              + " ContractCommitmentAppliedQuantity and ContractCommitmentAppliedUnit");
    }
    if (cost && !element.get("ContractCommitmentAppliedCost").isNumber()) {
      return Optional.of(at + "ContractCommitmentAppliedCost is not a number");
    }
    if (!cost
        && !(quantity
            && element.get("ContractCommitmentAppliedQuantity").isNumber()
            && isText(element, "ContractCommitmentAppliedUnit"))) {
      return Optional.of(
          at
              + "ContractCommitmentAppliedQuantity must be a number, with a text"
              + " ContractCommitmentAppliedUnit");
    }
    return Optional.empty();
  }

  private static Optional<String> program(JsonNode element, String at) {
    Optional<String> key = keys(element, Set.of("ProgramType"), at, false);
    if (key.isPresent()) {
      return key;
    }
    return isText(element, "ProgramType")
        ? Optional.empty()
        : Optional.of(at + "ProgramType is missing or not a text");
  }

  private static Optional<String> skuPrice(JsonNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = entry.getKey();
      if (SKU_NUMBERS.contains(key)) {
        if (!entry.getValue().isNumber()) {
          return Optional.of("has no number under \"" + key + "\"");
        }
      } else if (SKU_TEXTS.contains(key)) {
        if (!entry.getValue().isTextual()) {
          return Optional.of("has no text under \"" + key + "\"");
        }
      } else if (!key.startsWith("x_")) {
        return Optional.of(unknownKey(key));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> keys(
      JsonNode object, Set<String> known, String at, boolean anyCustom) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = entry.getKey();
      boolean custom = anyCustom ? key.startsWith("x_") : CUSTOM.matcher(key).matches();
      if (!known.contains(key) && !custom) {
        return Optional.of(at.isEmpty() ? unknownKey(key) : at + " " + unknownKey(key));
      }
    }
    return Optional.empty();
  }

  private static String unknownKey(String key) {
    return "has a key \""
        + key
        + "\" that FOCUS does not define; a key of one's own starts with x_";
  }

  /** What is wrong with a number that must lie between 0 and 1. */
  static Optional<String> ratio(
      @org.jspecify.annotations.Nullable JsonNode value, String name, boolean required) {
    if (value == null) {
      return required ? Optional.of(name + " is missing") : Optional.empty();
    }
    if (!value.isNumber()) {
      return Optional.of(name + " is not a number");
    }
    BigDecimal ratio = value.decimalValue();
    return ratio.signum() < 0 || ratio.compareTo(BigDecimal.ONE) > 0
        ? Optional.of(name + " is not between 0 and 1")
        : Optional.empty();
  }

  static boolean isAbsent(JsonNode object, String key) {
    JsonNode value = object.get(key);
    return value == null || value.isNull();
  }

  static boolean isText(JsonNode object, String key) {
    JsonNode value = object.get(key);
    return value != null && value.isTextual();
  }
}
