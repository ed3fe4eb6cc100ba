package io.gpuledger.ingest.scrape;

import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.SampleBatch;

/** Where samples and refused readings go. Called by several threads. */
public interface SampleSink {
  /**
   * Takes a record of samples.
   *
   * @throws RuntimeException when it cannot; the samples are then missing, which shows as a gap
   */
  void accept(SampleBatch batch);

  /** Takes a refused line or value. */
  void reject(Reject reject);
}
