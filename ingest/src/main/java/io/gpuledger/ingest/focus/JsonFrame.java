package io.gpuledger.ingest.focus;

/**
 * Finds where an object ends, byte by byte, without reading what it says. It goes by braces,
 * brackets and quotes, and stops where these cannot belong to one object: at an end of line inside
 * quotes, at an object where a key must stand. What else is wrong is found when the object is read.
 */
final class JsonFrame {
  /** Most objects and arrays inside each other; one bit of {@link #kinds} is kept for each. */
  static final int MAX_DEPTH = 63;

  private static final byte START = 0;
  private static final byte OPENED = 1;
  private static final byte COMMA = 2;
  private static final byte COLON = 3;
  private static final byte VALUE = 4;

  private long kinds;
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private byte before = START;
  private String broken = "";
  private long lines;

  /** Whether the value is whole. */
  boolean done() {
    return depth == 0 && before == VALUE && !quoted;
  }

  /** Why this is no value; empty as long as it may be one. */
  String broken() {
    return broken;
  }

  /** How many ends of line were met. */
  long lines() {
    return lines;
  }

  /** Goes on at {@code from}; the position after the value, of the break, or {@code to}. */
  int advance(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte next = bytes[i];
      if (quoted) {
        if (next == '\n' || next == '\r') {
          broken = "a text in quotes does not end on its line";
          return i;
        }
        quote(next);
      } else if (next == '\n') {
        lines++;
      } else if (next != ' ' && next != '\t' && next != '\r') {
        sign(next);
        if (!broken.isEmpty()) {
          return i;
        }
      }
      if (done()) {
        return i + 1;
      }
    }
    return to;
  }

  private void quote(byte next) {
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      quoted = false;
      before = VALUE;
    }
  }

  private void sign(byte next) {
    switch (next) {
      case '"' -> quoted = true;
      case '{' -> open(true);
      case '[' -> open(false);
      case '}' -> close(true);
      case ']' -> close(false);
      case ',' -> before = COMMA;
      case ':' -> before = COLON;
      default -> {
        if (depth == 0) {
          broken = "a record is an object in braces";
        }
        before = VALUE;
      }
    }
  }

  private void open(boolean object) {
    boolean fits =
        switch (before) {
          case START, COLON -> true;
          case OPENED, COMMA -> !inObject();
          default -> false;
        };
    if (!fits) {
      broken = "an object or array begins where none can stand; a brace may be missing before it";
    } else if (depth == MAX_DEPTH) {
      broken = "more than " + MAX_DEPTH + " objects and arrays stand inside each other";
    } else {
      kinds = (kinds << 1) | (object ? 1 : 0);
      depth++;
      before = OPENED;
    }
  }

  private void close(boolean object) {
    if (depth == 0 || inObject() != object) {
      broken = "a closing " + (object ? "brace" : "bracket") + " stands where none can";
      return;
    }
    kinds >>>= 1;
    depth--;
    before = VALUE;
  }

  private boolean inObject() {
    return (kinds & 1) == 1;
  }
}
