package io.gpuledger.streaming.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this process, with its REST endpoint and web screens. */
public final class LocalCluster implements FlinkCluster {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  /** Most time to write a savepoint, and to commit what it covers. */
  private static final Duration SAVEPOINT_MAX = Duration.ofMinutes(10);

  private static final Duration STATUS_WAIT = Duration.ofMillis(20);

  private final MiniCluster cluster;
  private final ClusterOptions options;

  private LocalCluster(MiniCluster cluster, ClusterOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /**
   * Starts the cluster.
   *
   * @throws ClusterException if it does not come up, for instance because the port is taken
   */
  public static LocalCluster start(ClusterOptions options) throws ClusterException {
    try {
      Path temporary = Files.createDirectories(options.directory().resolve("tmp"));
      Configuration settings = settings(options, temporary);
      MiniCluster cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(settings)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(options.slots())
                  .build());
      cluster.start();
      return new LocalCluster(cluster, options);
    } catch (Exception failed) {
      throw new ClusterException("Flink did not start: " + failed.getMessage(), failed);
    }
  }

  @Override
  public URI restAddress() {
    return cluster.getRestAddress().join();
  }

  @Override
  public String checkpointDirectory() {
    return options.directory().resolve("checkpoints").toUri().toString();
  }

  @Override
  public Duration checkpointInterval() {
    return options.checkpointInterval();
  }

  @Override
  public JobID submit(StreamGraph job) throws ClusterException {
    JobID id = Answers.of(cluster.submitJob(job.getJobGraph()), "submit a job").getJobID();
    long deadline = System.nanoTime() + Answers.WAIT_MAX.toNanos();
    while (status(id) == JobStatus.INITIALIZING && System.nanoTime() < deadline) {
      LockSupport.parkNanos(STATUS_WAIT.toNanos());
    }
    if (status(id).isGloballyTerminalState()) {
      Throwable cause =
          Answers.of(cluster.requestJobResult(id), "tell why a job ended")
              .getSerializedThrowable()
              .map(Throwable.class::cast)
              .orElseGet(() -> new IllegalStateException("no cause was given"));
      throw new ClusterException("job " + job.getJobName() + " did not start", cause);
    }
    return id;
  }

  @Override
  public JobStatus status(JobID job) throws ClusterException {
    return Answers.of(cluster.getJobStatus(job), "tell a job's status");
  }

  @Override
  public void cancel(JobID job) throws ClusterException {
    if (status(job).isGloballyTerminalState()) {
      return;
    }
    Answers.of(cluster.cancelJob(job), "cancel a job");
    Answers.of(cluster.requestJobResult(job), "wait for a job's end");
  }

  @Override
  public String stopWithSavepoint(JobID job, String directory) throws ClusterException {
    String savepoint =
        Answers.of(
            cluster.stopWithSavepoint(job, directory, false, SavepointFormatType.NATIVE),
            "Flink",
            "stop a job with a savepoint",
            SAVEPOINT_MAX);
    // Whatever the savepoint covers is committed before the job's last task ends.
    Answers.of(
        cluster.requestJobResult(job), "Flink", "commit what a savepoint covers", SAVEPOINT_MAX);
    return savepoint;
  }

  /** Stops jobs and cluster; checkpoints stay. */
  @Override
  public void close() {
    try {
      for (JobStatusMessage job : Answers.of(cluster.listJobs(), "list its jobs")) {
        cancel(job.getJobId());
      }
    } catch (ClusterException failed) {
      LOG.warn("jobs are stopped with the cluster: {}", failed.getMessage());
    }
    try {
      cluster.close();
    } catch (Exception failed) {
      LOG.warn("Flink did not stop cleanly", failed);
    }
  }

  private static Configuration settings(ClusterOptions options, Path temporary) throws IOException {
    Configuration settings = new Configuration();
    settings.setString("rest.address", "127.0.0.1");
    settings.setString("rest.bind-address", "127.0.0.1");
    settings.setString("rest.port", Integer.toString(options.restPort()));
    settings.setString("rest.bind-port", Integer.toString(options.restPort()));
    settings.setString("web.submit.enable", "false");
    settings.setString("web.cancel.enable", "false");
    settings.setString("web.tmpdir", temporary.toString());
    settings.setString("io.tmp.dirs", temporary.toString());
    settings.setString("taskmanager.memory.network.min", "48m");
    settings.setString("taskmanager.memory.network.max", "48m");
    settings.setString("taskmanager.memory.managed.size", "64m");
    // One budget for all RocksDB instances of the process, instead of one a slot.
    settings.setString("state.backend.rocksdb.memory.fixed-per-tm", "128m");
    settings.setString("jobmanager.execution.failover-strategy", "region");
    settings.setString("heartbeat.timeout", "180000");
    return settings;
  }
}
