package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.backup.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The directory that holds everything an embedded instance owns. One process at a time: it is
 * locked from {@link #open} to {@link #close}.
 *
 * <p>The file {@code version} says which layout the directory has; a directory of a newer layout is
 * refused, one of an older layout is migrated by the parts that own its folders.
 */
public final class DataDirectory implements AutoCloseable {
  /** Layout of the directory that this version writes. */
  static final int LAYOUT = 1;

  /** Folder of copies that backups are being made of. */
  static final String BACKUPS = "backups";

  /** Directories that this process holds. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** A command that looks whether the lock is held has it for a moment. */
  private static final int LOCK_ATTEMPTS = 20;

  private static final Duration LOCK_PAUSE = Duration.ofMillis(50);

  private final Path root;
  private final Path held;
  private final FileChannel lockChannel;

  private DataDirectory(Path root, Path held, FileChannel lockChannel) {
    this.root = root;
    this.held = held;
    this.lockChannel = lockChannel;
  }

  /**
   * Creates the directory if needed and locks it.
   *
   * @throws DataDirectoryException if another process holds it or a newer version wrote it
   */
  public static DataDirectory open(Path root) {
    try {
      Files.createDirectories(root);
      Path held = root.toRealPath();
      DataDirectory directory = new DataDirectory(root, held, lock(root, held));
      try {
        // What a killed instance left says nothing about this one.
        RunFile.delete(root);
        directory.checkVersion();
        // Copies that nobody made a backup of before the instance ended.
        Trees.delete(directory.backups());
      } catch (DataDirectoryException | IOException refused) {
        directory.close();
        throw refused;
      }
      for (Path folder : new Path[] {directory.crashes(), directory.staging(), directory.state()}) {
        Files.createDirectories(folder);
      }
      return directory;
    } catch (IOException e) {
      throw new DataDirectoryException("cannot use " + root + ": " + e.getMessage());
    }
  }

  private static FileChannel lock(Path root, Path held) throws IOException {
    // Closing any channel on the file would end this process's lock, so it is asked first.
    if (HELD.add(held)) {
      boolean locked = false;
      try {
        FileChannel channel =
            FileChannel.open(lockFile(root), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int i = 0; i < LOCK_ATTEMPTS && !locked; i++) {
          locked = channel.tryLock() != null;
          if (!locked) {
            LockSupport.parkNanos(LOCK_PAUSE.toNanos());
          }
        }
        if (locked) {
          return channel;
        }
        channel.close();
      } finally {
        if (!locked) {
          HELD.remove(held);
        }
      }
    }
    throw new DataDirectoryException(
        root
            + " is in use by another GpuLedger"
            + RunFile.read(root).map(run -> " (process " + run.pid() + ")").orElse("")
            + ". Stop that one, or name another directory with --data.");
  }

  /** Whether a process that lives holds the directory. */
  static boolean isHeld(Path root) throws IOException {
    if (!Files.exists(lockFile(root))) {
      return false;
    }
    if (HELD.contains(root.toRealPath())) {
      return true;
    }
    // Shared, so that those who look do not take each other for the holder.
    try (FileChannel channel = FileChannel.open(lockFile(root), StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException anotherThreadLooks) {
      return false;
    }
  }

  private static Path lockFile(Path root) {
    return root.resolve("lock");
  }

  private void checkVersion() throws IOException {
    Path stamp = root.resolve("version");
    if (Files.exists(stamp)) {
      int layout = parseLayout(Files.readString(stamp).strip());
      if (layout > LAYOUT) {
        throw new DataDirectoryException(
            root
                + " was written by a newer GpuLedger (layout "
                + layout
                + ", this version knows "
                + LAYOUT
                + "). Use that version, or another directory.");
      }
    }
    writeAtomically(stamp, LAYOUT + "\n");
  }

  private int parseLayout(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new DataDirectoryException(
          root.resolve("version") + " holds \"" + text + "\", expected a number");
    }
  }

  /**
   * Writes a file so that a reader sees the old or the new content, and nobody else may read it.
   */
  static void writeAtomically(Path file, String content) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("no parent folder: " + file);
    }
    Path temporary =
        Files.createTempFile(
            parent,
            "new",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, content);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public Path root() {
    return root;
  }

  /** Files of the engine. */
  public Path engine() {
    return root.resolve("engine");
  }

  /** Logs of the broker. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  /** Checkpoints, spool files and local state of the jobs. */
  public Path flink() {
    return root.resolve("flink");
  }

  /** Operational state. */
  public Path state() {
    return root.resolve("state");
  }

  /** Bills on their way in. */
  public Path staging() {
    return root.resolve("staging");
  }

  /** Copies that backups are being made of. */
  public Path backups() {
    return root.resolve(BACKUPS);
  }

  /** Notes of the demo. */
  public Path demo() {
    return root.resolve("demo");
  }

  /** The log of the instance. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** Error files of the Java process, should it crash. */
  public Path crashes() {
    return root.resolve("crashes");
  }

  @Override
  public void close() {
    try {
      RunFile.delete(root);
      lockChannel.close();
      HELD.remove(held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
