package io.gpuledger.ingest.focus;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the first bytes of a CSV file tell: encoding, byte order mark and separator.
 *
 * @param foreignEncoding the encoding, where it is none that is read
 * @param separator what separates cells: of those that are read, the one that occurs most in the
 *     header, a comma where none does
 * @param records the records from the header on
 */
record CsvHead(Optional<String> foreignEncoding, char separator, CsvTokenizer records) {
  private static final int HEAD_BYTES = 1 << 16;
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  static CsvHead read(InputStream in) throws IOException {
    return read(in, RawLayout.TOLD_BY_FILE);
  }

  static CsvHead read(InputStream in, RawLayout layout) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, HEAD_BYTES);
    byte[] head = bytes.readNBytes(HEAD_BYTES);
    int bom = startsWithBom(head) ? 3 : 0;
    bytes.unread(head, bom, head.length - bom);
    char separator =
        layout.separator().orElseGet(() -> separator(head, lineStart(head, bom, layout)));
    return new CsvHead(foreignEncoding(head), separator, new CsvTokenizer(bytes, separator));
  }

  /** The separator in words. */
  String separatorName() {
    return switch (separator) {
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      case '|' -> "bars";
      default -> "commas";
    };
  }

  /** The cells of the current record as text. */
  static List<String> texts(CsvTokenizer csv) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < csv.fields(); i++) {
      texts.add(
          csv.escaped(i)
              ? new String(csv.scratch(), 0, csv.unescaped(i), StandardCharsets.UTF_8)
              : new String(
                  csv.bytes(), csv.start(i), csv.end(i) - csv.start(i), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static boolean startsWithBom(byte[] head) {
    return head.length >= 3
        && (head[0] & 0xff) == 0xef
        && (head[1] & 0xff) == 0xbb
        && (head[2] & 0xff) == 0xbf;
  }

  /** UTF-16 and UTF-32, by byte order mark or by every other byte of the head being NUL. */
  private static Optional<String> foreignEncoding(byte[] head) {
    if (head.length < 4) {
      return Optional.empty();
    }
    int first = head[0] & 0xff;
    int second = head[1] & 0xff;
    boolean wide = head[2] == 0 && head[3] == 0;
    if (first == 0xff && second == 0xfe) {
      return Optional.of(
          wide ? "UTF-32 (byte order mark FF FE 00 00)" : "UTF-16 (byte order mark FF FE)");
    }
    if (first == 0xfe && second == 0xff) {
      return Optional.of("UTF-16 (byte order mark FE FF)");
    }
    if (first != 0 && second == 0 && head[2] != 0 && head[3] == 0) {
      return Optional.of("UTF-16 without a byte order mark");
    }
    if (first == 0 && second != 0 && head[2] == 0 && head[3] != 0) {
      return Optional.of("UTF-16 without a byte order mark");
    }
    return Optional.empty();
  }

  /** Where the header's line starts. */
  private static int lineStart(byte[] head, int from, RawLayout layout) {
    int at = from;
    for (int line = 1; line < layout.headerLine() && at < head.length; at++) {
      line += head[at] == '\n' ? 1 : 0;
    }
    return at;
  }

  /** The separator that occurs most in the header's line, outside quotes. */
  private static char separator(byte[] head, int from) {
    int[] counts = new int[SEPARATORS.length];
    boolean quoted = false;
    for (int i = from; i < head.length && (quoted || (head[i] != '\n' && head[i] != '\r')); i++) {
      quoted ^= head[i] == '"';
      for (int s = 0; s < SEPARATORS.length && !quoted; s++) {
        counts[s] += head[i] == SEPARATORS[s] ? 1 : 0;
      }
    }
    int best = 0;
    for (int s = 1; s < SEPARATORS.length; s++) {
      best = counts[s] > counts[best] ? s : best;
    }
    return SEPARATORS[best];
  }
}
