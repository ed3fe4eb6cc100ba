package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file as records. It is read twice: a column may be told by any record, so the first
 * reading finds the columns, and the second one hands on the records. The second meets what the
 * first met, fault by fault.
 */
final class JsonFile {
  /** Most bytes of an object that holds records in its arrays. */
  static final int MAX_PAGE_BYTES = 64 << 20;

  /** Most bytes around the records of such an object, counted anew with each of them. */
  static final long MAX_AROUND_BYTES = 1L << 30;

  /**
   * So many records, or faults, tell which columns a file has, where it is only asked what it is.
   */
  private static final int HEAD_RECORDS = 1_000;

  private static final int HEAD_BYTES = 1 << 12;

  private final BillFile file;
  private final JsonLayout layout;
  private long line = 1;

  JsonFile(BillFile file, JsonLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /** Told of what is met on the way through a file. */
  private interface Visitor {
    /** Takes a record; whether more are wanted. */
    boolean record(JsonRecord record);

    /** Takes a fault; whether more is wanted. */
    boolean fault(JsonScanner.Fault fault, boolean cut);
  }

  /** Whether a file begins as JSON does: with an object, or with an array of them. */
  static boolean is(BillFile file) throws IOException {
    if (file.packing() == BillFile.Packing.PARQUET) {
      return false;
    }
    byte[] head;
    try (InputStream in = file.open(bytes -> {})) {
      head = in.readNBytes(HEAD_BYTES);
    } catch (IOException e) {
      if (file.packing() == BillFile.Packing.PLAIN || !Files.isReadable(file.path())) {
        throw e;
      }
      return false;
    }
    int at = afterSpace(head, bom(head));
    if (at == head.length || (head[at] != '{' && head[at] != '[')) {
      return false;
    }
    boolean array = head[at] == '[';
    at = afterSpace(head, at + 1);
    if (at == head.length) {
      return true;
    }
    return array ? head[at] == '{' || head[at] == ']' : head[at] == '"' || head[at] == '}';
  }

  private static int afterSpace(byte[] head, int from) {
    int at = from;
    while (at < head.length
        && (head[at] == ' ' || head[at] == '\n' || head[at] == '\r' || head[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static int bom(byte[] head) {
    boolean marked =
        head.length >= 3
            && (head[0] & 0xff) == 0xef
            && (head[1] & 0xff) == 0xbb
            && (head[2] & 0xff) == 0xbf;
    return marked ? 3 : 0;
  }

  /** The columns that the first records tell. */
  List<String> names() throws IOException {
    JsonColumns columns = new JsonColumns(layout);
    First first = new First(HEAD_RECORDS);
    pass(columns, first, bytes -> {});
    return first.records == 0 ? List.of() : columns.names();
  }

  /**
   * Reads to the end, or the columns only where the handler wants no records.
   *
   * @throws IOException if the file cannot be opened or read from disk
   */
  void read(RawHandler handler, LongConsumer progress) throws IOException {
    JsonColumns columns = new JsonColumns(layout);
    First first = new First(Long.MAX_VALUE);
    Optional<Problem> damaged = pass(columns, first, bytes -> {});
    if (!columns.tooMany() && (first.records == 0 || columns.size() == 0)) {
      handler.fault(whyEmpty(first, damaged));
      return;
    }
    if (columns.tooMany()) {
      handler.fault(
          problem(
              ProblemCode.WRONG_FIELD_COUNT,
              "the records have more than "
                  + FocusLimits.MAX_COLUMNS
                  + " columns, more than "
                  + JsonColumns.MAX_KEYS
                  + " keys, or a key of more than "
                  + JsonColumns.MAX_KEY_LENGTH
                  + " characters"));
      return;
    }
    if (handler.header(columns.names())) {
      pass(columns, new Second(handler), progress).ifPresent(handler::fault);
    }
  }

  private Problem whyEmpty(First first, Optional<Problem> damaged) {
    JsonScanner.Fault fault = first.fault;
    return fault == null
        ? damaged.orElseGet(() -> problem(ProblemCode.EMPTY_INPUT, "the file has no records"))
        : problem(fault);
  }

  private Problem problem(ProblemCode code, String message) {
    return new Problem(code, new Location(file.name(), 1, 0), "", message, "");
  }

  /** Goes through the file once; why it could not be read to its end, if it is packed. */
  private Optional<Problem> pass(JsonColumns columns, Visitor visitor, LongConsumer progress)
      throws IOException {
    line = 1;
    try (PushbackInputStream in = new PushbackInputStream(file.open(progress), HEAD_BYTES)) {
      byte[] head = in.readNBytes(3);
      in.unread(head, bom(head), head.length - bom(head));
      visit(in, columns, visitor);
      return Optional.empty();
    } catch (IOException e) {
      if (file.packing() == BillFile.Packing.PLAIN || !Files.isReadable(file.path())) {
        throw e;
      }
      return Optional.of(RawFile.damaged(file, line, e));
    }
  }

  private void visit(InputStream in, JsonColumns columns, Visitor visitor) throws IOException {
    boolean pages = !layout.path().isEmpty();
    JsonScanner scanner = new JsonScanner(in, pages ? MAX_PAGE_BYTES : FocusLimits.MAX_SCAN_BYTES);
    JsonRecord record = new JsonRecord(columns);
    JsonPages reader = new JsonPages(columns);
    boolean more = true;
    while (more && !columns.tooMany() && next(scanner)) {
      JsonScanner.Fault fault = scanner.fault();
      if (fault != null) {
        more = visitor.fault(pages ? lost(fault) : fault, scanner.cut());
        continue;
      }
      JsonRecord.Span span =
          new JsonRecord.Span(
              scanner.bytes(), scanner.start(), scanner.end(), scanner.line(), scanner.column());
      if (pages) {
        more = page(reader, span, record, visitor);
      } else {
        record.begin(span);
        more = tell(record, record.read(), visitor);
      }
    }
  }

  private boolean next(JsonScanner scanner) throws IOException {
    try {
      return scanner.next();
    } catch (IOException e) {
      line = scanner.line();
      throw e;
    }
  }

  private static boolean page(
      JsonPages reader, JsonRecord.Span page, JsonRecord record, Visitor visitor) {
    List<JsonPages.Found> records;
    try {
      records = reader.of(page);
    } catch (JsonPages.UnexpectedException e) {
      JsonRecord.Span place = e.place();
      return visitor.fault(
          lost(
              new JsonScanner.Fault(
                  ProblemCode.MALFORMED_RECORD,
                  place.line(),
                  place.column(),
                  String.valueOf(e.getMessage()),
                  Shown.cut(page.bytes(), place.from(), place.to(), Problem.RAW_TEXT_LIMIT - 1))),
          false);
    }
    if (isTooMuchAround(records)) {
      return visitor.fault(
          lost(
              new JsonScanner.Fault(
                  ProblemCode.FIELD_TOO_LONG,
                  page.line(),
                  page.column(),
                  "what is around the records comes, with each of them, to more than "
                      + MAX_AROUND_BYTES
                      + " bytes",
                  Shown.cut(page.bytes(), page.from(), page.to(), Problem.RAW_TEXT_LIMIT - 1))),
          false);
    }
    boolean more = true;
    for (int i = 0; more && i < records.size(); i++) {
      JsonPages.Found found = records.get(i);
      record.begin(found.span(), found.around());
      more = tell(record, record.read(), visitor);
    }
    return more;
  }

  /** Whether the records of a page carry so much each that they would be read without end. */
  private static boolean isTooMuchAround(List<JsonPages.Found> records) {
    long bytes = 0;
    long each = 0;
    JsonPages.Around last = null;
    for (JsonPages.Found found : records) {
      if (found.around() != last) {
        last = found.around();
        each = last.bytes();
      }
      bytes += each;
      if (bytes > MAX_AROUND_BYTES) {
        return true;
      }
    }
    return false;
  }

  private static boolean tell(
      JsonRecord record, JsonScanner.@Nullable Fault fault, Visitor visitor) {
    if (fault == null) {
      return visitor.record(record);
    }
    return visitor.fault(fault, false);
  }

  /** A fault at which it is not known how many records are lost: the file is not whole. */
  private static JsonScanner.Fault lost(JsonScanner.Fault fault) {
    return new JsonScanner.Fault(
        ProblemCode.TRUNCATED,
        fault.line(),
        fault.column(),
        fault.message() + "; the records of the object that holds this place were not read",
        fault.rawText());
  }

  private Problem problem(JsonScanner.Fault fault) {
    return new Problem(
        fault.code(),
        new Location(file.name(), fault.line(), fault.column()),
        "",
        fault.message(),
        fault.rawText());
  }

  /** Hands on what is met. */
  private final class Second implements Visitor {
    private final RawHandler handler;

    private Second(RawHandler handler) {
      this.handler = handler;
    }

    @Override
    public boolean record(JsonRecord record) {
      handler.record(record);
      return true;
    }

    @Override
    public boolean fault(JsonScanner.Fault fault, boolean cut) {
      handler.fault(problem(fault));
      if (cut) {
        handler.noted(ReadNote.cutShort(file.name(), fault.line()));
      }
      return true;
    }
  }

  /** Counts the records and keeps the first fault. */
  private static final class First implements Visitor {
    private final long most;
    private long records;
    private long faults;
    private JsonScanner.@Nullable Fault fault;

    private First(long most) {
      this.most = most;
    }

    @Override
    public boolean record(JsonRecord record) {
      records++;
      return records + faults < most;
    }

    @Override
    public boolean fault(JsonScanner.Fault met, boolean cut) {
      fault = fault == null ? met : fault;
      faults++;
      return records + faults < most;
    }
  }
}
