package io.gpuledger.streaming.sink;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The rows of a spool file, one after another, each whole in one array and not copied out of it.
 */
final class SpoolRows implements Closeable {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private int offset;
  private int length;

  /** Rows of a stream that stands at the length of the first. */
  SpoolRows(InputStream in) {
    this.in = in;
  }

  /**
   * Goes on to the next row.
   *
   * @throws EOFException if there is none, or not all of it
   */
  void next() throws IOException {
    require(Integer.BYTES);
    length = (int) INT.get(buffer, position);
    position += Integer.BYTES;
    require(length);
    offset = position;
    position += length;
  }

  /** What holds the row until the next one is asked for. */
  byte[] array() {
    return buffer;
  }

  /** Where in the array the row begins. */
  int offset() {
    return offset;
  }

  /** How many bytes it has. */
  int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void require(int count) throws IOException {
    if (limit - position >= count) {
      return;
    }
    byte[] target = buffer.length < count ? new byte[2 * count] : buffer;
    System.arraycopy(buffer, position, target, 0, limit - position);
    limit -= position;
    position = 0;
    buffer = target;
    while (limit < count) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        throw new EOFException("the spool file ends within a row");
      }
      limit += read;
    }
  }
}
