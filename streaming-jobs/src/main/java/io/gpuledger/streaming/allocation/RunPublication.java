package io.gpuledger.streaming.allocation;

import io.gpuledger.streaming.publish.RunDraft;
import java.time.Instant;

/** The publisher's side of a run: one insert into {@code allocation_runs} makes it visible. */
public interface RunPublication {
  /**
   * Publishes a run whose rows are all stored.
   *
   * @return its {@code recorded_at}
   */
  Instant publish(RunDraft run);
}
