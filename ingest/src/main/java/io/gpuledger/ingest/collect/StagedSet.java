package io.gpuledger.ingest.collect;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The objects of a delivery as files of this machine, deleted when closed. An import reads them
 * several times, so they must not change under it.
 */
public final class StagedSet implements AutoCloseable {
  /** Left free on the disk. */
  private static final long RESERVE_BYTES = 1L << 30;

  private static final int BUFFER = 1 << 16;
  private static final int NAME_BYTES = 255;

  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  private StagedSet(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies a delivery.
   *
   * @param staging an existing folder; the copy gets one of its own in it
   * @param progress told how many bytes each read brought
   * @throws IOException if an object has changed, is cut off, has a name that no file can have, or
   *     the disk lacks space; nothing is left behind
   */
  public static StagedSet copy(ObjectStore store, Ready set, Path staging, LongConsumer progress)
      throws IOException {
    long free = Files.getFileStore(staging).getUsableSpace();
    if (free - RESERVE_BYTES < set.bytes()) {
      throw new IOException(
          "%s has %d bytes and the disk of %s has %d free, of which %d stay free"
              .formatted(set.name(), set.bytes(), staging, free, RESERVE_BYTES));
    }
    StagedSet staged = new StagedSet(Files.createTempDirectory(staging, "collect"));
    boolean whole = false;
    try {
      for (StoredObject object : set.objects()) {
        staged.add(store, object, progress);
      }
      whole = true;
      return staged;
    } finally {
      if (!whole) {
        staged.close();
      }
    }
  }

  private void add(ObjectStore store, StoredObject object, LongConsumer progress)
      throws IOException {
    Path file = place(folder, object.key());
    Files.createDirectories(file.resolveSibling("."));
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = store.open(object);
        OutputStream out = Files.newOutputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        progress.accept(read);
        if (Thread.currentThread().isInterrupted()) {
          throw new IOException("interrupted while " + object.key() + " was copied");
        }
      }
    }
    files.add(file);
  }

  /** Where a key stands below a folder; never outside of it. */
  static Path place(Path folder, String key) throws IOException {
    for (String segment : key.split("/", -1)) {
      boolean odd = segment.chars().anyMatch(sign -> sign < ' ' || sign == '\\' || sign == 127);
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || odd
          || segment.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
        throw new IOException("\"" + key + "\" is no name that a file can have; it is not taken");
      }
    }
    Path file = folder.resolve(key).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IOException("\"" + key + "\" leads out of the folder; it is not taken");
    }
    return file;
  }

  /** The files in the order of the objects. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
