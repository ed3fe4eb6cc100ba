package io.gpuledger.ingest.collect;

import java.time.Instant;
import java.util.Optional;

/** What was collected of a place by earlier looks, over restarts. */
public interface CollectedBefore {
  /** Whether this version of the object was, with whatever outcome. */
  boolean has(StoredObject object);

  /** Whether any version of the object was. */
  boolean hasKey(String key);

  /** When the newest run was written that was collected of a period of an export. */
  Optional<Instant> newestRun(String period);
}
