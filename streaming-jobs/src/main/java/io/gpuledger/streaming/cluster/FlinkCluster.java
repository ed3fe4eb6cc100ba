package io.gpuledger.streaming.cluster;

import java.net.URI;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster that takes jobs: the one in this process or one elsewhere. */
public interface FlinkCluster extends AutoCloseable {
  /** The REST endpoint. */
  URI restAddress();

  /** Directory of checkpoints, as a URI of Flink's FileSystem. */
  String checkpointDirectory();

  /** Time between checkpoints. */
  Duration checkpointInterval();

  /** Hands a job over; it is accepted when this returns. */
  JobID submit(StreamGraph job) throws ClusterException;

  JobStatus status(JobID job) throws ClusterException;

  /** Ends a job and keeps its checkpoints; it has ended when this returns. */
  void cancel(JobID job) throws ClusterException;

  /**
   * Ends a job with a savepoint of its own files, wherever they are moved; what the savepoint
   * covers is committed and the job has ended when this returns. Where it fails, the job may run
   * on, or end later.
   *
   * @param directory under which the savepoint gets a folder, as a URI of Flink's FileSystem
   * @return where the savepoint lies
   */
  String stopWithSavepoint(JobID job, String directory) throws ClusterException;

  @Override
  void close();
}
