package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.parquet.example.data.Group;

/** Reads the cells of a file as they are written, without a view on what they mean. */
public final class RawFile {
  private static final int NAME_SHOWN = 80;

  private final BillFile file;
  private final RawHandler handler;

  private RawFile(BillFile file, RawHandler handler) {
    this.file = file;
    this.handler = handler;
  }

  /**
   * Reads to the end, or to the header only where the handler wants no records.
   *
   * @param progress told how many bytes of the file on disk each read took
   * @throws IOException if the file cannot be opened or read from disk
   */
  public static void read(BillFile file, RawHandler handler, LongConsumer progress)
      throws IOException {
    RawFile raw = new RawFile(file, handler);
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
      raw.fault(
          ProblemCode.TRUNCATED,
          1,
          0,
          "the compressed file "
              + (BillFile.endsEarly(e) ? "ends too early" : "is damaged")
              + " ("
              + e.getMessage()
              + "); what follows could not be checked");
    }
  }

  /** What is said of a last record that is not whole. */
  private static final String CUT =
      "; the file ends inside this record, so it was cut off and what followed is missing";

  private void readCsv(InputStream in) throws IOException {
    CsvHead head = CsvHead.read(in);
    if (head.foreignEncoding().isPresent()) {
      fault(
          ProblemCode.WRONG_ENCODING,
          1,
          0,
          "the file is " + head.foreignEncoding().get() + "; FOCUS files are UTF-8");
      return;
    }
    CsvTokenizer csv = head.records();
    if (!csv.next()) {
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
    while (csv.next()) {
      CsvTokenizer.Fault broken = csv.fault();
      if (broken != null) {
        boolean cut = broken.code() == ProblemCode.MALFORMED_RECORD && csv.endsHere();
        fault(broken.code(), csv.line(), broken.column(), broken.message() + (cut ? CUT : ""));
      } else if (csv.fields() != names.size()) {
        fault(
            ProblemCode.WRONG_FIELD_COUNT,
            csv.line(),
            0,
            "the record has "
                + csv.fields()
                + " cells, the header "
                + names.size()
                + (csv.fields() < names.size() && csv.endsHere() ? CUT : ""));
      } else if (isText(csv, 0, names.get(0)) && CsvHead.texts(csv).equals(names)) {
        fault(ProblemCode.MALFORMED_RECORD, csv.line(), 0, "the header is repeated here");
      } else {
        handler.record(record);
      }
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
      if (!handler.header(records.names())) {
        return;
      }
      for (Group next = records.next(); next != null; next = records.next()) {
        record++;
        handler.record(new ParquetRecord(records.types(), next, record));
      }
    } catch (IOException e) {
      fault(
          ProblemCode.TRUNCATED,
          record + 1,
          0,
          "the Parquet file is damaged (" + e.getMessage() + "); what follows was not checked");
    }
  }

  private void fault(ProblemCode code, long line, int column, String message) {
    handler.fault(new Problem(code, new Location(file.name(), line, column), "", message, ""));
  }

  /** A name of a column as it is shown in a message. */
  public static String shownName(String name) {
    byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Shown.cut(bytes, 0, bytes.length, NAME_SHOWN);
  }
}
