package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits CSV (RFC 4180; CRLF, LF or CR) into records of byte slices, without a text per cell.
 *
 * <p>Goes on after damage: a record with wrong quoting, or one longer than {@link
 * FocusLimits#MAX_SCAN_BYTES}, ends at the end of its first line and reading resumes after it; a
 * well-formed record with a cell or a whole past its limit is refused alone. Lines are physical
 * lines of the decompressed text, from 1.
 */
final class CsvTokenizer {
  private static final int INITIAL_BUFFER = 1 << 18;

  /** What is wrong with a record as a whole. */
  record Fault(ProblemCode code, int column, String message) {}

  private final InputStream in;
  private final byte delimiter;
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int position;
  private int limit;
  private boolean ended;
  private boolean endless;

  private long nextLine = 1;
  private long line;
  private int recordStart;
  private int recordEnd;
  private int fields;
  private int[] starts = new int[128];
  private int[] ends = new int[128];
  private boolean[] escaped = new boolean[128];
  private @Nullable Fault fault;
  private byte[] scratch = new byte[1 << 12];

  CsvTokenizer(InputStream in, char delimiter) {
    this.in = in;
    this.delimiter = (byte) delimiter;
  }

  /** Moves to the next record that is not a blank line; false at the end of the input. */
  boolean next() throws IOException {
    do {
      if (!readRecord()) {
        return false;
      }
    } while (fields == 1 && starts[0] == ends[0] && fault == null && recordEnd == recordStart);
    return true;
  }

  /** The first physical line of the record. */
  long line() {
    return line;
  }

  /** The line that would be read next; after the last record, the line at which the input ends. */
  long nextLine() {
    return nextLine;
  }

  int fields() {
    return fields;
  }

  /** Whether the input ends where the record does, without an end of line. */
  boolean endsHere() {
    return ended && position == limit && recordEnd == limit;
  }

  @Nullable Fault fault() {
    return fault;
  }

  byte[] bytes() {
    return buffer;
  }

  int recordStart() {
    return recordStart;
  }

  int recordEnd() {
    return recordEnd;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  /** Whether the field has doubled quotes; then its bytes come from {@link #unescaped}. */
  boolean escaped(int field) {
    return escaped[field];
  }

  /** Copies a field with its doubled quotes made single; returns the length in {@link #scratch}. */
  int unescaped(int field) {
    int length = ends[field] - starts[field];
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    int out = 0;
    for (int i = starts[field]; i < ends[field]; i++) {
      byte next = buffer[i];
      scratch[out++] = next;
      if (next == '"') {
        i++;
      }
    }
    return out;
  }

  byte[] scratch() {
    return scratch;
  }

  private boolean readRecord() throws IOException {
    fault = null;
    fields = 0;
    line = nextLine;
    recordStart = position;
    if (position == limit && !fill()) {
      return false;
    }
    while (true) {
      int done = buffer[position] == '"' ? quotedField() : plainField();
      if (endless) {
        endless = false;
        fault =
            new Fault(
                ProblemCode.FIELD_TOO_LONG,
                fields + 1,
                "a record does not end within " + FocusLimits.MAX_SCAN_BYTES + " bytes");
        resumeAfterFirstLine();
        return true;
      }
      if (fault != null && fault.code() != ProblemCode.FIELD_TOO_LONG) {
        resumeAfterFirstLine();
        return true;
      }
      if (done == END) {
        checkLength();
        return true;
      }
      if (position == limit && !fill()) {
        addField(position, position, false);
        recordEnd = position;
        return true;
      }
    }
  }

  private static final int MORE = 0;
  private static final int END = 1;

  private int plainField() throws IOException {
    int offset = position - recordStart;
    int i = position;
    byte separator = delimiter;
    while (true) {
      byte[] data = buffer;
      int stop = limit;
      while (i < stop) {
        byte next = data[i];
        if (next == separator || next == '\n' || next == '\r') {
          addField(recordStart + offset, i, false);
          return closeField(i);
        }
        i++;
      }
      position = i;
      if (!fill()) {
        i = position;
        addField(recordStart + offset, i, false);
        recordEnd = i;
        return END;
      }
      i = position;
    }
  }

  private int quotedField() throws IOException {
    int offset = position + 1 - recordStart;
    boolean doubled = false;
    position++;
    while (true) {
      int i = position;
      while (i < limit && buffer[i] != '"') {
        if (buffer[i] == '\n') {
          nextLine++;
        }
        i++;
      }
      position = i;
      if (i == limit) {
        if (!fill()) {
          fault =
              new Fault(
                  ProblemCode.MALFORMED_RECORD,
                  fields + 1,
                  "a quoted cell that starts here is never closed");
          return END;
        }
        continue;
      }
      if (i + 1 == limit) {
        fill();
        i = position;
      }
      if (i + 1 < limit && buffer[i + 1] == '"') {
        doubled = true;
        position = i + 2;
        continue;
      }
      int start = recordStart + offset;
      position = i + 1;
      if (position == limit) {
        addField(start, i, doubled);
        recordEnd = position;
        return END;
      }
      byte after = buffer[position];
      if (after != delimiter && after != '\n' && after != '\r') {
        fault =
            new Fault(
                ProblemCode.MALFORMED_RECORD,
                fields + 1,
                "a closing quote is followed by '"
                    + printable(after)
                    + "' instead of a separator or the end of the line; double a quote inside a"
                    + " quoted cell");
        return END;
      }
      addField(start, i, doubled);
      return closeField(position);
    }
  }

  /** Steps over the separator or the line end at {@code at}. */
  private int closeField(int at) throws IOException {
    if (buffer[at] == delimiter) {
      position = at + 1;
      return MORE;
    }
    recordEnd = at;
    position = at + 1;
    if (buffer[at] == '\r') {
      if (position == limit) {
        fill();
      }
      if (position < limit && buffer[position] == '\n') {
        position++;
      }
    }
    nextLine++;
    return END;
  }

  private void addField(int start, int end, boolean doubled) {
    if (fields == starts.length) {
      int size = starts.length * 2;
      starts = Arrays.copyOf(starts, size);
      ends = Arrays.copyOf(ends, size);
      escaped = Arrays.copyOf(escaped, size);
    }
    if (fields >= FocusLimits.MAX_COLUMNS) {
      fault =
          new Fault(
              ProblemCode.WRONG_FIELD_COUNT,
              fields + 1,
              "a record has more than " + FocusLimits.MAX_COLUMNS + " cells");
      return;
    }
    starts[fields] = start;
    ends[fields] = end;
    escaped[fields] = doubled;
    fields++;
    if (end - start > FocusLimits.MAX_FIELD_BYTES && fault == null) {
      fault =
          new Fault(
              ProblemCode.FIELD_TOO_LONG,
              fields,
              "a cell has "
                  + (end - start)
                  + " bytes; at most "
                  + FocusLimits.MAX_FIELD_BYTES
                  + " are read");
    }
  }

  private void checkLength() {
    if (fault == null && recordEnd - recordStart > FocusLimits.MAX_RECORD_BYTES) {
      fault =
          new Fault(
              ProblemCode.FIELD_TOO_LONG,
              0,
              "a record has "
                  + (recordEnd - recordStart)
                  + " bytes; at most "
                  + FocusLimits.MAX_RECORD_BYTES
                  + " are read");
    }
  }

  /** After a fault of quoting: everything up to the first line end is the bad record. */
  private void resumeAfterFirstLine() throws IOException {
    int i = recordStart;
    while (true) {
      while (i < limit && buffer[i] != '\n') {
        i++;
      }
      if (i < limit) {
        recordEnd = i > recordStart && buffer[i - 1] == '\r' ? i - 1 : i;
        position = i + 1;
        nextLine = line + 1;
        return;
      }
      // No line end in what is kept: drop it, but for a head to show, and look on.
      int kept = Math.min(limit - recordStart, 1 << 13);
      System.arraycopy(buffer, recordStart, buffer, 0, kept);
      recordStart = 0;
      limit = kept;
      position = kept;
      if (ended || !fillMore()) {
        recordEnd = limit;
        position = limit;
        return;
      }
      i = kept;
    }
  }

  /** Reads on, keeping the current record; false at the end of the input. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (limit - recordStart > FocusLimits.MAX_SCAN_BYTES) {
      endless = true;
      return false;
    }
    int shift = recordStart;
    if (shift > 0) {
      System.arraycopy(buffer, shift, buffer, 0, limit - shift);
      for (int i = 0; i < fields; i++) {
        starts[i] -= shift;
        ends[i] -= shift;
      }
      position -= shift;
      limit -= shift;
      recordEnd -= shift;
      recordStart = 0;
    }
    return fillMore();
  }

  private boolean fillMore() throws IOException {
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
      return false;
    }
    limit += read;
    return read > 0 || fillMore();
  }

  private static String printable(byte value) {
    return value > 31 && value < 127 ? String.valueOf((char) value) : "\\x" + hex(value);
  }

  private static String hex(byte value) {
    return Integer.toHexString((value & 0xff) | 0x100).substring(1);
  }
}
