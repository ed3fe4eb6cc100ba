package io.gpuledger.streaming.publish;

import io.gpuledger.streaming.dataset.DatasetLoad;
import java.time.Instant;

/**
 * Told of each publication, on the publisher's thread and after the fact. It must return at once
 * and may miss what was published before it was added.
 */
public interface PublishListener {
  default void deliveryPublished(PublishedDelivery delivery) {}

  default void checkpointPublished(
      String job, int generation, long checkpointId, Instant recordedAt) {}

  default void runPublished(RunDraft run, Instant recordedAt) {}

  default void datasetPublished(DatasetLoad load, Instant recordedAt) {}
}
