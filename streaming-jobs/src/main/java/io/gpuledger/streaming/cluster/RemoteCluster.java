package io.gpuledger.streaming.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink session cluster elsewhere, reached by its REST address. */
public final class RemoteCluster implements FlinkCluster {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteCluster.class);

  private final RestClusterClient<StandaloneClusterId> client;
  private final Options options;

  private RemoteCluster(RestClusterClient<StandaloneClusterId> client, Options options) {
    this.client = client;
    this.options = options;
  }

  /**
   * Where the cluster is and what it shares with us.
   *
   * @param restAddress host and port of the REST endpoint
   * @param checkpointDirectory a URI that the cluster and this process can read
   * @param checkpointInterval time between checkpoints, 10 s unless configured
   * @param jars the product's jars, sent with each job
   */
  public record Options(
      URI restAddress, String checkpointDirectory, Duration checkpointInterval, List<Path> jars) {
    public Options {
      jars = List.copyOf(jars);
    }
  }

  /**
   * A client of the cluster; nothing is sent yet.
   *
   * @throws ClusterException if the address cannot be used
   */
  public static RemoteCluster at(Options options) throws ClusterException {
    Configuration settings = new Configuration();
    settings.set(RestOptions.ADDRESS, options.restAddress().getHost());
    settings.set(RestOptions.PORT, options.restAddress().getPort());
    try {
      return new RemoteCluster(
          new RestClusterClient<>(settings, StandaloneClusterId.getInstance()), options);
    } catch (Exception failed) {
      throw new ClusterException(
          "no client for Flink at " + options.restAddress() + ": " + failed.getMessage(), failed);
    }
  }

  @Override
  public URI restAddress() {
    return options.restAddress();
  }

  @Override
  public String checkpointDirectory() {
    return options.checkpointDirectory();
  }

  @Override
  public Duration checkpointInterval() {
    return options.checkpointInterval();
  }

  @Override
  public JobID submit(StreamGraph job) throws ClusterException {
    JobGraph graph = job.getJobGraph();
    for (Path jar : options.jars()) {
      graph.addJar(new org.apache.flink.core.fs.Path(jar.toUri()));
    }
    return Answers.of(client.submitJob(graph), "submit a job");
  }

  @Override
  public JobStatus status(JobID job) throws ClusterException {
    return Answers.of(client.getJobStatus(job), "tell a job's status");
  }

  @Override
  public void cancel(JobID job) throws ClusterException {
    if (status(job).isGloballyTerminalState()) {
      return;
    }
    Answers.of(client.cancel(job), "cancel a job");
    Answers.of(client.requestJobResult(job), "wait for a job's end");
  }

  /** Lets go of the cluster; its jobs run on. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (RuntimeException failed) {
      LOG.warn("the client of Flink at {} did not close cleanly", options.restAddress(), failed);
    }
  }
}
