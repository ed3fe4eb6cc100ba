package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.parquet.example.data.Group;
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
    try (ParquetRecords records = ParquetRecords.open(file, progress)) {
      FocusHeader.Result header = FocusHeader.of(records.names());
      if (header.refusal().isPresent()) {
        FocusHeader.Refusal refusal = header.refusal().get();
        refuseFile(refusal.code(), refusal.column(), refusal.field(), refusal.message());
        return;
      }
      readRows(records, header.header().orElseThrow());
    } catch (IOException e) {
      refuseFile(ProblemCode.TRUNCATED, 0, "", "the Parquet file is damaged: " + e.getMessage());
    }
  }

  private void readRows(ParquetRecords records, FocusHeader header) {
    handler.opened(header.version());
    Type[] types = records.types().toArray(Type[]::new);
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
      for (Group next = records.next(); next != null; next = records.next()) {
        Group values = next;
        record++;
        rows.begin(record);
        readRow(values, types, readers, rows);
        rows.end(() -> ParquetRecords.raw(values));
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

  private void refuseFile(ProblemCode code, int column, String field, String message) {
    handler.refused(
        new RefusedRow(
            (long) fileIndex << 32,
            new Problem(code, new Location(file.name(), 0, column), field, message, ""),
            Optional.empty()));
  }
}
