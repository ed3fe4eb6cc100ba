package io.gpuledger.streaming.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of one column on their way from rows to ClickHouse's Native form, in which the engine
 * reads a column at once: about six times faster than row by row where a table has many columns.
 *
 * <p>A text of {@code LowCardinality} becomes a dictionary here, which spares the engine the work;
 * one that may be null, or is within an array, map or tuple, is left to the engine.
 */
abstract sealed class NativeColumn {
  /** The type as announced to the engine. */
  abstract String type();

  /** Takes the value that begins at a position of a row and returns where the next begins. */
  abstract int take(byte[] row, int position);

  /** Adds what stands under a null. */
  abstract void addDefault();

  abstract void writeTo(ByteRun out);

  abstract void clear();

  /**
   * A column of a type as the schema writes it.
   *
   * @throws IllegalArgumentException if it is none the schema uses
   */
  static NativeColumn of(String type) {
    int parenthesis = type.indexOf('(');
    String name = parenthesis < 0 ? type : type.substring(0, parenthesis);
    if (type.equals(DictionaryColumn.TYPE)) {
      return new DictionaryColumn();
    }
    return switch (name) {
      case "LowCardinality" -> of(RowBinaryReader.inner(type));
      case "Nullable" -> new NullableColumn(of(RowBinaryReader.inner(type)));
      case "String" -> new StringColumn();
      case "UInt8", "Int8" -> new FixedColumn(type, 1);
      case "UInt16", "Int16", "Date" -> new FixedColumn(type, 2);
      case "UInt32", "Int32", "DateTime" -> new FixedColumn(type, 4);
      case "UInt64", "Int64", "Float64", "DateTime64" -> new FixedColumn(type, 8);
      case "UUID" -> new FixedColumn(type, 16);
      case "Decimal" ->
          new FixedColumn(
              type, Integer.parseInt(RowBinaryReader.arguments(type).get(0)) <= 38 ? 16 : 32);
      case "Array" -> new ArrayColumn(all(List.of(RowBinaryReader.inner(type))), "Array");
      case "Map" -> new ArrayColumn(all(RowBinaryReader.arguments(type)), "Map");
      case "Tuple" -> new TupleColumn(all(RowBinaryReader.arguments(type)));
      default -> throw new IllegalArgumentException("no column of type " + type);
    };
  }

  private static List<NativeColumn> all(List<String> types) {
    List<NativeColumn> columns = new ArrayList<>();
    types.forEach(type -> columns.add(of(plain(type))));
    return columns;
  }

  private static String plain(String type) {
    return type.startsWith("LowCardinality(") ? RowBinaryReader.inner(type) : type;
  }

  private static String types(List<NativeColumn> columns) {
    return String.join(", ", columns.stream().map(NativeColumn::type).toList());
  }

  private static final class FixedColumn extends NativeColumn {
    private final String type;
    private final int width;
    private final ByteRun values = new ByteRun();

    FixedColumn(String type, int width) {
      this.type = type;
      this.width = width;
    }

    @Override
    String type() {
      return type;
    }

    @Override
    int take(byte[] row, int position) {
      values.add(row, position, width);
      return position + width;
    }

    @Override
    void addDefault() {
      values.addZeros(width);
    }

    @Override
    void writeTo(ByteRun out) {
      out.add(values);
    }

    @Override
    void clear() {
      values.clear();
    }
  }

  /** A text has the same form in rows and columns: its length and its bytes. */
  private static final class StringColumn extends NativeColumn {
    private final ByteRun values = new ByteRun();

    @Override
    String type() {
      return "String";
    }

    @Override
    int take(byte[] row, int position) {
      int end = end(row, position);
      values.add(row, position, end - position);
      return end;
    }

    /** Where the text that begins at a position ends. */
    static int end(byte[] row, int position) {
      int length = 0;
      int at = position;
      for (int shift = 0; ; shift += 7) {
        int next = row[at++];
        length |= (next & 0x7F) << shift;
        if (next >= 0) {
          return at + length;
        }
      }
    }

    @Override
    void addDefault() {
      values.add((byte) 0);
    }

    @Override
    void writeTo(ByteRun out) {
      out.add(values);
    }

    @Override
    void clear() {
      values.clear();
    }
  }

  /**
   * Texts by their numbers in a dictionary of the piece. The form is that of the engine's own
   * clients: version, flags with the width of numbers, the dictionary, the numbers.
   */
  private static final class DictionaryColumn extends NativeColumn {
    static final String TYPE = "LowCardinality(String)";

    private static final long VERSION = 1;
    private static final long DICTIONARY_FOLLOWS = 1L << 9 | 1L << 10;
    private static final long NUMBERS_OF_TWO_BYTES = 1;

    private final Dictionary texts = new Dictionary();
    private final ByteRun rows = new ByteRun();

    @Override
    String type() {
      return TYPE;
    }

    @Override
    int take(byte[] row, int position) {
      int end = StringColumn.end(row, position);
      rows.addShort(texts.numberOf(row, position, end));
      return end;
    }

    @Override
    void addDefault() {
      rows.addShort(texts.numberOf(new byte[] {0}, 0, 1));
    }

    @Override
    void writeTo(ByteRun out) {
      out.addLong(VERSION);
      out.addLong(NUMBERS_OF_TWO_BYTES | DICTIONARY_FOLLOWS);
      out.addLong(texts.size());
      out.add(texts.texts());
      out.addLong(rows.length() / Short.BYTES);
      out.add(rows);
    }

    @Override
    void clear() {
      texts.clear();
      rows.clear();
    }
  }

  private static final class NullableColumn extends NativeColumn {
    private final NativeColumn value;
    private final ByteRun nulls = new ByteRun();

    NullableColumn(NativeColumn value) {
      this.value = value;
    }

    @Override
    String type() {
      return "Nullable(" + value.type() + ")";
    }

    @Override
    int take(byte[] row, int position) {
      byte isNull = row[position];
      nulls.add(isNull);
      if (isNull == 0) {
        return value.take(row, position + 1);
      }
      value.addDefault();
      return position + 1;
    }

    @Override
    void addDefault() {
      nulls.add((byte) 1);
      value.addDefault();
    }

    @Override
    void writeTo(ByteRun out) {
      out.add(nulls);
      value.writeTo(out);
    }

    @Override
    void clear() {
      nulls.clear();
      value.clear();
    }
  }

  /** An array, or a map, which is an array of pairs: ends of the rows, then the elements. */
  private static final class ArrayColumn extends NativeColumn {
    private final List<NativeColumn> elements;
    private final String name;
    private final ByteRun ends = new ByteRun();
    private long end;

    ArrayColumn(List<NativeColumn> elements, String name) {
      this.elements = elements;
      this.name = name;
    }

    @Override
    String type() {
      return name + "(" + types(elements) + ")";
    }

    @Override
    int take(byte[] row, int position) {
      int count = 0;
      int at = position;
      for (int shift = 0; ; shift += 7) {
        int next = row[at++];
        count |= (next & 0x7F) << shift;
        if (next >= 0) {
          break;
        }
      }
      for (int i = 0; i < count; i++) {
        for (NativeColumn element : elements) {
          at = element.take(row, at);
        }
      }
      end += count;
      ends.addLong(end);
      return at;
    }

    @Override
    void addDefault() {
      ends.addLong(end);
    }

    @Override
    void writeTo(ByteRun out) {
      out.add(ends);
      elements.forEach(element -> element.writeTo(out));
    }

    @Override
    void clear() {
      ends.clear();
      end = 0;
      elements.forEach(NativeColumn::clear);
    }
  }

  private static final class TupleColumn extends NativeColumn {
    private final List<NativeColumn> elements;

    TupleColumn(List<NativeColumn> elements) {
      this.elements = elements;
    }

    @Override
    String type() {
      return "Tuple(" + types(elements) + ")";
    }

    @Override
    int take(byte[] row, int position) {
      int at = position;
      for (NativeColumn element : elements) {
        at = element.take(row, at);
      }
      return at;
    }

    @Override
    void addDefault() {
      elements.forEach(NativeColumn::addDefault);
    }

    @Override
    void writeTo(ByteRun out) {
      elements.forEach(element -> element.writeTo(out));
    }

    @Override
    void clear() {
      elements.forEach(NativeColumn::clear);
    }
  }
}
