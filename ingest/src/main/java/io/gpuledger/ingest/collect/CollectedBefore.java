package io.gpuledger.ingest.collect;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import java.time.Instant;
import java.util.Optional;

/** What was collected of a place by earlier looks, over restarts. */
public interface CollectedBefore {
  /**
   * Whether this version of the object was, be it loaded or refused. One of which the loading was
   * cut off was not.
   */
  boolean has(StoredObject object);

  /**
   * Whether the ledger has, or may have since the loading was cut off, any version of an object of
   * the set or another run of its period. A set does not overlap itself: loaded again after a kill
   * it has the same ids.
   */
  boolean overlaps(Ready set);

  /** When the newest run was written that was collected of a period of an export. */
  Optional<Instant> newestRun(String period);
}
