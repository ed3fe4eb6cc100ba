package io.gpuledger.streaming.publish;

/**
 * A generation of a job: a line of its history that begins at a checkpoint of an earlier one.
 *
 * @param generation from 1
 * @param restoredGeneration whose checkpoint it continues, 0 for none
 * @param restoredCheckpointId the checkpoint it continues, 0 for none
 */
public record Generation(
    String job, int generation, int restoredGeneration, long restoredCheckpointId) {
  /** The first generation of a job. */
  public static Generation first(String job) {
    return new Generation(job, 1, 0, 0);
  }
}
