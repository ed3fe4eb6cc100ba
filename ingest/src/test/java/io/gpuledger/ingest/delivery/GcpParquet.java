package io.gpuledger.ingest.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.ingest.focus.ParquetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes records of the export as BigQuery does to Parquet: structs, and lists of structs. */
final class GcpParquet {
  private GcpParquet() {}

  static void write(Path file, List<ObjectNode> records) throws IOException {
    Map<String, Set<String>> structs = new LinkedHashMap<>();
    Set<String> lists = new LinkedHashSet<>();
    for (ObjectNode record : records) {
      record.properties().forEach(field -> collect("", field, structs, lists));
    }
    StringBuilder schema = new StringBuilder("message table {\n");
    structs
        .getOrDefault("", Set.of())
        .forEach(name -> schema.append(field("", name, structs, lists)));
    MessageType type = MessageTypeParser.parseMessageType(schema.append("}").toString());
    List<Group> rows = new ArrayList<>();
    for (ObjectNode record : records) {
      Group row = new SimpleGroup(type);
      fill(row, record, "");
      rows.add(row);
    }
    ParquetFiles.write(file, type, rows, CompressionCodecName.ZSTD);
  }

  private static void collect(
      String prefix,
      Map.Entry<String, JsonNode> field,
      Map<String, Set<String>> structs,
      Set<String> lists) {
    structs.computeIfAbsent(prefix, added -> new LinkedHashSet<>()).add(field.getKey());
    String path = prefix + field.getKey() + ".";
    JsonNode value = field.getValue();
    if (value.isArray()) {
      lists.add(path);
      structs.computeIfAbsent(path, added -> new LinkedHashSet<>());
      value.forEach(one -> one.properties().forEach(own -> collect(path, own, structs, lists)));
    } else {
      value.properties().forEach(own -> collect(path, own, structs, lists));
    }
  }

  private static String field(
      String prefix, String name, Map<String, Set<String>> structs, Set<String> lists) {
    String path = prefix + name + ".";
    if (!structs.containsKey(path)) {
      return isDouble(path)
          ? "optional double " + name + ";\n"
          : "optional binary " + name + " (STRING);\n";
    }
    StringBuilder own = new StringBuilder();
    structs.get(path).forEach(child -> own.append(field(path, child, structs, lists)));
    if (own.isEmpty()) {
      own.append("optional binary key (STRING);\n");
    }
    return lists.contains(path)
        ? "optional group %s (LIST) { repeated group list { optional group element { %s } } }\n"
            .formatted(name, own)
        : "optional group %s { %s }\n".formatted(name, own);
  }

  private static boolean isDouble(String path) {
    return path.equals("cost.") || path.equals("credits.amount.") || path.equals("cost_at_list.");
  }

  private static void fill(Group row, JsonNode record, String prefix) {
    record
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              JsonNode value = field.getValue();
              String path = prefix + name + ".";
              if (value.isArray()) {
                Group list = row.addGroup(name);
                value.forEach(one -> fill(list.addGroup("list").addGroup("element"), one, path));
              } else if (value.isObject()) {
                fill(row.addGroup(name), value, path);
              } else if (!value.isNull() && isDouble(path)) {
                row.add(name, Double.parseDouble(value.asText()));
              } else if (!value.isNull()) {
                row.add(name, value.asText());
              }
            });
  }
}
