package io.gpuledger.ingest.databricks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.util.List;

/**
 * What the structs of a usage record say: which job, cluster or endpoint used it, who ran it, and
 * what was bought. They bear no money, so one that is no JSON is kept as it stands and says
 * nothing.
 */
final class UsageFacts {
  static final String PRINCIPAL = "x_PrincipalId";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int metadata;
  private final int identity;
  private final int features;

  UsageFacts(NativeColumns columns) {
    metadata = columns.of("usage_metadata");
    identity = columns.of("identity_metadata");
    features = columns.of("product_features");
  }

  void write(NativeRecord record, ChargeWriter charge, String product) {
    JsonNode used = struct(record, metadata);
    charge.put(FocusColumn.RESOURCE_ID, first(used, Products.idKeys(product)));
    charge.put(
        FocusColumn.RESOURCE_NAME,
        first(used, List.of("endpoint_name", "job_name", "app_name", "run_name")));
    charge.extra(PRINCIPAL, first(struct(record, identity), List.of("run_as", "owned_by")));
    ObjectNode details = JSON.createObjectNode();
    flatten(details, "x_", struct(record, features));
    String machine = used.path("node_type").asText("");
    if (!machine.isEmpty()) {
      details.put("InstanceType", machine);
    }
    charge.put(FocusColumn.SKU_PRICE_DETAILS, details.isEmpty() ? "" : details.toString());
  }

  /** FOCUS has flat details: what is nested has its path as its key. */
  private static void flatten(ObjectNode out, String prefix, JsonNode from) {
    from.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isObject()) {
                flatten(out, prefix + entry.getKey() + "_", value);
              } else if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
                out.set(prefix + entry.getKey(), value);
              }
            });
  }

  private static String first(JsonNode struct, List<String> keys) {
    return keys.stream()
        .map(key -> struct.path(key).asText(""))
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .findFirst()
        .orElse("");
  }

  private static JsonNode struct(NativeRecord record, int field) {
    String text = record.text(field);
    if (!text.startsWith("{")) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
