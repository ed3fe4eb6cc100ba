package io.gpuledger.streaming.cluster;

import org.apache.flink.api.common.JobID;

/**
 * A job that was handed to the cluster.
 *
 * @param restoredCheckpointId the checkpoint it continues, 0 where it began from nothing
 */
public record RunningJob(String name, JobID id, int generation, long restoredCheckpointId) {}
