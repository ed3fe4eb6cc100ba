package io.gpuledger.ingest.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One broker a directory. The broker has a lock of its own, but takes it after it has opened the
 * metadata log; this one is taken first. The operating system frees it when the process dies.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the directory where absent and takes its lock.
   *
   * @throws BrokerException when somebody else has it
   */
  static DirectoryLock acquire(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("broker.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return new DirectoryLock(channel);
        }
        channel.close();
        throw new BrokerException(inUse(directory), new IOException("locked by another process"));
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw new BrokerException(inUse(directory), e);
      }
    } catch (IOException e) {
      throw new BrokerException("cannot lock the broker's directory " + directory, e);
    }
  }

  private static String inUse(Path directory) {
    return "another broker uses the directory " + directory;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
