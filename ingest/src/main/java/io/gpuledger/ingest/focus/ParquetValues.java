package io.gpuledger.ingest.focus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Parquet values as the text that the same column would hold in CSV: exact decimals, floats as
 * their shortest decimal that reads back to the same float, times in ISO, maps and lists as JSON.
 */
final class ParquetValues {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long JULIAN_EPOCH_DAY = 2_440_588;

  private ParquetValues() {}

  /** Whether values of this type are floats, which are rounded at read. */
  static boolean isFloat(Type type) {
    return type.isPrimitive()
        && switch (type.asPrimitiveType().getPrimitiveTypeName()) {
          case DOUBLE, FLOAT -> true;
          case INT32, INT64, INT96, BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY -> false;
        };
  }

  /** The text of the field's value; the field must have one. */
  static byte[] text(Group group, int field, Type type) throws IOException {
    if (type.isRepetition(Type.Repetition.REPEATED) || !type.isPrimitive()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        writeField(json, group, field, type);
      }
      return bytes.toByteArray();
    }
    PrimitiveType primitive = type.asPrimitiveType();
    boolean plainBytes =
        primitive.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY
            && !(primitive.getLogicalTypeAnnotation()
                instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation);
    return plainBytes
        ? group.getBinary(field, 0).getBytes()
        : scalar(group, field, 0, primitive).getBytes(StandardCharsets.UTF_8);
  }

  private static String scalar(Group group, int field, int index, PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Boolean.toString(group.getBoolean(field, index));
      case DOUBLE -> shortest(group.getDouble(field, index));
      case FLOAT -> shortest(group.getFloat(field, index));
      case INT32 -> integer(group.getInteger(field, index), logical);
      case INT64 -> integer(group.getLong(field, index), logical);
      case INT96 -> int96(group.getInt96(field, index));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(group.getBinary(field, index), logical);
    };
  }

  private static String integer(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
    }
    if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (logical instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit =
          switch (timestamp.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
          };
      return Instant.EPOCH.plus(value, unit).toString();
    }
    return Long.toString(value);
  }

  private static String binary(Binary value, LogicalTypeAnnotation logical) {
    if (logical instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()).toPlainString();
    }
    return logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation
        ? HexFormat.of().formatHex(value.getBytes())
        : value.toStringUsingUTF8();
  }

  /** Nanoseconds of the day, then the Julian day, little-endian. */
  private static String int96(Binary value) {
    java.nio.ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong(bytes.position());
    long day = bytes.getInt(bytes.position() + Long.BYTES);
    return Instant.EPOCH
        .plus(day - JULIAN_EPOCH_DAY, ChronoUnit.DAYS)
        .plus(nanos, ChronoUnit.NANOS)
        .toString();
  }

  /** The shortest decimal that reads back to the same double; Java 17's own text can be longer. */
  static String shortest(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros().toString();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).toString();
  }

  static String shortest(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return Float.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 6; digits < 9; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.floatValue() == value) {
        return rounded.stripTrailingZeros().toString();
      }
    }
    return exact.round(new MathContext(9, RoundingMode.HALF_EVEN)).toString();
  }

  private static void writeField(JsonGenerator json, Group group, int field, Type type)
      throws IOException {
    int count = group.getFieldRepetitionCount(field);
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      json.writeStartArray();
      for (int i = 0; i < count; i++) {
        writeValue(json, group, field, i, type);
      }
      json.writeEndArray();
    } else if (count == 0) {
      json.writeNull();
    } else {
      writeValue(json, group, field, 0, type);
    }
  }

  private static void writeValue(JsonGenerator json, Group group, int field, int index, Type type)
      throws IOException {
    if (type.isPrimitive()) {
      writeScalar(json, group, field, index, type.asPrimitiveType());
      return;
    }
    Group value = group.getGroup(field, index);
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (isMap(logical)) {
      writeMap(json, value);
    } else if (logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      writeList(json, value);
    } else {
      json.writeStartObject();
      for (int i = 0; i < value.getType().getFieldCount(); i++) {
        json.writeFieldName(value.getType().getFieldName(i));
        writeField(json, value, i, value.getType().getType(i));
      }
      json.writeEndObject();
    }
  }

  private static boolean isMap(LogicalTypeAnnotation logical) {
    return logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
  }

  private static void writeMap(JsonGenerator json, Group map) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      json.writeFieldName(scalar(entry, 0, 0, entry.getType().getType(0).asPrimitiveType()));
      writeField(json, entry, 1, entry.getType().getType(1));
    }
    json.writeEndObject();
  }

  private static void writeList(JsonGenerator json, Group list) throws IOException {
    json.writeStartArray();
    Type repeated = list.getType().getType(0);
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      if (repeated.isPrimitive()) {
        writeScalar(json, list, 0, i, repeated.asPrimitiveType());
      } else {
        writeField(json, list.getGroup(0, i), 0, repeated.asGroupType().getType(0));
      }
    }
    json.writeEndArray();
  }

  private static void writeScalar(
      JsonGenerator json, Group group, int field, int index, PrimitiveType type)
      throws IOException {
    String text = scalar(group, field, index, type);
    boolean number =
        switch (type.getPrimitiveTypeName()) {
          case DOUBLE, FLOAT -> !text.endsWith("N") && !text.endsWith("y");
          case BOOLEAN -> false;
          case INT32, INT64 ->
              !(type.getLogicalTypeAnnotation()
                      instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation)
                  && !(type.getLogicalTypeAnnotation()
                      instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation);
          case INT96 -> false;
          case BINARY, FIXED_LEN_BYTE_ARRAY ->
              type.getLogicalTypeAnnotation()
                  instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
        };
    if (number) {
      json.writeNumber(new BigDecimal(text));
    } else if (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BOOLEAN) {
      json.writeBoolean(Boolean.parseBoolean(text));
    } else {
      json.writeString(text);
    }
  }
}
