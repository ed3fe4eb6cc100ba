package io.gpuledger.dashboard.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the configuration names, by their path from the folder it stands in. */
@FunctionalInterface
interface NamedFiles {
  /** A text that stands in no folder names no file. */
  NamedFiles NONE =
      (name, bytes) -> {
        throw new IOException("cannot be read: this configuration stands in no folder");
      };

  /**
   * The text of a file.
   *
   * @param bytes the most that are read
   * @throws IOException with a message for the reader of the configuration
   */
  String text(String name, int bytes) throws IOException;

  /** Files beside a configuration. */
  static NamedFiles beside(Path configuration) {
    return (name, bytes) -> {
      try {
        Path file = configuration.resolveSibling(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
          // A pipe or a device has a size of 0 and may never end.
          throw new IOException("is no regular file");
        }
        if (Files.size(file) > bytes) {
          throw new IOException("is longer than " + bytes + " bytes");
        }
        return Files.readString(file);
      } catch (NoSuchFileException e) {
        throw new IOException("is no file beside the configuration", e);
      } catch (CharacterCodingException e) {
        throw new IOException("is not UTF-8 text", e);
      } catch (InvalidPathException e) {
        throw new IOException("is not the name of a file", e);
      }
    };
  }
}
