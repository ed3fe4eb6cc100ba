package io.gpuledger.ingest.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The 128-bit fingerprints of the rows seen in a set: tells whether a row's content was there
 * before. Two different rows of ten million share a fingerprint with a probability below 10^-24.
 *
 * <p>Small tables stand on the heap; larger ones in mapped temporary files, so that the heap stays
 * bounded at 32 MiB whatever the number of rows.
 */
final class RowFingerprints implements AutoCloseable {
  private static final int PARTS = 16;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int HEAP_SLOTS = 1 << 17;

  private final Part[] parts = new Part[PARTS];

  RowFingerprints() {
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part();
    }
  }

  /** Adds a fingerprint; false if it was there. */
  boolean add(long a, long b) {
    // A slot of two zeros is free.
    long first = a == 0 && b == 0 ? 1 : a;
    return parts[(int) (first >>> 60)].add(first, b);
  }

  @Override
  public void close() {
    for (Part part : parts) {
      part.close();
    }
  }

  private static final class Part {
    private LongBuffer table = LongBuffer.allocate(2 * FIRST_SLOTS);
    private int slots = FIRST_SLOTS;
    private int used;
    private Path file = Path.of("");

    boolean add(long a, long b) {
      if (!put(table, slots, a, b)) {
        return false;
      }
      used++;
      if (used > slots / 5 * 3) {
        grow();
      }
      return true;
    }

    private static boolean put(LongBuffer table, int slots, long a, long b) {
      int slot = (int) (b ^ (b >>> 32)) & (slots - 1);
      while (true) {
        long foundA = table.get(2 * slot);
        long foundB = table.get(2 * slot + 1);
        if (foundA == 0 && foundB == 0) {
          table.put(2 * slot, a);
          table.put(2 * slot + 1, b);
          return true;
        }
        if (foundA == a && foundB == b) {
          return false;
        }
        slot = (slot + 1) & (slots - 1);
      }
    }

    private void grow() {
      int larger = Math.multiplyExact(slots, 2);
      Path before = file;
      LongBuffer grown =
          larger <= HEAP_SLOTS ? LongBuffer.allocate(2 * larger) : mapped(16L * larger);
      for (int slot = 0; slot < slots; slot++) {
        long a = table.get(2 * slot);
        long b = table.get(2 * slot + 1);
        if (a != 0 || b != 0) {
          put(grown, larger, a, b);
        }
      }
      table = grown;
      slots = larger;
      delete(before);
    }

    private LongBuffer mapped(long bytes) {
      try {
        file = Files.createTempFile("gpuledger-rows-", ".bin");
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.allocate(1), bytes - 1);
          return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes).asLongBuffer();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot keep the fingerprints of rows", e);
      }
    }

    void close() {
      delete(file);
    }

    private static void delete(Path path) {
      try {
        if (!path.toString().isEmpty()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        path.toFile().deleteOnExit();
      }
    }
  }
}
