package io.gpuledger.streaming.sink;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * The file form of a block: magic, length and text of the layout, then per row a length and the
 * row's RowBinary. All numbers big-endian. Row boundaries are kept because the committer appends
 * two columns to each row and may have to split a refused block.
 */
final class SpoolFile {
  private static final int MAGIC = 0x474C5332;
  private static final int BUFFER_BYTES = 256 * 1024;

  private SpoolFile() {}

  /** Writes one block. */
  static final class Writer implements AutoCloseable {
    private final Path path;
    private final FSDataOutputStream out;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[8 * 1024];
    private int buffered;
    private long bytes;
    private long rows;

    Writer(Path path, TableLayout layout) throws IOException {
      this.path = path;
      FileSystem files = path.getFileSystem();
      files.mkdirs(path.getParent());
      this.out = files.create(path, FileSystem.WriteMode.NO_OVERWRITE);
      byte[] header = layout.toText().getBytes(StandardCharsets.UTF_8);
      byte[] start = new byte[8 + header.length];
      ByteBuffer.wrap(start).putInt(MAGIC).putInt(header.length).put(header);
      append(start, 0, start.length);
    }

    void row(byte[] source, int offset, int length) throws IOException {
      reserve(4);
      buffer[buffered] = (byte) (length >>> 24);
      buffer[buffered + 1] = (byte) (length >>> 16);
      buffer[buffered + 2] = (byte) (length >>> 8);
      buffer[buffered + 3] = (byte) length;
      buffered += 4;
      append(source, offset, length);
      rows++;
    }

    Path path() {
      return path;
    }

    long rows() {
      return rows;
    }

    /** Length of the file so far. */
    long bytes() {
      return bytes + buffered;
    }

    /** The checksum of the file; only after {@link #close}. */
    long crc32c() {
      return crc.getValue();
    }

    /** Ends the file; it is complete for every reader after this returns. */
    @Override
    public void close() throws IOException {
      flush();
      out.close();
    }

    /** Ends the file without completing it and removes it. */
    void discard() throws IOException {
      try {
        out.close();
      } finally {
        path.getFileSystem().delete(path, false);
      }
    }

    private void append(byte[] source, int offset, int length) throws IOException {
      if (length > BUFFER_BYTES) {
        flush();
        crc.update(source, offset, length);
        out.write(source, offset, length);
        bytes += length;
        return;
      }
      reserve(length);
      System.arraycopy(source, offset, buffer, buffered, length);
      buffered += length;
    }

    private void reserve(int count) throws IOException {
      if (buffered + count <= buffer.length) {
        return;
      }
      if (buffered + count <= BUFFER_BYTES) {
        byte[] grown =
            new byte[Math.min(BUFFER_BYTES, Math.max(buffer.length * 4, buffered + count))];
        System.arraycopy(buffer, 0, grown, 0, buffered);
        buffer = grown;
        return;
      }
      flush();
      if (buffer.length < BUFFER_BYTES) {
        buffer = new byte[BUFFER_BYTES];
      }
    }

    private void flush() throws IOException {
      crc.update(buffer, 0, buffered);
      out.write(buffer, 0, buffered);
      bytes += buffered;
      buffered = 0;
    }
  }

  /**
   * Reads the whole file once and compares length and checksum with the reference.
   *
   * @throws IOException if the file is missing or is not what was written
   */
  static void verify(SpooledBlock block) throws IOException {
    CRC32C crc = new CRC32C();
    long length = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = open(block)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        crc.update(buffer, 0, count);
        length += count;
      }
    }
    if (length != block.bytes() || crc.getValue() != block.crc32c()) {
      throw new IOException(
          "%s: spool file is damaged: %d bytes, CRC32C %08x; written were %d bytes, %08x"
              .formatted(block.path(), length, crc.getValue(), block.bytes(), block.crc32c()));
    }
  }

  /** Reads the layout at the head of the file. */
  static TableLayout layout(SpooledBlock block) throws IOException {
    try (DataInputStream in = new DataInputStream(open(block))) {
      return readHeader(in, block);
    }
  }

  /** The bytes of one row, without the sink's columns. */
  static byte[] row(SpooledBlock block, long index) throws IOException {
    try (SpoolRows rows = openRows(block, index)) {
      rows.next();
      return Arrays.copyOfRange(rows.array(), rows.offset(), rows.offset() + rows.length());
    }
  }

  /** The rows of the file, read up to a row. */
  static SpoolRows openRows(SpooledBlock block, long from) throws IOException {
    DataInputStream in = new DataInputStream(open(block));
    readHeader(in, block);
    SpoolRows rows = new SpoolRows(in);
    for (long i = 0; i < from; i++) {
      rows.next();
    }
    return rows;
  }

  private static InputStream open(SpooledBlock block) throws IOException {
    Path path = new Path(block.path());
    return path.getFileSystem().open(path);
  }

  private static TableLayout readHeader(DataInputStream in, SpooledBlock block) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException(block.path() + ": not a spool file");
    }
    byte[] header = new byte[in.readInt()];
    in.readFully(header);
    return TableLayout.parse(new String(header, StandardCharsets.UTF_8));
  }
}
