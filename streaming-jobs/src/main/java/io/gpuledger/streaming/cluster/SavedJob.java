package io.gpuledger.streaming.cluster;

/**
 * A job that was stopped with a savepoint.
 *
 * @param checkpointId id of the savepoint, in the sequence of the generation's checkpoints
 * @param path the savepoint's folder, without a scheme
 */
public record SavedJob(String name, int generation, long checkpointId, String path) {}
