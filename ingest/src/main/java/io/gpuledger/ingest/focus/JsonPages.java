package io.gpuledger.ingest.focus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records inside an object that holds them in its arrays, as the answer of a provider's
 * interface does, each with the values around it.
 */
final class JsonPages {
  private final List<String> path;
  private final JsonColumns columns;
  private byte[] bytes = new byte[0];
  private int limit;
  private long line;
  private int lineStart;
  private int counted;
  private boolean onPath;

  private final List<Found> found = new ArrayList<>();

  /**
   * A record of a page.
   *
   * @param around what holds it
   */
  record Found(JsonRecord.Span span, Around around) {}

  /** A value that stands outside the records. */
  record Value(JsonColumns.Node node, JsonRecord.Span span) {}

  /** An object on the way to the records, with its values that are not on the way. */
  static final class Around {
    private final @Nullable Around outer;
    private final List<Value> own = new ArrayList<>();

    private Around(@Nullable Around outer) {
      this.outer = outer;
    }

    /** How many bytes its values and those of all around it have. */
    long bytes() {
      long bytes = 0;
      for (Value value : values()) {
        bytes += value.span().to() - value.span().from();
      }
      return bytes;
    }

    /** Its values and those of all around it. */
    List<Value> values() {
      List<Value> all = new ArrayList<>();
      for (Around next = this; next != null; next = next.outer) {
        all.addAll(next.own);
      }
      return all;
    }
  }

  /** The text is not laid out as said, at a position. */
  static final class UnexpectedException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient JsonRecord.Span place;

    private UnexpectedException(JsonRecord.Span place, String message) {
      super(message);
      this.place = place;
    }

    JsonRecord.Span place() {
      return place;
    }
  }

  JsonPages(JsonColumns columns) {
    this.path = columns.layout().path();
    this.columns = columns;
  }

  /** The records of a page in their order. */
  List<Found> of(JsonRecord.Span page) throws UnexpectedException {
    onPath = false;
    bytes = page.bytes();
    limit = page.to();
    line = page.line();
    counted = page.from();
    lineStart = page.from() - page.column() + 1;
    found.clear();
    value(page.from(), 0, columns.outer(), new Around(null));
    if (!onPath) {
      throw unexpected(page.from(), "an object with " + path.get(0));
    }
    return List.copyOf(found);
  }

  /** Goes through a value on the path; the position after it. */
  private int value(int from, int step, JsonColumns.Node node, Around around)
      throws UnexpectedException {
    int at = skipSpace(from);
    if (bytes[at] == '[') {
      at = skipSpace(at + 1);
      while (bytes[at] != ']') {
        at = skipSpace(value(at, step, node, around));
        if (bytes[at] == ',') {
          at = skipSpace(at + 1);
        }
      }
      return at + 1;
    }
    if (bytes[at] == 'n') {
      return other(at);
    }
    if (bytes[at] != '{') {
      throw unexpected(at, "an object in braces");
    }
    if (step == path.size()) {
      JsonRecord.Span span = span(at, frame(at));
      found.add(new Found(span, around));
      return span.to();
    }
    return object(at, step, node, new Around(around));
  }

  private int object(int from, int step, JsonColumns.Node node, Around around)
      throws UnexpectedException {
    int at = skipSpace(from + 1);
    while (bytes[at] != '}') {
      if (bytes[at] != '"') {
        throw unexpected(at, "a key in quotes");
      }
      int end = frame(at);
      String key = new String(bytes, at + 1, end - at - 2, StandardCharsets.UTF_8);
      at = skipSpace(end);
      if (bytes[at] != ':') {
        throw unexpected(at, "a colon after a key");
      }
      at = skipSpace(at + 1);
      if (key.equals(path.get(step)) && (bytes[at] == '[' || bytes[at] == '{')) {
        onPath = true;
        at = value(at, step + 1, node.child(key), around);
      } else {
        int close = other(at);
        around.own.add(new Value(node.child(key), span(at, close)));
        at = close;
      }
      at = skipSpace(at);
      if (bytes[at] == ',') {
        at = skipSpace(at + 1);
      } else if (bytes[at] != '}') {
        throw unexpected(at, "a comma or closing brace");
      }
    }
    return at + 1;
  }

  /** The end of a value of any kind. */
  private int other(int from) throws UnexpectedException {
    if (bytes[from] == '{' || bytes[from] == '[' || bytes[from] == '"') {
      return frame(from);
    }
    int at = from;
    while (at < limit && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
      at++;
    }
    if (at == from) {
      throw unexpected(at, "a value");
    }
    return at;
  }

  private int frame(int from) throws UnexpectedException {
    JsonFrame frame = new JsonFrame();
    int end = frame.advance(bytes, from, limit);
    if (!frame.done()) {
      throw unexpected(end, "a whole value");
    }
    return end;
  }

  private int skipSpace(int from) throws UnexpectedException {
    int at = from;
    while (at < limit && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    if (at == limit) {
      throw unexpected(limit - 1, "more");
    }
    return at;
  }

  private UnexpectedException unexpected(int at, String expected) {
    return new UnexpectedException(
        span(Math.min(at, limit - 1), limit), "expected " + expected + " here");
  }

  /** Spans are asked for in their order, so lines are counted once. */
  private JsonRecord.Span span(int from, int to) {
    for (; counted < from; counted++) {
      if (bytes[counted] == '\n') {
        line++;
        lineStart = counted + 1;
      }
    }
    return new JsonRecord.Span(bytes, from, to, line, from - lineStart + 1);
  }
}
