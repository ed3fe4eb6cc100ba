package io.gpuledger.ingest.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecentTexts;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tags of a line: maps in CUR 2.0, a column each in a legacy report. A user's tag has the name
 * that the user gave it, one of AWS keeps its prefix {@code aws:}, as in FOCUS.
 */
final class CurTags {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int[] maps;
  private final int[] fields;
  private final String[] names;
  private final RecentTexts<String> recent = new RecentTexts<>();

  CurTags(CurColumns columns) {
    maps = new int[] {columns.of("resource_tags"), columns.of("tags")};
    Map<Integer, String> tagColumns = new TreeMap<>(columns.tagColumns());
    fields = tagColumns.keySet().stream().mapToInt(Integer::intValue).toArray();
    names = tagColumns.values().stream().map(CurTags::focusName).toArray(String[]::new);
  }

  /** Sets a column of tags. */
  void write(NativeRecord line, ChargeWriter charge, FocusColumn column) {
    String first = line.text(maps[0]);
    String second = line.text(maps[1]);
    if (fields.length == 0) {
      String key = first + '\n' + second;
      if (key.length() == 1) {
        return;
      }
      String known = recent.find(key);
      if (known != null) {
        charge.put(column, known);
        return;
      }
      ObjectNode tags = JSON.createObjectNode();
      if (add(tags, first, maps[0], charge) && add(tags, second, maps[1], charge)) {
        charge.put(column, recent.add(key, tags.toString()));
      }
      return;
    }
    ObjectNode tags = JSON.createObjectNode();
    for (int i = 0; i < fields.length; i++) {
      String value = line.text(fields[i]);
      if (!value.isEmpty()) {
        tags.put(names[i], value);
      }
    }
    charge.put(column, tags.toString());
  }

  private static boolean add(ObjectNode tags, String text, int field, ChargeWriter charge) {
    if (field == NativeColumns.NONE || text.isEmpty()) {
      return true;
    }
    try {
      JsonNode map = JSON.readTree(text);
      if (map.isObject()) {
        map.properties().forEach(tag -> tags.set(focusName(tag.getKey()), tag.getValue()));
        return true;
      }
    } catch (JsonProcessingException e) {
      // Told below, as is what is JSON but no map.
    }
    charge.fault(
        ProblemCode.NOT_JSON, field, "the tags are not a flat JSON object of keys and values");
    return false;
  }

  static String focusName(String name) {
    if (name.startsWith("user:") || name.startsWith("user_")) {
      return name.substring("user:".length());
    }
    return name.startsWith("aws_") ? "aws:" + name.substring("aws_".length()) : name;
  }
}
