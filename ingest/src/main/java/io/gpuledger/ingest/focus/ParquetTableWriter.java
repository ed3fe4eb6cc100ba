package io.gpuledger.ingest.focus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Writes a small table as Parquet, with the types that {@link ParquetFocusWriter} uses. */
public final class ParquetTableWriter {
  private ParquetTableWriter() {}

  /**
   * A column.
   *
   * @param number whether its cells are decimals, else they are texts
   */
  public record Column(String name, boolean number) {}

  /**
   * The file's bytes.
   *
   * @param rows each as long as the columns; an empty cell is a null
   * @param metadata kept with the file
   */
  public static byte[] write(
      List<Column> columns, List<List<String>> rows, Map<String, String> metadata) {
    List<Type> types =
        columns.stream()
            .map(
                column ->
                    column.number()
                        ? ParquetFocusWriter.decimalType(column.name())
                        : ParquetFocusWriter.textType(column.name()))
            .toList();
    MessageType schema = new MessageType("report", types);
    Memory memory = new Memory();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(memory)
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withExtraMetaData(metadata)
            .withCodecFactory(new ParquetCodecs())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (List<String> row : rows) {
        SimpleGroup group = new SimpleGroup(schema);
        for (int i = 0; i < columns.size(); i++) {
          String cell = row.get(i);
          if (!cell.isEmpty()) {
            group.add(
                i,
                columns.get(i).number()
                    ? Binary.fromConstantByteArray(ParquetFocusWriter.decimal(cell))
                    : Binary.fromString(cell));
          }
        }
        writer.write(group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return memory.bytes.toByteArray();
  }

  /** A file in memory, written once from its beginning. */
  private static final class Memory implements OutputFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes.size();
        }

        @Override
        public void write(int one) {
          bytes.write(one);
        }

        @Override
        public void write(byte[] many, int from, int count) {
          bytes.write(many, from, count);
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
