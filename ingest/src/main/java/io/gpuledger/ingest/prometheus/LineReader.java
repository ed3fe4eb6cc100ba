package io.gpuledger.ingest.prometheus;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into lines without copying them, in a buffer of at most twice the longest line.
 * After {@link #next()} the line is {@code buffer()[start(), end())}, without its line feed.
 */
final class LineReader {
  private final InputStream in;
  private final int lineBytesMax;
  private final long bytesMax;
  private final byte[] buffer;
  private int filled;
  private int start;
  private int end;
  private int next;
  private long bytesRead;
  private long line;
  private boolean ended;
  private boolean tooLong;

  LineReader(InputStream in, int lineBytesMax, long bytesMax) {
    this.in = in;
    this.lineBytesMax = lineBytesMax;
    this.bytesMax = bytesMax;
    this.buffer = new byte[Math.max(8_192, 2 * lineBytesMax)];
  }

  /**
   * Moves to the next line; false at the end, and when more than the allowed bytes were read.
   *
   * @throws IOException as the stream does
   */
  boolean next() throws IOException {
    start = next;
    tooLong = false;
    int scanned = start;
    while (true) {
      for (int i = scanned; i < filled; i++) {
        if (buffer[i] == '\n') {
          return found(i, i + 1);
        }
      }
      scanned = filled;
      if (filled - start > lineBytesMax) {
        // Keep the head to show, drop the rest as it comes.
        tooLong = true;
        filled = start + lineBytesMax;
        scanned = filled;
      }
      if (ended || isOverBytes()) {
        return filled > start && !isOverBytes() && found(filled, filled);
      }
      scanned -= fill();
    }
  }

  private boolean found(int lineEnd, int nextStart) {
    line++;
    next = nextStart;
    tooLong |= lineEnd - start > lineBytesMax;
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    return true;
  }

  /** Reads more, after making room; answers by how much the content moved down. */
  private int fill() throws IOException {
    int moved = 0;
    if (start > 0 && filled == buffer.length) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      moved = start;
      filled -= start;
      start = 0;
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      ended = true;
    } else {
      filled += read;
      bytesRead += read;
    }
    return moved;
  }

  boolean isOverBytes() {
    return bytesRead > bytesMax;
  }

  /** Whether only the head of the line is there. */
  boolean isTooLong() {
    return tooLong;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** One-based number of the line. */
  long line() {
    return line;
  }

  long bytesRead() {
    return bytesRead;
  }
}
