package io.gpuledger.ingest.collect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content that has as many bytes as the listing said; less or more is a fault, never an end. */
class CheckedStream extends FilterInputStream {
  private final long expected;
  private final String what;
  private long read;

  CheckedStream(InputStream content, long expected, String what) {
    super(content);
    this.expected = expected;
    this.what = what;
  }

  /** Looked at when all bytes were read. */
  void ended() throws IOException {}

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int got = super.read(into, from, length);
    read += Math.max(0, got);
    if (read > expected || (got < 0 && read < expected)) {
      throw new IOException(
          "%s: the listing says %d bytes and %s came; it is written anew, or the connection was cut"
              .formatted(what, expected, got < 0 ? "only " + read : "more"));
    }
    if (got < 0) {
      ended();
    }
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    throw new IOException("content is read from its start to its end");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
