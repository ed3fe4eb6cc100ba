package io.gpuledger.streaming.cluster;

/**
 * The newest checkpoint of a job is older than what the ledger holds of it. Going on from there
 * would count rows twice, so a person has to say that the later rows are to be superseded.
 */
public final class StaleCheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  StaleCheckpointException(String job, long checkpointId, long committedId) {
    super(
        "job %s: the newest checkpoint is %s, but the ledger holds rows up to checkpoint %d; run: %s"
            .formatted(
                job,
                checkpointId == 0 ? "missing" : Long.toString(checkpointId),
                committedId,
                command(job)));
  }

  /** The command that mends it. */
  public static String command(String job) {
    return "gpuledger rewind --job " + job;
  }
}
