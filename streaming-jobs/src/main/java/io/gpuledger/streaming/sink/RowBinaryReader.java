package io.gpuledger.streaming.sink;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads a row of RowBinary back as text, to show a refused row and to check the writer. */
final class RowBinaryReader {
  private final ByteBuffer in;

  private RowBinaryReader(byte[] row) {
    in = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The values of a row by column, empty where null.
   *
   * @throws IllegalArgumentException if a type is not one the schema uses
   */
  static Map<String, Optional<String>> read(TableLayout layout, byte[] row) {
    RowBinaryReader reader = new RowBinaryReader(row);
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (TableLayout.Column column : layout.columns()) {
      values.put(column.name(), reader.value(column.type()));
    }
    return values;
  }

  /** The values of many rows that are not null, by column. */
  static List<Map<String, String>> readAll(TableLayout layout, byte[] rows) {
    RowBinaryReader reader = new RowBinaryReader(rows);
    List<Map<String, String>> all = new ArrayList<>();
    while (reader.in.hasRemaining()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (TableLayout.Column column : layout.columns()) {
        reader.value(column.type()).ifPresent(value -> row.put(column.name(), value));
      }
      all.add(row);
    }
    return all;
  }

  /** A JSON object of the values that are not null, each as text. */
  static String toJson(Map<String, Optional<String>> values) {
    StringBuilder json = new StringBuilder("{");
    values.forEach(
        (name, value) ->
            value.ifPresent(
                text -> {
                  if (json.length() > 1) {
                    json.append(',');
                  }
                  quote(json, name);
                  json.append(':');
                  quote(json, text);
                }));
    return json.append('}').toString();
  }

  private Optional<String> value(String type) {
    if (type.startsWith("LowCardinality(")) {
      return value(inner(type));
    }
    if (type.startsWith("Nullable(")) {
      return in.get() != 0 ? Optional.empty() : value(inner(type));
    }
    return Optional.of(text(type));
  }

  private String text(String type) {
    int parenthesis = type.indexOf('(');
    String name = parenthesis < 0 ? type : type.substring(0, parenthesis);
    return switch (name) {
      case "String" -> string();
      case "UInt8" -> Integer.toString(in.get() & 0xFF);
      case "Int8" -> Byte.toString(in.get());
      case "UInt16" -> Integer.toString(in.getShort() & 0xFFFF);
      case "UInt32" -> Integer.toUnsignedString(in.getInt());
      case "Int32" -> Integer.toString(in.getInt());
      case "UInt64" -> Long.toUnsignedString(in.getLong());
      case "Int64" -> Long.toString(in.getLong());
      case "Float64" -> Double.toString(in.getDouble());
      case "UUID" -> new UUID(in.getLong(), in.getLong()).toString();
      case "Date" -> LocalDate.ofEpochDay(in.getShort() & 0xFFFF).toString();
      case "DateTime" -> Instant.ofEpochSecond(in.getInt() & 0xFFFF_FFFFL).toString();
      case "DateTime64" -> dateTime64(arguments(type).get(0));
      case "Decimal" -> decimal(arguments(type));
      case "Array" -> array(inner(type));
      case "Map" -> map(arguments(type));
      case "Tuple" -> tuple(arguments(type));
      default -> throw new IllegalArgumentException("no reader of type " + type);
    };
  }

  private String string() {
    byte[] bytes = new byte[size()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int size() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private String dateTime64(String precision) {
    long ticks = in.getLong();
    long perSecond = BigInteger.TEN.pow(Integer.parseInt(precision)).longValueExact();
    long nanos = Math.floorMod(ticks, perSecond) * (1_000_000_000L / perSecond);
    return Instant.ofEpochSecond(Math.floorDiv(ticks, perSecond), nanos).toString();
  }

  private String decimal(List<String> arguments) {
    byte[] bigEndian = new byte[Integer.parseInt(arguments.get(0)) <= 38 ? 16 : 32];
    for (int i = bigEndian.length - 1; i >= 0; i--) {
      bigEndian[i] = in.get();
    }
    BigDecimal value =
        new BigDecimal(new BigInteger(bigEndian), Integer.parseInt(arguments.get(1)));
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private String array(String elementType) {
    List<String> elements = new ArrayList<>();
    int count = size();
    for (int i = 0; i < count; i++) {
      elements.add(value(elementType).orElse("null"));
    }
    return elements.toString();
  }

  private String map(List<String> types) {
    Map<String, String> entries = new LinkedHashMap<>();
    int count = size();
    for (int i = 0; i < count; i++) {
      String key = value(types.get(0)).orElse("null");
      entries.put(key, value(types.get(1)).orElse("null"));
    }
    return entries.toString();
  }

  private String tuple(List<String> types) {
    List<String> elements = new ArrayList<>();
    types.forEach(type -> elements.add(value(type).orElse("null")));
    return elements.toString();
  }

  static String inner(String type) {
    return type.substring(type.indexOf('(') + 1, type.length() - 1);
  }

  static List<String> arguments(String type) {
    List<String> arguments = new ArrayList<>();
    String text = inner(type);
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == '(') {
        depth++;
      } else if (at == ')') {
        depth--;
      } else if (at == ',' && depth == 0) {
        arguments.add(text.substring(start, i).trim());
        start = i + 1;
      }
    }
    arguments.add(text.substring(start).trim());
    return arguments;
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == '"' || at == '\\') {
        json.append('\\').append(at);
      } else if (at < 0x20) {
        json.append(String.format("\\u%04x", (int) at));
      } else {
        json.append(at);
      }
    }
    json.append('"');
  }
}
