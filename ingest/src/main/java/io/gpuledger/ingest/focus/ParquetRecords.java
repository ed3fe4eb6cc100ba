package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The records of a Parquet file, one row group in memory at a time. The library reports damage by
 * many kinds of exceptions; here each is an {@link IOException}.
 */
final class ParquetRecords implements AutoCloseable {
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final LongConsumer progress;

  private @Nullable RecordReader<Group> records;
  private long left;
  private int groupsRead;

  private ParquetRecords(ParquetFileReader reader, LongConsumer progress) {
    this.reader = reader;
    this.schema = reader.getFooter().getFileMetaData().getSchema();
    this.progress = progress;
  }

  /**
   * Opens the file and reads its footer.
   *
   * @param progress told the compressed bytes of each row group that was read
   */
  static ParquetRecords open(BillFile file, LongConsumer progress) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    try {
      return new ParquetRecords(
          ParquetFileReader.open(new LocalInputFile(file.path()), options), progress);
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  List<String> names() {
    return types().stream().map(Type::getName).toList();
  }

  List<Type> types() {
    return schema.getFields();
  }

  /** The next record, or null after the last. */
  @Nullable Group next() throws IOException {
    try {
      while (left == 0) {
        if (groupsRead > 0) {
          progress.accept(reader.getRowGroups().get(groupsRead - 1).getCompressedSize());
        }
        PageReadStore group = reader.readNextRowGroup();
        if (group == null) {
          groupsRead = 0;
          return null;
        }
        groupsRead++;
        left = group.getRowCount();
        records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(group, new GroupRecordConverter(schema));
      }
      left--;
      return records == null ? null : records.read();
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The record on one line, cut to what is kept with a fault. */
  static String raw(Group values) {
    byte[] text = values.toString().replace('\n', ' ').getBytes(StandardCharsets.UTF_8);
    return Shown.cut(text, 0, text.length, Problem.RAW_TEXT_LIMIT - 1);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
