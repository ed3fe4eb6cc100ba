package io.gpuledger.dashboard.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What the demo has filled already, so that a restart fills only what is missing. */
final class DemoMemory {
  private static final String STARTED = "started";

  private final Path folder;
  private final Instant started;

  private DemoMemory(Path folder, Instant started) {
    this.folder = folder;
    this.started = started;
  }

  /** Opens the notes of a folder, which is made if it is absent. */
  static DemoMemory open(Path folder, Instant now) {
    try {
      Path file = Files.createDirectories(folder).resolve(STARTED);
      if (!Files.exists(file)) {
        Files.writeString(file, now.toString());
      }
      return new DemoMemory(folder, Instant.parse(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the demo's notes in " + folder, e);
    }
  }

  /** When the demo was first started. */
  Instant started() {
    return started;
  }

  /** Whether a part was filled. */
  boolean holds(String part) {
    return Files.exists(note(part));
  }

  /** Notes that a part is filled. */
  void keep(String part) throws IOException {
    Files.writeString(note(part), "");
  }

  /** A place for a file that is about to be loaded. */
  Path file(String name) {
    return folder.resolve(name);
  }

  private Path note(String part) {
    return folder.resolve(part + ".done");
  }
}
