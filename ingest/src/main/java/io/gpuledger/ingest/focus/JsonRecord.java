package io.gpuledger.ingest.focus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An object as a record of cells. Numbers are the text that stands in the file, so no digit of them
 * is lost; arrays, and objects with free keys, are their JSON text without the space between signs.
 */
final class JsonRecord implements RawRecord {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonColumns columns;
  private byte[] scratch = new byte[1 << 12];
  private int used;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] seen = new int[64];
  private boolean[] present = new boolean[64];
  private int current;
  private JsonPages.@Nullable Around around;
  private int aroundMark;
  private int aroundUsed;
  private JsonScanner.@Nullable Fault aroundFault;

  private byte[] source = new byte[0];
  private int from;
  private int to;
  private long line;
  private int firstColumn;
  private int selected;
  private boolean fits = true;

  /**
   * Where a value stands: in bytes [from, to), and at a line and column of the file. It is valid as
   * long as its bytes are.
   */
  @SuppressWarnings("ArrayRecordComponent") // a view that is never compared
  record Span(byte[] bytes, int from, int to, long line, int column) {}

  JsonRecord(JsonColumns columns) {
    this.columns = columns;
  }

  /** Begins a record, that has no cells yet. */
  void begin(Span span) {
    around = null;
    aroundMark = 0;
    aroundUsed = 0;
    aroundFault = null;
    place(span);
  }

  private void place(Span span) {
    source = span.bytes();
    from = span.from();
    to = span.to();
    line = span.line();
    firstColumn = span.column();
    used = aroundUsed;
    current++;
  }

  /** Begins a record with the cells of what is around it, which records in one place share. */
  void begin(Span span, JsonPages.Around outer) {
    if (outer == around) {
      place(span);
      return;
    }
    begin(span);
    JsonScanner.Fault fault = null;
    for (JsonPages.Value value : outer.values()) {
      JsonScanner.Fault found = add(value.node(), value.span());
      fault = fault == null ? found : fault;
    }
    around = outer;
    aroundMark = current;
    aroundUsed = used;
    aroundFault = fault;
    place(span);
  }

  /** Reads the record's own cells; what is wrong with it or with what is around it, or null. */
  JsonScanner.@Nullable Fault read() {
    JsonScanner.Fault own = readOwn();
    JsonScanner.Fault outer = aroundFault;
    if (own != null || outer == null) {
      return own;
    }
    boolean here = outer.code() == ProblemCode.DUPLICATE_COLUMN;
    return fault(
        outer.code(),
        here ? line : outer.line(),
        here ? firstColumn : outer.column(),
        outer.message());
  }

  private JsonScanner.@Nullable Fault readOwn() {
    if (to - from > FocusLimits.MAX_RECORD_BYTES) {
      return fault(
          ProblemCode.FIELD_TOO_LONG,
          line,
          firstColumn,
          "a record has "
              + (to - from)
              + " bytes; at most "
              + FocusLimits.MAX_RECORD_BYTES
              + " are read");
    }
    return add(columns.root(), new Span(source, from, to, line, firstColumn));
  }

  /** Reads a value at a node as cells of this record; what is wrong with it, or null. */
  private JsonScanner.@Nullable Fault add(JsonColumns.Node node, Span span) {
    try (JsonParser json = JSON.createParser(span.bytes(), span.from(), span.to() - span.from())) {
      JsonToken first = json.nextToken();
      String twice =
          first == JsonToken.START_OBJECT && !node.whole()
              ? object(json, node, span)
              : cell(json, node, span);
      return twice.isEmpty()
          ? null
          : fault(
              ProblemCode.DUPLICATE_COLUMN,
              line,
              firstColumn,
              RawFile.shownName(twice) + " stands in the record twice");
    } catch (JsonProcessingException e) {
      return fault(e, span);
    } catch (IOException e) {
      return fault(ProblemCode.MALFORMED_RECORD, line, firstColumn, String.valueOf(e.getMessage()));
    }
  }

  private JsonScanner.Fault fault(JsonProcessingException e, Span span) {
    String message = String.valueOf(e.getOriginalMessage());
    int lines = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    int at = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
    return fault(
        message.startsWith("Invalid UTF-8")
            ? ProblemCode.WRONG_ENCODING
            : ProblemCode.MALFORMED_RECORD,
        span.line() + lines - 1,
        lines == 1 ? span.column() + at - 1 : at,
        "the record is no JSON: " + message);
  }

  private JsonScanner.Fault fault(ProblemCode code, long atLine, int column, String message) {
    return new JsonScanner.Fault(code, atLine, column, message, rawText());
  }

  /** The first path that stands twice, else empty. */
  private String object(JsonParser json, JsonColumns.Node node, Span span) throws IOException {
    String twice = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      JsonColumns.Node child = node.child(json.currentName());
      String found =
          json.nextToken() == JsonToken.START_OBJECT && !child.whole()
              ? object(json, child, span)
              : cell(json, child, span);
      twice = twice.isEmpty() ? found : twice;
    }
    return twice;
  }

  private String cell(JsonParser json, JsonColumns.Node node, Span span) throws IOException {
    int column = node.column();
    makeRoom(column);
    if (aroundMark != 0 && seen[column] == aroundMark) {
      // A key of the record that begins as those around it do; they stay for the next one.
      json.skipChildren();
      return columns.names().get(column);
    }
    boolean again = seen[column] == current;
    seen[column] = current;
    starts[column] = used;
    JsonToken token = json.currentToken();
    present[column] = token != null && token != JsonToken.VALUE_NULL;
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      int open = span.from() + (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      copyCompact(span.bytes(), open, span.from() + (int) json.currentLocation().getByteOffset());
    } else if (present[column]) {
      byte[] text = json.getText().getBytes(StandardCharsets.UTF_8);
      reserve(text.length);
      System.arraycopy(text, 0, scratch, used, text.length);
      used += text.length;
    }
    ends[column] = used;
    return again ? columns.names().get(column) : "";
  }

  /** The text without what stands between its signs, so that how it is indented does not matter. */
  private void copyCompact(byte[] bytes, int open, int close) {
    reserve(close - open);
    boolean quoted = false;
    for (int i = open; i < close; i++) {
      byte next = bytes[i];
      if (!quoted && (next == ' ' || next == '\n' || next == '\r' || next == '\t')) {
        continue;
      }
      scratch[used++] = next;
      if (quoted && next == '\\') {
        scratch[used++] = bytes[++i];
      } else if (next == '"') {
        quoted = !quoted;
      }
    }
  }

  private void reserve(int bytes) {
    if (scratch.length - used < bytes) {
      scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, used + bytes));
    }
  }

  private void makeRoom(int column) {
    if (column >= starts.length) {
      int size = Math.max(column + 1, starts.length * 2);
      starts = Arrays.copyOf(starts, size);
      ends = Arrays.copyOf(ends, size);
      seen = Arrays.copyOf(seen, size);
      present = Arrays.copyOf(present, size);
    }
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public int fields() {
    return columns.size();
  }

  @Override
  public String select(int field) {
    selected = field;
    fits = true;
    if (!has(field)) {
      return "";
    }
    int length = ends[field] - starts[field];
    fits = length <= FocusLimits.MAX_FIELD_BYTES;
    return fits
        ? ""
        : "a cell has " + length + " bytes; at most " + FocusLimits.MAX_FIELD_BYTES + " are read";
  }

  private boolean has(int field) {
    return field < seen.length
        && (seen[field] == current || (aroundMark != 0 && seen[field] == aroundMark))
        && present[field];
  }

  @Override
  public byte[] bytes() {
    return scratch;
  }

  @Override
  public int start() {
    return has(selected) ? starts[selected] : 0;
  }

  @Override
  public int end() {
    return has(selected) && fits ? ends[selected] : start();
  }

  @Override
  public String rawText() {
    return Shown.cut(source, from, to, Problem.RAW_TEXT_LIMIT - 1);
  }

  @Override
  public boolean quotedEmpty() {
    return has(selected) && fits && starts[selected] == ends[selected];
  }
}
