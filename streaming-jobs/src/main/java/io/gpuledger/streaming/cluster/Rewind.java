package io.gpuledger.streaming.cluster;

import io.gpuledger.streaming.publish.Generation;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a job whose newest checkpoint is older than the ledger run again: the rows past the
 * checkpoint are superseded by a new generation, and the job replays from Kafka. The launcher
 * rebuilds the rollups before the first row of the generation.
 *
 * <p>Rows of {@code charges} and {@code rejects} need no superseding: they carry their own identity
 * and the billing job finds them in the ledger when a new generation begins.
 */
public final class Rewind {
  private static final Logger LOG = LoggerFactory.getLogger(Rewind.class);

  private final JobLauncher launcher;

  public Rewind(JobLauncher launcher) {
    this.launcher = launcher;
  }

  /**
   * Rewinds a job that does not run and starts it.
   *
   * @return the job, running in its new generation
   * @throws ReplayGoneException if no checkpoint is left and Kafka no longer holds all records that
   *     the job's additive rows came from; nothing is changed then
   */
  public RunningJob rewind(JobSpec job)
      throws IOException, ClusterException, StaleCheckpointException, ReplayGoneException {
    launcher.refuseIfReplayIsGone(job);
    return rewindAcceptingLoss(job);
  }

  /** The same, whatever Kafka no longer holds: what it does not, is superseded for ever. */
  public RunningJob rewindAcceptingLoss(JobSpec job)
      throws IOException, ClusterException, StaleCheckpointException {
    Generation generation = launcher.rewind(job);
    LOG.info(
        "job {} is rewound to checkpoint {} of generation {}",
        job.name(),
        generation.restoredCheckpointId(),
        generation.restoredGeneration());
    return launcher.launch(job);
  }
}
