package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.budget.ControlPublisher;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.cluster.ClusterException;
import io.gpuledger.streaming.cluster.FlinkCluster;
import io.gpuledger.streaming.cluster.JobLauncher;
import io.gpuledger.streaming.cluster.JobSpec;
import io.gpuledger.streaming.cluster.LaunchSettings;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.job.BillingJob;
import io.gpuledger.streaming.job.SpendGuardJob;
import io.gpuledger.streaming.job.TelemetryJob;
import io.gpuledger.streaming.publish.Publisher;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The cluster and its jobs.
 *
 * @param cluster where the jobs run
 * @param launcher starts them where they stopped
 * @param jobs the jobs
 */
record JobParts(FlinkCluster cluster, JobLauncher launcher, RunningJobs jobs) {
  /** Makes the rollups of usage anew from the minutes. */
  private static final List<String> ROLLUP_REBUILD =
      List.of(
          "queries/gpu_usage_hourly_clear",
          "queries/gpu_usage_hourly_rebuild",
          "queries/gpu_usage_daily_clear",
          "queries/gpu_usage_daily_rebuild");

  /** Every job of the product, in the order of their start. */
  static final List<JobSpec> JOBS = jobs(Map.of());

  /** One subtask writes its state while the other goes on; more only cost memory on few cores. */
  private static final int PARALLELISM = Math.min(2, Runtime.getRuntime().availableProcessors());

  /**
   * Every job, told what holds from the first sample on: the topics of samples and of control
   * records are read side by side, so without it the first samples of a first start would find no
   * rules.
   */
  static List<JobSpec> jobs(Map<ControlPublisher.Key, Control> inForce) {
    List<ControlRecord> control =
        inForce.entrySet().stream()
            .map(
                entry ->
                    new ControlRecord(
                        Topics.controlKey(entry.getKey().kind(), entry.getKey().id()),
                        entry.getValue().toByteArray()))
            .toList();
    return List.of(
        new JobSpec(BillingJob.NAME, BillingJob.TABLES, BillingJob::build),
        new JobSpec(
            TelemetryJob.NAME,
            TelemetryJob.TABLES,
            TelemetryJob.ADDITIVE_TOPICS,
            (env, settings) -> TelemetryJob.build(env, settings, control)),
        new JobSpec(
            SpendGuardJob.NAME,
            List.of(),
            (env, settings) -> SpendGuardJob.build(env, settings, control)));
  }

  /** Starts a cluster and the given jobs on it. */
  static JobParts open(
      StorageParts storage,
      DataDirectory data,
      Publisher publisher,
      List<JobSpec> jobs,
      Closing closing,
      Consumer<String> progress) {
    return open(ClusterStart.begin(data), storage, data, publisher, jobs, closing, progress);
  }

  /** Starts the given jobs on a cluster as soon as it is there. */
  static JobParts open(
      ClusterStart start,
      StorageParts storage,
      DataDirectory data,
      Publisher publisher,
      List<JobSpec> jobs,
      Closing closing,
      Consumer<String> progress) {
    try {
      progress.accept("Flink cluster");
      FlinkCluster cluster = closing.add("cluster", start.take());
      JobLauncher launcher =
          new JobLauncher(
              cluster,
              new LaunchSettings(
                  storage.kafkaBootstrap(),
                  Map.of(),
                  storage.ledger(),
                  data.flink().resolve("spool").toUri().toString(),
                  PARALLELISM),
              publisher,
              () -> rebuildRollups(storage));
      RunningJobs running = new RunningJobs(launcher);
      for (JobSpec job : jobs) {
        progress.accept("job " + job.name());
        running.start(job);
        closing.add("job " + job.name(), () -> running.stop(job.name()));
      }
      running.refused().forEach(why -> progress.accept("REFUSED " + why));
      return new JobParts(cluster, launcher, running);
    } catch (ClusterException | IOException e) {
      throw new StartFailedException("Flink did not start: " + e.getMessage(), e);
    }
  }

  private static void rebuildRollups(StorageParts storage) {
    LedgerClient migrator = new LedgerClient(storage.migrator());
    ROLLUP_REBUILD.forEach(sql -> migrator.execute(SqlText.load(sql), Map.of()));
  }
}
