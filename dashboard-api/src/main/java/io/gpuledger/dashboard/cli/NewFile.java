package io.gpuledger.dashboard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears whole or not at all: it is written beside its place and moved there at the
 * end. Closed before that, it leaves nothing behind, and what stood in its place stays.
 */
final class NewFile implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final Path aside;

  private NewFile(Path target, Path partial, Path aside) {
    this.target = target;
    this.partial = partial;
    this.aside = aside;
  }

  /**
   * A file to be.
   *
   * @throws CommandFailure with exit code 2 if it cannot be written there
   */
  static NewFile at(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    Path directory = absolute.getParent();
    Path name = absolute.getFileName();
    if (directory == null || name == null || Files.isDirectory(absolute)) {
      throw refused(target, "it is a directory");
    }
    if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
      throw refused(target, "it is not a regular file");
    }
    if (!Files.isDirectory(directory)) {
      throw refused(target, "there is no directory " + directory);
    }
    String unique = name + "." + ProcessHandle.current().pid();
    Path partial = directory.resolve(unique + ".part");
    try {
      Files.deleteIfExists(partial);
      Files.createFile(partial);
    } catch (IOException e) {
      throw refused(target, "its directory cannot be written: " + e.getMessage());
    }
    return new NewFile(absolute, partial, directory.resolve(unique + ".csv.part"));
  }

  private static CommandFailure refused(Path target, String why) {
    return new CommandFailure(ExitCode.USAGE, "cannot write " + target + ": " + why);
  }

  /** Where to write. */
  Path path() {
    return partial;
  }

  /** Puts what was written beside, to be written again in another form. */
  Path moveAside() throws IOException {
    return Files.move(partial, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Moves the file to its place. */
  void publish() throws IOException {
    try {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(partial);
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
