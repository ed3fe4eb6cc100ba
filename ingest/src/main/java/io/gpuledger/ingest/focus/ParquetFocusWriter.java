package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Writes a FOCUS file again as Parquet: costs and quantities as {@code DECIMAL(38, 18)}, times as
 * timestamps in microseconds UTC, everything else as text; an empty cell is a null.
 */
public final class ParquetFocusWriter {
  /** Bytes of a row group in memory. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private static final int DECIMAL_BYTES = 16;
  private static final int PRECISION = 38;
  private static final int SCALE = 18;

  private final List<Type> types;
  private final MessageType schema;

  private ParquetFocusWriter(List<String> names) {
    Map<String, FocusColumn.Kind> kinds = new HashMap<>();
    for (FocusColumn column : FocusColumn.values()) {
      kinds.put(column.focusName(), column.kind());
    }
    this.types =
        names.stream()
            .map(name -> type(name, kinds.getOrDefault(name, FocusColumn.Kind.TEXT)))
            .toList();
    this.schema = new MessageType("focus", types);
  }

  /**
   * Writes a CSV file of FOCUS, as the export makes it, to a new Parquet file.
   *
   * @param progress told how many bytes of the CSV file each read took
   * @throws IOException if a file cannot be read or written, or a cell is not of its column's kind
   */
  public static void convert(Path csv, Path parquet, LongConsumer progress) throws IOException {
    try (Rows rows = new Rows(parquet)) {
      RawFile.read(BillFile.of(csv), rows, progress);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Type type(String name, FocusColumn.Kind kind) {
    return switch (kind) {
      case COST, QUANTITY -> decimalType(name);
      case TIME ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS))
              .named(name);
      case TEXT, NAME, JSON, KEY_VALUES -> textType(name);
    };
  }

  static Type decimalType(String name) {
    return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(DECIMAL_BYTES)
        .as(LogicalTypeAnnotation.decimalType(SCALE, PRECISION))
        .named(name);
  }

  static Type textType(String name) {
    return Types.optional(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  private Group group(RawRecord record) {
    SimpleGroup group = new SimpleGroup(schema);
    for (int i = 0; i < record.fields(); i++) {
      record.select(i);
      if (record.start() == record.end()) {
        continue;
      }
      byte[] bytes = Arrays.copyOfRange(record.bytes(), record.start(), record.end());
      switch (types.get(i).asPrimitiveType().getPrimitiveTypeName()) {
        case FIXED_LEN_BYTE_ARRAY ->
            group.add(i, Binary.fromConstantByteArray(decimal(text(bytes))));
        case INT64 ->
            group.add(i, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text(bytes))));
        case BINARY -> group.add(i, Binary.fromConstantByteArray(bytes));
        case INT32, BOOLEAN, FLOAT, DOUBLE, INT96 ->
            throw new IllegalStateException("type " + types.get(i));
      }
    }
    return group;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] decimal(String text) {
    BigInteger unscaled = new BigDecimal(text).setScale(SCALE).unscaledValue();
    byte[] shortest = unscaled.toByteArray();
    if (shortest.length > DECIMAL_BYTES) {
      throw new ArithmeticException(text + " has more than " + PRECISION + " digits");
    }
    byte[] bytes = new byte[DECIMAL_BYTES];
    int start = DECIMAL_BYTES - shortest.length;
    Arrays.fill(bytes, 0, start, (byte) (unscaled.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, bytes, start, shortest.length);
    return bytes;
  }

  private static final class Rows implements RawHandler, AutoCloseable {
    private final Path target;
    private final List<ParquetWriter<Group>> writers = new ArrayList<>();
    private final List<ParquetFocusWriter> layouts = new ArrayList<>();

    Rows(Path target) {
      this.target = target;
    }

    @Override
    public boolean header(List<String> names) {
      ParquetFocusWriter layout = new ParquetFocusWriter(names);
      layouts.add(layout);
      try {
        writers.add(
            ExampleParquetWriter.builder(new LocalOutputFile(target))
                .withConf(new PlainParquetConfiguration())
                .withType(layout.schema)
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return true;
    }

    @Override
    public void record(RawRecord record) {
      try {
        writers.get(0).write(layouts.get(0).group(record));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (RuntimeException e) {
        throw new UncheckedIOException(
            new IOException("line " + record.line() + " cannot be written as Parquet: " + e, e));
      }
    }

    @Override
    public void fault(Problem problem) {
      throw new UncheckedIOException(new IOException(problem.toString()));
    }

    @Override
    public void close() throws IOException {
      for (ParquetWriter<Group> writer : writers) {
        writer.close();
      }
    }
  }
}
