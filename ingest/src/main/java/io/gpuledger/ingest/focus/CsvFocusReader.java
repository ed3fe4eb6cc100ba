package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads a FOCUS file in CSV. The separator is told by the header: comma, semicolon, tab or bar. */
final class CsvFocusReader {
  private final String file;
  private final int fileIndex;
  private final ColumnSlots slots;
  private final RowHandler handler;
  private final boolean rounds;

  CsvFocusReader(
      String file, int fileIndex, ColumnSlots slots, RowHandler handler, boolean rounds) {
    this.file = file;
    this.fileIndex = fileIndex;
    this.slots = slots;
    this.handler = handler;
    this.rounds = rounds;
  }

  /**
   * Reads to the end; every fault goes to the handler.
   *
   * @throws IOException if the file is damaged before its header
   */
  void read(InputStream in) throws IOException {
    CsvHead head = CsvHead.read(in);
    if (head.foreignEncoding().isPresent()) {
      refuseFile(
          ProblemCode.WRONG_ENCODING,
          "the file is " + head.foreignEncoding().get() + "; save it as UTF-8 and import it again");
      return;
    }
    CsvTokenizer csv = head.records();
    if (!csv.next()) {
      refuseFile(ProblemCode.EMPTY_INPUT, "the file is empty");
      return;
    }
    List<String> names = CsvHead.texts(csv);
    FocusHeader.Result header = FocusHeader.of(names);
    if (header.refusal().isPresent()) {
      refuseHeader(csv, header.refusal().get(), head);
      return;
    }
    if (head.separator() != ',') {
      handler.noted(
          new ReadNote(
              ReadNote.Kind.SEPARATOR,
              new Location(file, csv.line(), 0),
              "the cells of this file are separated by "
                  + head.separatorName()
                  + ", not by commas"));
    }
    readRows(csv, header.header().orElseThrow(), names);
  }

  private void readRows(CsvTokenizer csv, FocusHeader header, List<String> names) {
    handler.opened(header.version());
    ColumnReader[] readers =
        header.columns().stream()
            .map(
                target ->
                    target
                        .column()
                        .map(column -> slots.reader(column, rounds))
                        .orElseGet(() -> slots.extraReader(target.name())))
            .toArray(ColumnReader[]::new);
    RowAssembler rows = new RowAssembler(file, fileIndex, slots, handler);
    long records = 0;
    try {
      while (csv.next()) {
        records++;
        readRow(csv, readers, rows, names);
        if (csv.endsHere() && isCut(csv, names.size())) {
          noteCut(csv.line());
        }
      }
    } catch (IOException e) {
      rows.refuseRest(
          csv.line(),
          ProblemCode.TRUNCATED,
          "the "
              + (BillFile.endsEarly(e) ? "compressed file ends" : "file is damaged")
              + " inside this record ("
              + e.getMessage()
              + "); the records before it are loaded, whatever follows is missing");
      noteCut(csv.line());
      return;
    }
    if (records == 0) {
      refuseFile(ProblemCode.EMPTY_INPUT, "the file has a header and no rows");
    }
  }

  /** A last record without an end of line that is not whole: too few cells or an open quote. */
  private static boolean isCut(CsvTokenizer csv, int columns) {
    CsvTokenizer.Fault fault = csv.fault();
    return fault == null ? csv.fields() < columns : fault.code() == ProblemCode.MALFORMED_RECORD;
  }

  private void noteCut(long line) {
    handler.noted(ReadNote.cutShort(file, line));
  }

  private void readRow(
      CsvTokenizer csv, ColumnReader[] readers, RowAssembler rows, List<String> names) {
    rows.begin(csv.line());
    CsvTokenizer.Fault fault = csv.fault();
    int fields = Math.min(csv.fields(), readers.length);
    if (fault != null) {
      String field =
          fault.column() > 0 && fault.column() <= readers.length
              ? readers[fault.column() - 1].name
              : "";
      rows.fault(fault.code(), fault.column(), field, fault.message());
    } else if (csv.fields() != readers.length) {
      rows.fault(
          ProblemCode.WRONG_FIELD_COUNT,
          0,
          "",
          "the record has " + csv.fields() + " cells, the header " + readers.length);
    }
    if (rows.faulty() && csv.fields() == readers.length) {
      readScope(csv, readers, rows, fault);
    } else if (!rows.faulty()) {
      for (int i = 0; i < fields; i++) {
        if (csv.escaped(i)) {
          rows.set(readers[i], i + 1, csv.scratch(), 0, csv.unescaped(i));
        } else {
          rows.set(readers[i], i + 1, csv.bytes(), csv.start(i), csv.end(i));
        }
      }
      if (rows.faulty() && repeatsHeader(csv, names)) {
        rows.again();
        rows.fault(ProblemCode.MALFORMED_RECORD, 0, "", "the header is repeated here");
      }
    }
    rows.end(() -> CsvRecord.rawText(csv));
  }

  /** A record with one cell past its limit still tells its account and period. */
  private static void readScope(
      CsvTokenizer csv,
      ColumnReader[] readers,
      RowAssembler rows,
      CsvTokenizer.@org.jspecify.annotations.Nullable Fault fault) {
    if (fault == null || fault.code() != ProblemCode.FIELD_TOO_LONG) {
      return;
    }
    for (int i = 0; i < readers.length; i++) {
      if (csv.end(i) - csv.start(i) <= FocusLimits.MAX_FIELD_BYTES && !csv.escaped(i)) {
        rows.set(readers[i], i + 1, csv.bytes(), csv.start(i), csv.end(i));
      }
    }
  }

  private boolean repeatsHeader(CsvTokenizer csv, List<String> names) {
    return csv.fields() == names.size() && CsvHead.texts(csv).equals(names);
  }

  private void refuseHeader(CsvTokenizer csv, FocusHeader.Refusal refusal, CsvHead head) {
    String raw = CsvRecord.rawText(csv);
    handler.refused(
        new RefusedRow(
            (long) fileIndex << 32,
            new Problem(
                refusal.code(),
                new Location(file, csv.line(), refusal.column()),
                refusal.field(),
                refusal.message()
                    + "; cells were taken as separated by "
                    + head.separatorName()
                    + ", which the header has most of (of comma, semicolon, tab and bar)",
                raw),
            Optional.empty()));
  }

  private void refuseFile(ProblemCode code, String message) {
    handler.refused(
        new RefusedRow(
            (long) fileIndex << 32,
            new Problem(code, new Location(file, 1, 0), "", message, ""),
            Optional.empty()));
  }
}
