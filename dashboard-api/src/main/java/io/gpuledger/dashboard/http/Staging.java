package io.gpuledger.dashboard.http;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder where uploads rest until they are read. Nothing of it outlives its request. */
final class Staging {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final int NAME_LIMIT = 200;

  private final Path folder;

  private Staging(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if it is absent, and empties it of what a crash left. */
  static Staging open(Path folder) {
    try {
      java.nio.file.Files.createDirectories(folder);
      Staging staging = new Staging(folder);
      try (Stream<Path> left = java.nio.file.Files.list(folder)) {
        left.forEach(Staging::delete);
      }
      return staging;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Received files, in the order in which they were sent; deleted when closed. */
  static final class Files implements AutoCloseable {
    private final Path folder;
    private final List<Path> paths;

    private Files(Path folder, List<Path> paths) {
      this.folder = folder;
      this.paths = paths;
    }

    List<Path> paths() {
      return List.copyOf(paths);
    }

    List<String> names() {
      return paths.stream().map(path -> path.getFileName().toString()).toList();
    }

    @Override
    public void close() {
      delete(folder);
    }
  }

  /** Writes the files of a multipart body to disk. */
  Files receive(Context context) {
    String type = String.valueOf(context.contentType());
    if (!type.startsWith("multipart/form-data")) {
      throw new ApiException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the files as multipart/form-data.");
    }
    List<UploadedFile> parts = context.uploadedFiles();
    if (parts.isEmpty() || parts.size() > ApiOptions.UPLOAD_FILES_LIMIT) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "Send 1 to " + ApiOptions.UPLOAD_FILES_LIMIT + " files, not " + parts.size() + ".");
    }
    Path target = folder.resolve(UUID.randomUUID().toString());
    Files files = new Files(target, new ArrayList<>());
    boolean done = false;
    try {
      for (int i = 0; i < parts.size(); i++) {
        Path place =
            java.nio.file.Files.createDirectories(target.resolve(String.valueOf(i)))
                .resolve(name(parts.get(i).filename()));
        try (InputStream content = parts.get(i).content()) {
          java.nio.file.Files.copy(content, place);
        }
        files.paths.add(place);
      }
      done = true;
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!done) {
        files.close();
      }
    }
  }

  /** The last part of a name, without what could lead out of the folder or confuse a terminal. */
  static String name(String sent) {
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_");
    String cut = plain.length() > NAME_LIMIT ? plain.substring(plain.length() - NAME_LIMIT) : plain;
    return cut.isBlank() || cut.matches("\\.+") ? "file" : cut;
  }

  private static void delete(Path path) {
    try (Stream<Path> inside = java.nio.file.Files.walk(path)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        java.nio.file.Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.warn("an upload could not be removed: {}", e.getMessage());
    }
  }
}
