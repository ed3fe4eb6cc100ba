package io.gpuledger.streaming.cluster;

import io.gpuledger.streaming.job.JobSettings;
import io.gpuledger.streaming.publish.Generation;
import io.gpuledger.streaming.publish.Publisher;
import io.gpuledger.streaming.sink.SinkSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs where they stopped: builds a job, restores it from its newest complete checkpoint,
 * and refuses where the ledger holds rows of later checkpoints.
 */
public final class JobLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(JobLauncher.class);

  /** Between checkpoints while a source works off a backlog. */
  private static final Duration BACKLOG_INTERVAL = Duration.ofSeconds(10);

  private final FlinkCluster cluster;
  private final LaunchSettings settings;
  private final Publisher publisher;
  private final JobHistory history;
  private final Runnable rollupRebuild;

  /**
   * A launcher.
   *
   * @param rollupRebuild rebuilds the current-only rollups of additive jobs from facts that are not
   *     superseded; it may be run again
   */
  public JobLauncher(
      FlinkCluster cluster, LaunchSettings settings, Publisher publisher, Runnable rollupRebuild) {
    this.rollupRebuild = rollupRebuild;
    this.cluster = cluster;
    this.settings = settings;
    this.publisher = publisher;
    this.history = new JobHistory(settings.ledger());
  }

  /**
   * Starts a job, or goes on with it.
   *
   * @throws StaleCheckpointException if the ledger is ahead of the newest checkpoint
   * @throws IOException if checkpoints cannot be read
   */
  public RunningJob launch(JobSpec job)
      throws StaleCheckpointException, ClusterException, IOException {
    Generation generation = generation(job);
    Checkpoints own = checkpoints(job.name(), generation.generation());
    Optional<Checkpoints.Stored> newest = own.newest();
    long restorable = newest.map(Checkpoints.Stored::id).orElse(0L);
    long committed = history.lastCommitted(job, generation.generation());
    if (committed > restorable) {
      throw new StaleCheckpointException(job.name(), restorable, committed);
    }
    if (generation.generation() > 1 && committed == 0 && !job.additiveTopics().isEmpty()) {
      // Here and not when the generation is recorded: whoever did that may have died before this.
      rollupRebuild.run();
    }
    if (newest.isPresent()) {
      own.removeLaunchesOtherThan(newest.get());
    } else if (generation.restoredCheckpointId() > 0) {
      newest = inherited(job, generation);
    }
    return submit(job, generation, own, newest);
  }

  /** Ends a job; its checkpoints stay. */
  public void stop(RunningJob job) throws ClusterException {
    cluster.cancel(job.id());
  }

  /**
   * Ends a job with a savepoint, which the next launch goes on from. All rows that it covers are in
   * the ledger when this returns.
   */
  public SavedJob save(RunningJob job) throws ClusterException, IOException {
    Checkpoints own = checkpoints(job.name(), job.generation());
    String savepoint = cluster.stopWithSavepoint(job.id(), own.savepointDirectory());
    Checkpoints.Stored newest =
        own.newest().orElseThrow(() -> new IOException("job " + job.name() + " left no savepoint"));
    if (!newest.path().getName().equals(new Path(savepoint).getName())) {
      throw new IOException("job " + job.name() + " has a checkpoint after " + savepoint);
    }
    return new SavedJob(job.name(), job.generation(), newest.id(), newest.path().getPath());
  }

  /**
   * Begins a new generation of a stopped job at its newest complete checkpoint, or at nothing if
   * there is none. Rows of the generation before that lie past it are superseded.
   */
  Generation rewind(JobSpec job) throws IOException {
    Generation next = next(job);
    publisher.publishGeneration(next).join();
    return next;
  }

  /** Refuses where a new generation would begin at nothing and Kafka no longer begins there. */
  void refuseIfReplayIsGone(JobSpec job) throws IOException, ClusterException, ReplayGoneException {
    if (job.additiveTopics().isEmpty() || next(job).restoredCheckpointId() > 0) {
      return;
    }
    List<String> gone = new TopicBeginnings(settings).gone(job.additiveTopics());
    if (!gone.isEmpty()) {
      throw new ReplayGoneException(job.name(), gone);
    }
  }

  private Generation next(JobSpec job) throws IOException {
    Generation last = generation(job);
    Optional<Checkpoints.Stored> newest = checkpoints(job.name(), last.generation()).newest();
    if (newest.isPresent()) {
      return new Generation(
          job.name(), last.generation() + 1, last.generation(), newest.get().id());
    }
    // Nothing of this generation can be restored; what it was restored from may still be there.
    boolean inherited =
        last.restoredCheckpointId() > 0
            && checkpoints(job.name(), last.restoredGeneration())
                .find(last.restoredCheckpointId())
                .isPresent();
    return inherited
        ? new Generation(
            job.name(),
            last.generation() + 1,
            last.restoredGeneration(),
            last.restoredCheckpointId())
        : new Generation(job.name(), last.generation() + 1, 0, 0);
  }

  private Generation generation(JobSpec job) {
    return history
        .latestGeneration(job.name())
        .orElseGet(
            () -> {
              Generation first = Generation.first(job.name());
              publisher.publishGeneration(first).join();
              return first;
            });
  }

  private Optional<Checkpoints.Stored> inherited(JobSpec job, Generation generation)
      throws IOException, StaleCheckpointException {
    Optional<Checkpoints.Stored> found =
        checkpoints(job.name(), generation.restoredGeneration())
            .find(generation.restoredCheckpointId());
    if (found.isEmpty()) {
      throw new StaleCheckpointException(job.name(), 0, generation.restoredCheckpointId());
    }
    return found;
  }

  private Checkpoints checkpoints(String job, int generation) {
    return new Checkpoints(cluster.checkpointDirectory(), job, generation);
  }

  private RunningJob submit(
      JobSpec job, Generation generation, Checkpoints own, Optional<Checkpoints.Stored> restored)
      throws ClusterException {
    Configuration configuration = configuration(own.directory());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    job.wiring().build(env, jobSettings(job.name(), generation.generation()));
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(job.name());
    // Not claimed: the first own checkpoint is whole and refers to no file of the one restored.
    restored.ifPresent(
        checkpoint ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    checkpoint.path().toString(), false, RecoveryClaimMode.NO_CLAIM)));
    JobID id = cluster.submit(graph);
    long restoredId = restored.map(Checkpoints.Stored::id).orElse(0L);
    LOG.info(
        "job {} runs in generation {} from checkpoint {}",
        job.name(),
        generation.generation(),
        restoredId);
    return new RunningJob(job.name(), id, generation.generation(), restoredId);
  }

  private JobSettings jobSettings(String job, int generation) {
    return new JobSettings(
        settings.kafkaBootstrap(),
        settings.kafkaProperties(),
        settings.parallelism(),
        new SinkSettings(
            job,
            generation,
            UUID.randomUUID().toString(),
            settings.spoolDirectory(),
            settings.ledger().url(),
            settings.ledger().user(),
            settings.ledger().password(),
            SinkSettings.BLOCK_ROWS_LIMIT,
            SinkSettings.BLOCK_BYTES_LIMIT));
  }

  private Configuration configuration(String checkpointDirectory) {
    Configuration settings = new Configuration();
    settings.setString("execution.checkpointing.dir", checkpointDirectory);
    settings.setString("execution.checkpointing.storage", "filesystem");
    Duration interval = cluster.checkpointInterval();
    settings.setString("execution.checkpointing.interval", interval.toMillis() + " ms");
    settings.setString(
        "execution.checkpointing.interval-during-backlog",
        Math.max(interval.toMillis(), BACKLOG_INTERVAL.toMillis()) + " ms");
    // Where a backlog makes checkpoints long, some work is done between them all the same.
    settings.setString("execution.checkpointing.min-pause", "500 ms");
    settings.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    settings.setString("execution.checkpointing.incremental", "true");
    settings.setString("execution.checkpointing.num-retained", "3");
    settings.setString(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    // A commit that waits for the ledger holds checkpoints up; that is no failure of the job.
    settings.setString("execution.checkpointing.timeout", "1 h");
    settings.setString(
        "execution.checkpointing.tolerable-failed-checkpoints",
        Integer.toString(Integer.MAX_VALUE));
    settings.setString("state.backend.type", "rocksdb");
    // Small buffers, because all instances of a small machine share one small budget.
    settings.setString("state.backend.rocksdb.writebuffer.size", "8m");
    settings.setString("state.backend.rocksdb.options-factory", StateStoreOptions.class.getName());
    settings.setString("restart-strategy.type", "exponential-delay");
    settings.setString("restart-strategy.exponential-delay.initial-backoff", "200 ms");
    settings.setString("restart-strategy.exponential-delay.max-backoff", "30 s");
    // The number of attempts has no limit unless one is set.
    settings.setString("pipeline.generic-types", "false");
    settings.setString("pipeline.object-reuse", "true");
    return settings;
  }
}
