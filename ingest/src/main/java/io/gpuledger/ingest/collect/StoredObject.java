package io.gpuledger.ingest.collect;

import java.time.Instant;

/**
 * An object as a listing tells it.
 *
 * @param key its name below the place that is listed, with {@code /} between folders
 * @param version changes whenever the content does: entity tag, generation, or size and time
 * @param bytes its size, at least 0
 * @param changedAt when it was written
 */
public record StoredObject(String key, String version, long bytes, Instant changedAt) {
  /** Its name without folders. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** Its folder without the last slash; empty at the top. */
  public String folder() {
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }
}
