package io.gpuledger.sql.engine;

import java.util.Map;

/**
 * Which formats the engine can hand out in pieces, and how long the head is that it repeats on each
 * piece. The first piece keeps its head.
 */
final class StreamFormat {
  private enum Head {
    NONE,
    ONE_LINE,
    TWO_LINES,
    BINARY_NAMES,
    BINARY_NAMES_AND_TYPES
  }

  private static final Map<String, Head> HEADS =
      Map.ofEntries(
          Map.entry("RowBinary", Head.NONE),
          Map.entry("RowBinaryWithNames", Head.BINARY_NAMES),
          Map.entry("RowBinaryWithNamesAndTypes", Head.BINARY_NAMES_AND_TYPES),
          Map.entry("Native", Head.NONE),
          Map.entry("JSONEachRow", Head.NONE),
          Map.entry("JSONCompactEachRow", Head.NONE),
          Map.entry("JSONCompactEachRowWithNames", Head.ONE_LINE),
          Map.entry("JSONCompactEachRowWithNamesAndTypes", Head.TWO_LINES),
          Map.entry("TSV", Head.NONE),
          Map.entry("TSVRaw", Head.NONE),
          Map.entry("TSVWithNames", Head.ONE_LINE),
          Map.entry("TSVWithNamesAndTypes", Head.TWO_LINES),
          Map.entry("TabSeparated", Head.NONE),
          Map.entry("TabSeparatedRaw", Head.NONE),
          Map.entry("TabSeparatedWithNames", Head.ONE_LINE),
          Map.entry("TabSeparatedWithNamesAndTypes", Head.TWO_LINES),
          Map.entry("CSV", Head.NONE),
          Map.entry("CSVWithNames", Head.ONE_LINE),
          Map.entry("CSVWithNamesAndTypes", Head.TWO_LINES));

  private final Head head;
  private long headBytes = -1;

  StreamFormat(String format) {
    Head found = HEADS.get(format);
    if (found == null) {
      throw new IllegalArgumentException("format " + format + " cannot be streamed");
    }
    head = found;
  }

  static boolean canStream(String format) {
    return HEADS.containsKey(format);
  }

  /** How many bytes at the start of this piece repeat what the first piece already said. */
  long bytesToSkip(EngineResult piece) {
    if (head == Head.NONE) {
      return 0;
    }
    if (headBytes < 0) {
      headBytes = measure(piece);
      return 0;
    }
    return Math.min(headBytes, piece.lengthBytes());
  }

  private long measure(EngineResult piece) {
    HeadReader reader = new HeadReader(piece);
    switch (head) {
      case NONE -> {}
      case ONE_LINE -> reader.skipLine();
      case TWO_LINES -> {
        reader.skipLine();
        reader.skipLine();
      }
      case BINARY_NAMES -> reader.skipStrings(reader.readVarint());
      case BINARY_NAMES_AND_TYPES -> reader.skipStrings(2 * reader.readVarint());
    }
    return reader.position;
  }

  /** Reads the head byte by byte; it is short. */
  private static final class HeadReader {
    private final EngineResult piece;
    private final byte[] one = new byte[1];
    private long position;

    HeadReader(EngineResult piece) {
      this.piece = piece;
    }

    private int next() {
      piece.read(position, one, 1);
      position++;
      return one[0] & 0xff;
    }

    private boolean atEnd() {
      return position >= piece.lengthBytes();
    }

    /** A line break inside quotes, which a column's name may hold in CSV, does not end the line. */
    void skipLine() {
      boolean quoted = false;
      while (!atEnd()) {
        int character = next();
        if (character == '"') {
          quoted = !quoted;
        } else if (character == '\n' && !quoted) {
          return;
        }
      }
    }

    long readVarint() {
      long value = 0;
      int shift = 0;
      while (!atEnd()) {
        int part = next();
        value |= (long) (part & 0x7f) << shift;
        if (part < 0x80) {
          return value;
        }
        shift += 7;
      }
      return value;
    }

    void skipStrings(long count) {
      for (long i = 0; i < count && !atEnd(); i++) {
        long length = readVarint();
        position += length;
      }
    }
  }
}
