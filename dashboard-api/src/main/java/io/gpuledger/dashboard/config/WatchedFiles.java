package io.gpuledger.dashboard.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The files beside a configuration that one reading of it has taken, and whether any of them has
 * another text by now. What is compared is the digest of the text that was parsed, so that nothing
 * written meanwhile is missed; a file is read again only where its size or its time has changed.
 */
final class WatchedFiles implements NamedFiles {
  /**
   * How old a file's time must be to be trusted. A file that is written twice within the step of
   * its file system's clock may show one time and one size for both.
   */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /** What stands for a file that cannot be read; no digest is empty. */
  private static final String UNREADABLE = "";

  /** A file at one look; its time may be that of another text while it is not settled. */
  private record Mark(long size, Instant modified, boolean settled, String digest) {
    boolean isAlike(Mark other) {
      return settled && size == other.size && modified.equals(other.modified);
    }
  }

  private final Path configuration;
  private final Clock clock;
  private final NamedFiles files;
  private final Map<String, Integer> limits = new HashMap<>();
  private final Map<String, Mark> marks = new HashMap<>();

  WatchedFiles(Path configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
    this.files = NamedFiles.beside(configuration);
  }

  @Override
  public String text(String name, int bytes) throws IOException {
    limits.put(name, bytes);
    // Looked at before it is read: what is written in between shows a later time at the next look.
    Mark before = look(name);
    marks.put(name, before);
    String text = files.text(name, bytes);
    marks.put(name, new Mark(before.size(), before.modified(), before.settled(), digest(text)));
    return text;
  }

  /** Whether any file that was taken has another text now, or can be read no more or again. */
  boolean haveChanged() {
    for (Map.Entry<String, Mark> of : Map.copyOf(marks).entrySet()) {
      String name = of.getKey();
      Mark now = look(name);
      if (of.getValue().isAlike(now)) {
        continue;
      }
      String digest = read(name);
      if (!digest.equals(of.getValue().digest())) {
        return true;
      }
      marks.put(name, new Mark(now.size(), now.modified(), now.settled(), digest));
    }
    return false;
  }

  private String read(String name) {
    try {
      return digest(files.text(name, limits.getOrDefault(name, 0)));
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private Mark look(String name) {
    try {
      Path file = configuration.resolveSibling(name);
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      boolean settled = modified.plus(SETTLED).isBefore(clock.instant());
      return new Mark(Files.size(file), modified, settled, UNREADABLE);
    } catch (IOException | InvalidPathException e) {
      return new Mark(-1, Instant.EPOCH, false, UNREADABLE);
    }
  }

  static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
