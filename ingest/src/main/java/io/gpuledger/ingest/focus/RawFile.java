package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.example.data.Group;

/** Reads the cells of a file as they are written, without a view on what they mean. */
public final class RawFile {
  private static final int NAME_SHOWN = 80;

  private final BillFile file;
  private final RawHandler handler;

  private final RawLayout layout;
  private long line = 1;

  private RawFile(BillFile file, RawHandler handler, RawLayout layout) {
    this.file = file;
    this.handler = handler;
    this.layout = layout;
  }

  /**
   * Reads to the end, or to the header only where the handler wants no records.
   *
   * @param progress told how many bytes of the file on disk each read took
   * @throws IOException if the file cannot be opened or read from disk
   */
  public static void read(BillFile file, RawHandler handler, LongConsumer progress)
      throws IOException {
    read(file, RawLayout.FOCUS, handler, progress);
  }

  /** The same of a file whose layout is known. */
  public static void read(
      BillFile file, RawLayout layout, RawHandler handler, LongConsumer progress)
      throws IOException {
    if (!layout.isCsv() && JsonFile.is(file)) {
      new JsonFile(file, layout.json()).read(handler, progress);
      return;
    }
    RawFile raw = new RawFile(file, handler, layout);
    BillFile.Packing packing = file.packing();
    if (packing == BillFile.Packing.PARQUET) {
      raw.readParquet(progress);
      return;
    }
    try (InputStream in = file.open(progress)) {
      raw.readCsv(in);
    } catch (IOException e) {
      if (packing == BillFile.Packing.PLAIN || !Files.isReadable(file.path())) {
        throw e;
      }
      handler.fault(damaged(file, raw.line, e));
    }
  }

  /**
   * The names of the columns, of a JSON file those that its first records have; none where the file
   * has none that can be read.
   *
   * @throws IOException if the file cannot be opened or read from disk
   */
  public static List<String> names(BillFile file, RawLayout layout) throws IOException {
    if (!layout.isCsv() && JsonFile.is(file)) {
      return new JsonFile(file, layout.json()).names();
    }
    List<String> found = new ArrayList<>();
    read(
        file,
        layout,
        new RawHandler() {
          @Override
          public boolean header(List<String> names) {
            found.addAll(names);
            return false;
          }

          @Override
          public void record(RawRecord record) {}

          @Override
          public void fault(Problem problem) {}
        },
        bytes -> {});
    return found;
  }

  /** The fault of a compressed file that cannot be read past a line. */
  static Problem damaged(BillFile file, long line, IOException e) {
    return new Problem(
        ProblemCode.TRUNCATED,
        new Location(file.name(), line, 0),
        "",
        "the compressed file "
            + (BillFile.endsEarly(e) ? "ends too early" : "is damaged")
            + " ("
            + e.getMessage()
            + "); what follows could not be checked",
        "");
  }

  /** What is said of a last record that is not whole. */
  private static final String CUT =
      "; the file ends inside this record, so it was cut off and what followed is missing";

  private void readCsv(InputStream in) throws IOException {
    CsvHead head = CsvHead.read(in, layout);
    if (head.foreignEncoding().isPresent()) {
      fault(
          ProblemCode.WRONG_ENCODING,
          1,
          0,
          "the file is " + head.foreignEncoding().get() + "; FOCUS files are UTF-8");
      return;
    }
    CsvTokenizer csv = head.records();
    boolean found = csv.next();
    while (found && csv.line() < layout.headerLine()) {
      found = csv.next();
    }
    if (!found) {
      fault(ProblemCode.EMPTY_INPUT, 1, 0, "the file is empty");
      return;
    }
    CsvTokenizer.Fault broken = csv.fault();
    if (broken != null) {
      fault(broken.code(), csv.line(), broken.column(), "in the header, " + broken.message());
      return;
    }
    List<String> names = CsvHead.texts(csv);
    if (handler.header(names)) {
      readRecords(csv, names);
    }
  }

  private void readRecords(CsvTokenizer csv, List<String> names) throws IOException {
    CsvRecord record = new CsvRecord(csv);
    while (next(csv)) {
      CsvTokenizer.Fault broken = csv.fault();
      if (broken != null) {
        boolean cut = broken.code() == ProblemCode.MALFORMED_RECORD && csv.endsHere();
        fault(csv, broken.code(), broken.column(), broken.message(), cut);
      } else if (csv.fields() != names.size()) {
        boolean cut = csv.fields() < names.size() && csv.endsHere();
        String message = "the record has " + csv.fields() + " cells, the header " + names.size();
        fault(csv, ProblemCode.WRONG_FIELD_COUNT, 0, message, cut);
      } else if (isText(csv, 0, names.get(0)) && CsvHead.texts(csv).equals(names)) {
        fault(csv, ProblemCode.MALFORMED_RECORD, 0, "the header is repeated here", false);
      } else {
        handler.record(record);
      }
    }
  }

  private boolean next(CsvTokenizer csv) throws IOException {
    try {
      return csv.next();
    } catch (IOException e) {
      line = csv.line();
      throw e;
    }
  }

  private void fault(CsvTokenizer csv, ProblemCode code, int column, String message, boolean cut) {
    Location place = new Location(file.name(), csv.line(), column);
    handler.fault(new Problem(code, place, "", message + (cut ? CUT : ""), CsvRecord.rawText(csv)));
    if (cut) {
      handler.noted(ReadNote.cutShort(file.name(), csv.line()));
    }
  }

  /** A cheap first look at whether a record repeats the header. */
  private static boolean isText(CsvTokenizer csv, int field, String text) {
    return csv.end(field) - csv.start(field) == text.length()
        && !text.isEmpty()
        && csv.bytes()[csv.start(field)] == (byte) text.charAt(0);
  }

  private void readParquet(LongConsumer progress) {
    long record = 0;
    try (ParquetRecords records = ParquetRecords.open(file, progress)) {
      List<ParquetColumn> columns = ParquetColumn.of(records.types(), layout.structs());
      handler.floats(floats(columns));
      if (!handler.header(columns.stream().map(ParquetColumn::name).toList())) {
        return;
      }
      for (Group next = records.next(); next != null; next = records.next()) {
        record++;
        handler.record(new ParquetRecord(columns, next, record));
      }
    } catch (IOException e) {
      fault(
          ProblemCode.TRUNCATED,
          record + 1,
          0,
          "the Parquet file is damaged (" + e.getMessage() + "); what follows was not checked");
    }
  }

  private static BitSet floats(List<ParquetColumn> columns) {
    BitSet floats = new BitSet();
    for (int i = 0; i < columns.size(); i++) {
      floats.set(i, ParquetValues.isFloat(columns.get(i).type()));
    }
    return floats;
  }

  private void fault(ProblemCode code, long atLine, int column, String message) {
    handler.fault(new Problem(code, new Location(file.name(), atLine, column), "", message, ""));
  }

  /** A name of a column as it is shown in a message. */
  public static String shownName(String name) {
    byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Shown.cut(bytes, 0, bytes.length, NAME_SHOWN);
  }
}
