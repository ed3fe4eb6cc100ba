package io.gpuledger.streaming.cluster;

import java.util.List;

/**
 * A rewind to the beginning would supersede additive rows whose records Kafka no longer holds:
 * nothing could bring them back.
 */
public final class ReplayGoneException extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayGoneException(String job, List<String> beginnings) {
    super(
        ("job %s: no checkpoint is left, and Kafka no longer holds the beginning of %s; a rewind"
                + " would lose what came before for ever. Restore a backup of the Flink state, or"
                + " run: %s --accept-loss")
            .formatted(job, String.join(", ", beginnings), StaleCheckpointException.command(job)));
  }
}
