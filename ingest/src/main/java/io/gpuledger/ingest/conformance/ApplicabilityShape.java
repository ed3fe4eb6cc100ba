package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The shape of ContractCommitmentApplicability: what a commitment covers. */
final class ApplicabilityShape {
  private static final Set<String> KEYS =
      Set.of(
          "IsGlobalScope",
          "IsComplexScope",
          "Applicability",
          "InclusionOperator",
          "Inclusions",
          "ExclusionOperator",
          "Exclusions");
  private static final Set<String> OPERATORS =
      Set.of(
          "In",
          "NotIn",
          "StartsWith",
          "NotStartsWith",
          "Contains",
          "NotContains",
          "EndsWith",
          "Exists",
          "DoesNotExist");
  private static final Set<String> WITH_WILDCARD =
      Set.of("In", "Contains", "Exists", "DoesNotExist");

  private ApplicabilityShape() {}

  static Optional<String> fault(JsonNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!KEYS.contains(entry.getKey()) && !entry.getKey().startsWith("x_")) {
        return Optional.of("has a key \"" + entry.getKey() + "\" that FOCUS does not define");
      }
    }
    boolean global = object.path("IsGlobalScope").asBoolean(false);
    boolean complex = object.path("IsComplexScope").asBoolean(false);
    if (global && complex) {
      return Optional.of("must not be IsGlobalScope and IsComplexScope at once");
    }
    JsonNode inclusions = object.path("Inclusions");
    if ((global || complex) && (inclusions.size() > 0 || object.has("InclusionOperator"))) {
      return Optional.of("must have no Inclusions beside IsGlobalScope or IsComplexScope");
    }
    if (!global && !complex) {
      if (!isOperator(object.path("InclusionOperator")) || !inclusions.isArray()) {
        return Optional.of("must have InclusionOperator (And or Or) and Inclusions");
      }
      if (inclusions.isEmpty()) {
        return Optional.of("must have at least one of Inclusions");
      }
    }
    if (object.has("Exclusions")
        && (!isOperator(object.path("ExclusionOperator")) || object.path("Exclusions").isEmpty())) {
      return Optional.of("must have ExclusionOperator (And or Or) with its Exclusions");
    }
    Optional<String> share = share(object.path("Applicability"), "Applicability");
    if (share.isPresent()) {
      return share;
    }
    Optional<String> included = rules(inclusions, "Inclusions");
    return included.isPresent() ? included : rules(object.path("Exclusions"), "Exclusions");
  }

  private static boolean isOperator(JsonNode node) {
    return node.asText().equals("And") || node.asText().equals("Or");
  }

  private static Optional<String> rules(JsonNode rules, String list) {
    for (int i = 0; i < rules.size(); i++) {
      Optional<String> fault = rule(rules.get(i), list + "[" + i + "]");
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> rule(JsonNode rule, String at) {
    String operator = rule.path("Operator").asText();
    JsonNode values = rule.path("Values");
    if (!rule.path("Dimension").isTextual()) {
      return Optional.of(at + " names no Dimension");
    }
    if (!OPERATORS.contains(operator)) {
      return Optional.of(at + ".Operator is none of FOCUS");
    }
    if (!values.isArray() || values.isEmpty()) {
      return Optional.of(at + ".Values is no list with at least one text");
    }
    boolean wildcard = false;
    for (JsonNode value : values) {
      if (!value.isTextual()) {
        return Optional.of(at + ".Values holds something other than texts");
      }
      wildcard |= value.asText().equals("*");
    }
    if (wildcard && (values.size() > 1 || !WITH_WILDCARD.contains(operator))) {
      return Optional.of(
          at + ": \"*\" must stand alone, with In, Contains, Exists or DoesNotExist");
    }
    if (!wildcard && (operator.equals("Exists") || operator.equals("DoesNotExist"))) {
      return Optional.of(at + ": " + operator + " takes the value \"*\" only");
    }
    return share(rule.path("Applicability"), at + ".Applicability");
  }

  private static Optional<String> share(JsonNode share, String at) {
    for (String part : new String[] {"Cost", "Usage"}) {
      Optional<String> fault = JsonShapes.ratio(share.get(part), at + "." + part, false);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }
}
