package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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

/**
 * Reads a FOCUS file in Parquet, one row group at a time. The place of a fault is the record's
 * number, from 1, and the column's position in the schema.
 */
final class ParquetFocusReader {
  private final BillFile file;
  private final int fileIndex;
  private final ColumnSlots slots;
  private final RowHandler handler;
  private final boolean rounds;

  ParquetFocusReader(
      BillFile file, int fileIndex, ColumnSlots slots, RowHandler handler, boolean rounds) {
    this.file = file;
    this.fileIndex = fileIndex;
    this.slots = slots;
    this.handler = handler;
    this.rounds = rounds;
  }

  void read(LongConsumer progress) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    try (ParquetFileReader reader = open(options)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      List<String> names = schema.getFields().stream().map(Type::getName).toList();
      FocusHeader.Result header = FocusHeader.of(names);
      if (header.refusal().isPresent()) {
        FocusHeader.Refusal refusal = header.refusal().get();
        refuseFile(refusal.code(), refusal.column(), refusal.field(), refusal.message());
        return;
      }
      readRows(reader, schema, header.header().orElseThrow(), progress);
    } catch (IOException e) {
      refuseFile(ProblemCode.TRUNCATED, 0, "", "the Parquet file is damaged: " + e.getMessage());
    }
  }

  private ParquetFileReader open(ParquetReadOptions options) throws IOException {
    try {
      return ParquetFileReader.open(new LocalInputFile(file.path()), options);
    } catch (RuntimeException e) {
      // The library reports damage by many kinds of exceptions.
      throw new IOException(e.getMessage(), e);
    }
  }

  private void readRows(
      ParquetFileReader reader, MessageType schema, FocusHeader header, LongConsumer progress) {
    handler.opened(header.version());
    Type[] types = schema.getFields().toArray(Type[]::new);
    ColumnReader[] readers = new ColumnReader[types.length];
    for (int i = 0; i < types.length; i++) {
      FocusHeader.Target target = header.columns().get(i);
      boolean rounded = rounds || ParquetValues.isFloat(types[i]);
      readers[i] =
          target
              .column()
              .map(column -> slots.reader(column, rounded))
              .orElseGet(() -> slots.extraReader(target.name()));
    }
    RowAssembler rows = new RowAssembler(file.name(), fileIndex, slots, handler);
    long record = 0;
    try {
      for (PageReadStore group = next(reader); group != null; group = next(reader)) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(group, new GroupRecordConverter(schema));
        for (long i = 0; i < group.getRowCount(); i++) {
          Group values = next(records);
          record++;
          rows.begin(record);
          readRow(values, types, readers, rows);
          rows.end(() -> raw(values));
        }
        progress.accept(reader.getRowGroups().get(0).getCompressedSize());
      }
    } catch (IOException e) {
      rows.refuseRest(
          record + 1,
          ProblemCode.TRUNCATED,
          "the file is damaged from this record on ("
              + e.getMessage()
              + "); the records before it are loaded, whatever follows is missing");
      return;
    }
    if (record == 0) {
      refuseFile(ProblemCode.EMPTY_INPUT, 0, "", "the file has a schema and no rows");
    }
  }

  private static void readRow(Group values, Type[] types, ColumnReader[] readers, RowAssembler rows)
      throws IOException {
    for (int i = 0; i < types.length; i++) {
      if (values.getFieldRepetitionCount(i) == 0) {
        continue;
      }
      byte[] text;
      try {
        text = ParquetValues.text(values, i, types[i]);
      } catch (RuntimeException e) {
        // The bytes of a cell may be none of its type: a decimal of no bytes, a day out of range.
        rows.fault(
            ProblemCode.NOT_ALLOWED_VALUE,
            i + 1,
            readers[i].name,
            "the value is not one of the column's type " + types[i] + ": " + e.getMessage());
        continue;
      }
      if (text.length > FocusLimits.MAX_FIELD_BYTES) {
        rows.fault(
            ProblemCode.FIELD_TOO_LONG,
            i + 1,
            readers[i].name,
            "a cell has "
                + text.length
                + " bytes; at most "
                + FocusLimits.MAX_FIELD_BYTES
                + " are read");
      } else {
        rows.set(readers[i], i + 1, text, 0, text.length);
      }
    }
  }

  private static org.apache.parquet.column.page.@org.jspecify.annotations.Nullable PageReadStore
      next(ParquetFileReader reader) throws IOException {
    try {
      return reader.readNextRowGroup();
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Group next(RecordReader<Group> records) throws IOException {
    try {
      return records.read();
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String raw(Group values) {
    byte[] text = values.toString().replace('\n', ' ').getBytes(StandardCharsets.UTF_8);
    return Shown.cut(text, 0, text.length, Problem.RAW_TEXT_LIMIT - 1);
  }

  private void refuseFile(ProblemCode code, int column, String field, String message) {
    handler.refused(
        new RefusedRow(
            (long) fileIndex << 32,
            new Problem(code, new Location(file.name(), 0, column), field, message, ""),
            Optional.empty()));
  }
}
