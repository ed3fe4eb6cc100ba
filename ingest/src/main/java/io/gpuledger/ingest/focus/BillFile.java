package io.gpuledger.ingest.focus;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A file of a bill. How it is packed is told by its first bytes, never by its name.
 *
 * @param name shown to people, without directories
 * @param path where it is read
 */
public record BillFile(String name, Path path) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** How the bytes are packed. */
  public enum Packing {
    PLAIN,
    GZIP,
    ZSTD,
    PARQUET
  }

  public static BillFile of(Path path) {
    Path last = path.getFileName();
    return new BillFile(last == null ? path.toString() : last.toString(), path);
  }

  /** How this file is packed. */
  public Packing packing() throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(4);
    }
    if (startsWith(head, 0x1f, 0x8b)) {
      return Packing.GZIP;
    }
    if (startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
      return Packing.ZSTD;
    }
    return startsWith(head, 'P', 'A', 'R', '1') ? Packing.PARQUET : Packing.PLAIN;
  }

  /**
   * The decompressed bytes; those of a Parquet file as they are.
   *
   * @param progress told how many bytes of the file on disk each read took
   */
  public InputStream open(LongConsumer progress) throws IOException {
    Packing packing = packing();
    InputStream raw =
        new BufferedInputStream(new Counted(Files.newInputStream(path), progress), BUFFER_BYTES);
    try {
      return switch (packing) {
        case PLAIN, PARQUET -> raw;
        case GZIP -> new GZIPInputStream(raw, BUFFER_BYTES);
        case ZSTD -> new ZstdInputStream(raw);
      };
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Whether a failure of reading says that the file ends too early, and not that it is damaged. */
  static boolean endsEarly(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof EOFException
        || message.contains("Truncated")
        || message.contains("Unexpected end");
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static final class Counted extends FilterInputStream {
    private final LongConsumer progress;

    Counted(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        progress.accept(1);
      }
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        progress.accept(read);
      }
      return read;
    }
  }
}
