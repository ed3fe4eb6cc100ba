package io.gpuledger.ingest.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;

/**
 * Labels and tags as the tags of FOCUS: those of the resource, then Google's own tags, then the
 * labels of the project where no other has the key.
 */
final class GcpLabels {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int[] lists;

  GcpLabels(GcpColumns columns) {
    this(columns.of("labels"), columns.of("tags"), columns.of("project.labels"));
  }

  GcpLabels(int labels, int tags, int projectLabels) {
    lists = new int[] {labels, tags, projectLabels};
  }

  void write(NativeRecord record, ChargeWriter charge) {
    ObjectNode all = JSON.createObjectNode();
    for (int list : lists) {
      if (list != NativeColumns.NONE && !add(all, record.text(list))) {
        charge.fault(
            ProblemCode.NOT_JSON, list, "the labels are not a JSON array of keys and values");
        return;
      }
    }
    if (!all.isEmpty()) {
      charge.put(FocusColumn.TAGS, all.toString());
    }
  }

  /** Adds the pairs of a list, whose keys are {@code key} and {@code value}. */
  private static boolean add(ObjectNode all, String text) {
    if (text.isEmpty() || text.equals("[]")) {
      return true;
    }
    JsonNode pairs = read(text);
    if (!pairs.isArray()) {
      return false;
    }
    for (JsonNode pair : pairs) {
      String key = text(pair, "key");
      if (!key.isEmpty() && !all.has(key)) {
        all.put(key, text(pair, "value"));
      }
    }
    return true;
  }

  /** What stands under a key of such a list; empty where it does not. */
  static String find(String text, String key) {
    for (JsonNode pair : read(text)) {
      if (text(pair, "key").equals(key)) {
        return text(pair, "value");
      }
    }
    return "";
  }

  /** The exports write {@code key}, the table named FOCUS may write {@code Key} [K]. */
  private static String text(JsonNode pair, String name) {
    JsonNode value =
        pair.has(name)
            ? pair.path(name)
            : pair.path(Character.toUpperCase(name.charAt(0)) + name.substring(1));
    return value.isNull() ? "" : value.asText("");
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
