package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.wire.ByteKeyCache;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line as a series. Names and whole label blocks are decoded once and shared, because an
 * exposition repeats them for every metric of a device.
 */
final class SeriesReader {
  private static final int NAMES_MAX = 4_096;
  private static final int BLOCKS_MAX = 16_384;

  /** Timestamps below are seconds (OpenMetrics), others milliseconds (text format). */
  private static final double SECONDS_BELOW = 1e11;

  private final ByteKeyCache<String> names = new ByteKeyCache<>(NAMES_MAX);
  private final ByteKeyCache<Labels> blocks = new ByteKeyCache<>(BLOCKS_MAX);
  private final int labelsMax;

  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private int at;

  SeriesReader(int labelsMax) {
    this.labelsMax = labelsMax;
  }

  Series read(byte[] buffer, int lineStart, int lineEnd, long line) throws MalformedLineException {
    bytes = buffer;
    start = lineStart;
    end = lineEnd;
    at = lineStart;
    skipBlanks();
    String name = "";
    if (at < end && bytes[at] != '{') {
      name = name();
    }
    skipBlanks();
    Labels labels = Labels.NONE;
    if (at < end && bytes[at] == '{') {
      labels = block();
      if (name.isEmpty()) {
        name = labels.get("");
      }
    }
    if (name.isEmpty()) {
      throw malformed("expected a metric name");
    }
    skipBlanks();
    double value = number("value");
    skipBlanks();
    Instant timestamp = at < end && bytes[at] != '#' ? timestamp() : null;
    skipBlanks();
    // An exemplar follows a hash; it says nothing about the series.
    if (at < end && bytes[at] != '#') {
      throw malformed("expected the end of the line");
    }
    return new Series(name, labels, value, timestamp, line);
  }

  private String name() throws MalformedLineException {
    int from = at;
    while (at < end && isNameByte(bytes[at], at == from)) {
      at++;
    }
    if (at == from) {
      throw malformed("expected a metric name");
    }
    return text(names, from, at);
  }

  private static boolean isNameByte(byte b, boolean first) {
    boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b == ':';
    return letter || (!first && b >= '0' && b <= '9');
  }

  /** The labels in braces; the cursor ends after the closing one. */
  private Labels block() throws MalformedLineException {
    int from = at;
    int to = endOfBlock();
    long hash = ByteKeyCache.hash(bytes, from, to);
    Labels known = blocks.find(hash, bytes, from, to);
    if (known != null) {
      at = to;
      return known;
    }
    Labels read = parseBlock();
    blocks.put(hash, bytes, from, to, read);
    return read;
  }

  private int endOfBlock() throws MalformedLineException {
    boolean quoted = false;
    for (int i = at + 1; i < end; i++) {
      byte b = bytes[i];
      if (b == '"') {
        quoted = !quoted;
      } else if (b == '\\' && quoted) {
        i++;
      } else if (b == '}' && !quoted) {
        return i + 1;
      }
    }
    throw malformed("the labels are not closed");
  }

  private Labels parseBlock() throws MalformedLineException {
    List<String> pairs = new ArrayList<>();
    at++;
    skipBlanks();
    while (bytes[at] != '}') {
      int from = at;
      String label = bytes[at] == '"' ? quoted() : name();
      skipBlanks();
      if (bytes[at] == '=') {
        at++;
        skipBlanks();
        pairs.add(label);
        pairs.add(quoted());
      } else if (bytes[from] == '"' && pairs.isEmpty()) {
        // The metric's own name, quoted, stands first in the braces.
        pairs.add("");
        pairs.add(label);
      } else {
        throw malformed("expected = after the label " + label);
      }
      requireNew(pairs, from);
      skipBlanks();
      if (bytes[at] == ',') {
        at++;
        skipBlanks();
      } else if (bytes[at] != '}') {
        throw malformed("expected a comma or the end of the labels");
      }
    }
    at++;
    return Labels.of(pairs);
  }

  private void requireNew(List<String> pairs, int from) throws MalformedLineException {
    if (pairs.size() / 2 > labelsMax) {
      throw new MalformedLineException(
          ProblemCode.LABEL_LIMIT, column(from), "more than " + labelsMax + " labels");
    }
    String label = pairs.get(pairs.size() - 2);
    for (int i = 0; i < pairs.size() - 2; i += 2) {
      if (pairs.get(i).equals(label)) {
        throw new MalformedLineException(
            ProblemCode.MALFORMED_EXPOSITION, column(from), "the label " + label + " stands twice");
      }
    }
  }

  private String quoted() throws MalformedLineException {
    if (bytes[at] != '"') {
      throw malformed("expected a quoted value");
    }
    int from = ++at;
    boolean escaped = false;
    // The block is known to be closed, so the quote is too.
    while (bytes[at] != '"') {
      if (bytes[at] == 0) {
        throw new MalformedLineException(
            ProblemCode.CONTROL_CHARACTER, column(at), "a NUL byte in a label value");
      }
      if (bytes[at] == '\\') {
        escaped = true;
        at++;
      }
      at++;
    }
    String text = text(names, from, at);
    at++;
    return escaped ? unescape(text, from) : text;
  }

  private String unescape(String text, int from) throws MalformedLineException {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case 'n' -> plain.append('\n');
        case '"', '\\' -> plain.append(escape);
        default ->
            throw new MalformedLineException(
                ProblemCode.MALFORMED_EXPOSITION,
                column(from + i - 1),
                "\\" + escape + " is not an escape; use \\\\, \\\" or \\n");
      }
    }
    return plain.toString();
  }

  private String text(ByteKeyCache<String> cache, int from, int to) throws MalformedLineException {
    long hash = ByteKeyCache.hash(bytes, from, to);
    String known = cache.find(hash, bytes, from, to);
    if (known != null) {
      return known;
    }
    try {
      String read =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, to - from))
              .toString();
      cache.put(hash, bytes, from, to, read);
      return read;
    } catch (CharacterCodingException e) {
      throw new MalformedLineException(
          ProblemCode.WRONG_ENCODING, column(from), "the text is not UTF-8");
    }
  }

  private double number(String what) throws MalformedLineException {
    int from = at;
    while (at < end && bytes[at] != ' ' && bytes[at] != '\t') {
      at++;
    }
    @Nullable Double value = Numbers.parse(bytes, from, at);
    if (value == null) {
      at = from;
      throw malformed("expected a number as " + what);
    }
    return value;
  }

  private Instant timestamp() throws MalformedLineException {
    int from = at;
    double read = number("timestamp");
    double seconds = Math.abs(read) < SECONDS_BELOW ? read : read / 1_000;
    // The years that nanoseconds in 64 bits can hold.
    if (!(Math.abs(seconds) < 9e9)) {
      throw new MalformedLineException(
          ProblemCode.TIME_OUT_OF_RANGE, column(from), "the timestamp is not of this age");
    }
    return Numbers.instant(seconds);
  }

  private void skipBlanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  private int column(int position) {
    return position - start + 1;
  }

  private MalformedLineException malformed(String message) {
    return new MalformedLineException(ProblemCode.MALFORMED_EXPOSITION, column(at), message);
  }
}
