package io.gpuledger.ingest.collect;

import java.time.Instant;
import java.util.List;

/**
 * What a look at a place found.
 *
 * @param ready whole deliveries that were not collected, older ones first
 * @param waiting what is not whole, and why
 */
public record CollectPlan(List<Ready> ready, List<Waiting> waiting) {
  public CollectPlan {
    ready = List.copyOf(ready);
    waiting = List.copyOf(waiting);
  }

  /**
   * A whole delivery.
   *
   * @param name key of its manifest, its folder, or its only file
   * @param objects manifest and parts, or files
   * @param period the export and billing period of which it is a run; empty without a manifest
   * @param changedAt when the last of it was written; of a run, its manifest
   */
  public record Ready(String name, List<StoredObject> objects, String period, Instant changedAt) {
    public Ready {
      objects = List.copyOf(objects);
    }

    /** Its size. */
    public long bytes() {
      return objects.stream().mapToLong(StoredObject::bytes).sum();
    }
  }

  /**
   * A delivery that is not taken yet.
   *
   * @param settling whether the next look may find it whole without anything being written
   */
  public record Waiting(String name, String reason, boolean settling) {}
}
