package io.gpuledger.streaming.cluster;

import io.gpuledger.streaming.publish.Generation;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a job whose newest checkpoint is older than the ledger run again: the rows past the
 * checkpoint are superseded by a new generation, rollups are rebuilt, and the job replays from
 * Kafka.
 *
 * <p>Rows of {@code charges} and {@code rejects} need no superseding: they carry their own identity
 * and the billing job finds them in the ledger when a new generation begins.
 */
public final class Rewind {
  private static final Logger LOG = LoggerFactory.getLogger(Rewind.class);

  private final JobLauncher launcher;
  private final Runnable rollupRebuild;

  /**
   * A rewind.
   *
   * @param rollupRebuild rebuilds the current-only rollups from facts that are not superseded; it
   *     may be run again
   */
  public Rewind(JobLauncher launcher, Runnable rollupRebuild) {
    this.launcher = launcher;
    this.rollupRebuild = rollupRebuild;
  }

  /**
   * Rewinds a job that does not run and starts it.
   *
   * @return the job, running in its new generation
   */
  public RunningJob rewind(JobSpec job)
      throws IOException, ClusterException, StaleCheckpointException {
    Generation generation = launcher.rewind(job);
    LOG.info(
        "job {} is rewound to checkpoint {} of generation {}",
        job.name(),
        generation.restoredCheckpointId(),
        generation.restoredGeneration());
    if (generation.restoredCheckpointId() == 0) {
      LOG.warn(
          "job {} has no checkpoint left: what Kafka no longer holds of its additive facts is"
              + " superseded without being replayed",
          job.name());
    }
    rollupRebuild.run();
    return launcher.launch(job);
  }
}
