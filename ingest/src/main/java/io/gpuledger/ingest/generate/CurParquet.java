package io.gpuledger.ingest.generate;

import io.gpuledger.ingest.focus.ParquetCodecs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A report as Parquet: numbers are doubles, times of milliseconds, maps are maps, as AWS has it.
 */
final class CurParquet implements CurTable {
  /** Bytes of a row group in memory. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private static final MessageType SCHEMA = schema();
  private static final List<CurLayout.Kind> KINDS =
      CurLayout.columns().stream().map(CurLayout::kind).toList();

  private final ParquetWriter<Group> writer;

  CurParquet(Path file) throws IOException {
    writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCodecFactory(new ParquetCodecs())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  private static MessageType schema() {
    return new MessageType(
        "schema",
        Stream.concat(
                CurLayout.columns().stream().map(CurParquet::type),
                Stream.of(map(CurLayout.TAGS), map(CurLayout.PRODUCT)))
            .toList());
  }

  private static Type type(String name) {
    return switch (CurLayout.kind(name)) {
      case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case TIME ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
              .named(name);
      case TEXT -> text(name, Type.Repetition.OPTIONAL);
    };
  }

  private static Type text(String name, Type.Repetition repetition) {
    return Types.primitive(PrimitiveTypeName.BINARY, repetition)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  private static Type map(String name) {
    return Types.optionalMap()
        .key(text("key", Type.Repetition.REQUIRED))
        .value(text("value", Type.Repetition.OPTIONAL))
        .named(name);
  }

  @Override
  public void line(String[] cells, Map<String, String> tags, Map<String, String> product)
      throws IOException {
    Group group = new SimpleGroup(SCHEMA);
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i];
      if (cell.isEmpty()) {
        continue;
      }
      switch (KINDS.get(i)) {
        case NUMBER -> group.add(i, Double.parseDouble(cell));
        case TIME -> group.add(i, Instant.parse(cell).toEpochMilli());
        case TEXT -> group.add(i, cell);
      }
    }
    add(group, CurLayout.TAGS, tags);
    add(group, CurLayout.PRODUCT, product);
    writer.write(group);
  }

  private static void add(Group group, String name, Map<String, String> entries) {
    Group map = group.addGroup(name);
    entries.forEach((key, value) -> map.addGroup(0).append("key", key).append("value", value));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
