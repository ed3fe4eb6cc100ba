package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into its objects: one on each line, one after the other with or without anything
 * between them, or the elements of an array. Only one is in memory at a time.
 *
 * <p>Goes on after damage: what cannot be cut off is a fault, and reading resumes at the next line
 * that begins an object and is indented no deeper.
 */
final class JsonScanner {
  private static final int INITIAL_BUFFER = 1 << 16;

  /** What is wrong, and where. */
  record Fault(ProblemCode code, long line, int column, String message, String rawText) {}

  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int position;
  private int limit;
  private boolean ended;

  private long line = 1;
  private int column = 1;
  private int indent;
  private int arrays;

  private int start;
  private int end;
  private long startLine = 1;
  private int startColumn;
  private @Nullable Fault fault;
  private boolean cut;

  /**
   * A scanner from the start of a text.
   *
   * @param longest most bytes of one object; a longer one is a fault
   */
  JsonScanner(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Moves to the next object or fault; false at the end of the text. */
  boolean next() throws IOException {
    fault = null;
    while (true) {
      if (position == limit && !fill(position)) {
        return isUnclosed();
      }
      byte next = buffer[position];
      if (next == '{') {
        object();
        return true;
      }
      if (next == '[') {
        arrays++;
      } else if (next == ']' && arrays > 0) {
        arrays--;
      } else if (!isSpace(next) && !(next == ',' && arrays > 0)) {
        stray();
        return true;
      }
      step();
    }
  }

  /** The bytes that hold the object. */
  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The line at which the object begins, from 1. */
  long line() {
    return startLine;
  }

  /** The column, in bytes, at which the object begins, from 1. */
  int column() {
    return startColumn;
  }

  /** What is wrong instead of an object; null where there is one. */
  @Nullable Fault fault() {
    return fault;
  }

  /** Whether the text ends inside an object or array. */
  boolean cut() {
    return cut;
  }

  private boolean isUnclosed() {
    if (arrays == 0 || cut) {
      return false;
    }
    cut = true;
    fault =
        new Fault(
            ProblemCode.TRUNCATED,
            line,
            column,
            "the array of records is never closed; the file ends too early and what followed is"
                + " missing",
            "");
    return true;
  }

  private void object() throws IOException {
    start = position;
    startLine = line;
    startColumn = column;
    JsonFrame frame = new JsonFrame();
    int at = position;
    while (true) {
      at = frame.advance(buffer, at, limit);
      if (frame.done()) {
        end = at;
        moveTo(end);
        return;
      }
      if (!frame.broken().isEmpty()) {
        int offset = at - start;
        broken(ProblemCode.MALFORMED_RECORD, offset, frame.broken());
        resume();
        return;
      }
      int scanned = at - start;
      if (scanned >= longest) {
        broken(ProblemCode.FIELD_TOO_LONG, 0, "a record does not end within " + longest + " bytes");
        resume();
        return;
      }
      boolean more = fill(start);
      start = position;
      at = start + scanned;
      if (!more) {
        openToTheEnd(scanned);
        return;
      }
    }
  }

  /** An object that no brace closes: a brace is missing somewhere, or the text was cut off. */
  private void openToTheEnd(int scanned) throws IOException {
    Fault open =
        faultAt(
            ProblemCode.MALFORMED_RECORD, scanned, "the record that begins here is never closed");
    if (resume()) {
      fault = open;
      return;
    }
    cut = true;
    fault =
        new Fault(
            ProblemCode.TRUNCATED,
            open.line(),
            open.column(),
            "the file ends inside this record, so it was cut off and what followed is missing",
            open.rawText());
  }

  private void stray() throws IOException {
    start = position;
    startLine = line;
    startColumn = column;
    int at = position;
    JsonFrame text = new JsonFrame();
    if (buffer[at] == '"') {
      at = text.advance(buffer, at, limit);
    } else {
      while (at < limit && isScalar(buffer[at])) {
        at++;
      }
    }
    boolean value = at > position && at < limit && text.broken().isEmpty();
    broken(
        ProblemCode.MALFORMED_RECORD,
        0,
        "a record is an object in braces; here stands "
            + Shown.quoted(Arrays.copyOfRange(buffer, start, Math.min(limit, start + 40))));
    if (value && buffer[at] != ':') {
      moveTo(at);
    } else {
      resume();
    }
  }

  private static boolean isScalar(byte next) {
    return (next >= '0' && next <= '9')
        || (next >= 'a' && next <= 'z')
        || (next >= 'A' && next <= 'Z')
        || next == '-'
        || next == '+'
        || next == '.';
  }

  private void broken(ProblemCode code, int offset, String message) {
    fault = faultAt(code, offset, message);
  }

  /** A fault of what begins at {@link #start}, which shows where it breaks. */
  private Fault faultAt(ProblemCode code, int offset, String message) {
    int lines = 0;
    int last = -1;
    int to = Math.min(limit, start + offset);
    for (int i = start; i < to; i++) {
      if (buffer[i] == '\n') {
        lines++;
        last = i;
      }
    }
    String place =
        lines == 0
            ? ", at column " + (startColumn + to - start)
            : ", at line " + (startLine + lines) + ", column " + (to - last);
    return new Fault(
        code,
        startLine,
        startColumn,
        message + (offset == 0 ? "" : place),
        Shown.cut(buffer, start, limit, Problem.RAW_TEXT_LIMIT - 1));
  }

  /**
   * Goes to the next line that begins an object, be it after the brace and comma that end another,
   * and is indented no deeper than what broke; false where the text has none.
   */
  private boolean resume() throws IOException {
    int deepest = indent;
    while (nextLine()) {
      boolean closed = false;
      while (position < limit || fill(position)) {
        byte next = buffer[position];
        if (next == '{' && indent <= deepest) {
          return true;
        }
        if (next == '}' && !closed) {
          closed = true;
        } else if (next != ' ' && next != '\t' && !(next == ',' && closed)) {
          break;
        }
        step();
      }
    }
    // Whether the array is closed in what was passed over is not known.
    arrays = 0;
    return false;
  }

  private boolean nextLine() throws IOException {
    while (position < limit || fill(position)) {
      boolean ends = buffer[position] == '\n';
      step();
      if (ends) {
        return true;
      }
    }
    return false;
  }

  private void moveTo(int to) {
    int last = to - 1;
    while (last >= position && buffer[last] != '\n') {
      last--;
    }
    if (last < position) {
      column += to - position;
      position = to;
      return;
    }
    for (; position < last; position++) {
      line += buffer[position] == '\n' ? 1 : 0;
    }
    while (position < to) {
      step();
    }
  }

  /** Steps over one byte, counting lines, columns and what a line is indented by. */
  private void step() {
    byte passed = buffer[position++];
    if (passed == '\n') {
      line++;
      column = 1;
      indent = 0;
      return;
    }
    if (indent == column - 1 && (passed == ' ' || passed == '\t')) {
      indent++;
    }
    column++;
  }

  private static boolean isSpace(byte next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  /** Reads on, keeping what begins at {@code from}, which then is the position. */
  private boolean fill(int from) throws IOException {
    if (ended) {
      return false;
    }
    int kept = limit - from;
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, kept);
      position -= from;
      limit = kept;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read;
    do {
      read = in.read(buffer, limit, buffer.length - limit);
    } while (read == 0);
    if (read < 0) {
      ended = true;
      return false;
    }
    limit += read;
    return true;
  }
}
