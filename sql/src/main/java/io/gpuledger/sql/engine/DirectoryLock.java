package io.gpuledger.sql.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second instance off a data directory. The operating system drops it with the process. */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE_NAME = "engine.lock";

  private final FileChannel channel;
  private final FileLock lock;

  private DirectoryLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock of a directory, which is made if missing.
   *
   * @throws EngineUnavailableException if another instance has it
   */
  static DirectoryLock take(Path directory) {
    FileChannel channel = null;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw taken(directory, channel);
      }
      return new DirectoryLock(channel, lock);
    } catch (OverlappingFileLockException e) {
      throw taken(directory, channel);
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "the data directory " + directory + " cannot be locked: " + e.getMessage(), e);
    }
  }

  private static EngineUnavailableException taken(
      Path directory, @org.jspecify.annotations.Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        return new EngineUnavailableException("cannot close the lock of " + directory, e);
      }
    }
    return new EngineUnavailableException(
        "the data directory " + directory + " is in use by another running instance");
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "the lock of the data directory cannot be given back", e);
    }
  }
}
