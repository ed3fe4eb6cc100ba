package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.cluster.ReplayGoneException;
import io.gpuledger.streaming.cluster.Rewind;
import io.gpuledger.streaming.cluster.RunningJob;
import io.gpuledger.streaming.cluster.StaleCheckpointException;
import io.gpuledger.streaming.publish.Generation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A telemetry job whose checkpoints are older than the ledger, or lost. Its rows are additive. */
@Tag("live")
class TelemetryRewindTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int FEW_INSERTS = 8;
  private static final String[] TABLES = {
    "gpu_samples",
    "gpu_usage",
    "gpu_usage_hourly",
    "gpu_usage_daily",
    "holders",
    "device_inventory",
    "late_samples",
    "sink_commits"
  };

  private final GeneratedStream stream = new GeneratedStream(3, 3, 4, 480);
  private final long third = stream.batches() / 3;

  /**
   * The engine remembers a few inserts a table: those that a stop may cut off between a checkpoint
   * and its record are sent again under their tokens. What a rewind replays has new tokens, so
   * deduplication saves none of it.
   */
  @Test
  void an_older_and_then_a_lost_checkpoint_are_refused_and_rewinds_replay_to_the_exact_truth(
      @TempDir Path directory) throws Exception {
    Path checkpoints = directory.resolve("flink/checkpoints");
    Path older = directory.resolve("older");
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      pipeline.rememberInserts(FEW_INSERTS, TABLES);
      RunningJob job = pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
      sendAndAwait(pipeline, 0, third);
      pipeline.launcher().stop(job);
      StateFolder.copy(checkpoints, older);
      job = pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
      assertThat(job.restoredCheckpointId()).isPositive();
      sendAndAwait(pipeline, third, 2 * third);
      pipeline.launcher().stop(job);
      StateFolder.delete(checkpoints);
      StateFolder.copy(older, checkpoints);

      assertThatThrownBy(() -> pipeline.launcher().launch(LedgerPipeline.TELEMETRY))
          .isInstanceOf(StaleCheckpointException.class)
          .hasMessageContaining("gpuledger rewind --job telemetry");
      Rewind rewind = new Rewind(pipeline.launcher());
      job = rewind.rewind(LedgerPipeline.TELEMETRY);
      assertThat(job.restoredCheckpointId()).isPositive();
      assertThat(pipeline.rollupRebuilds()).isEqualTo(1);
      stream.send(pipeline.producer(), 2 * third, Long.MAX_VALUE);
      assertExactAtEnd(pipeline);

      pipeline.launcher().stop(job);
      StateFolder.delete(checkpoints);
      assertThatThrownBy(() -> pipeline.launcher().launch(LedgerPipeline.TELEMETRY))
          .isInstanceOf(StaleCheckpointException.class)
          .hasMessageContaining("missing");
      job = rewind.rewind(LedgerPipeline.TELEMETRY);
      assertThat(job.restoredCheckpointId()).isZero();
      assertThat(job.generation()).isEqualTo(3);
      LedgerPipeline.await(LIMIT, () -> stream.isComplete(pipeline));
      assertThat(stream.stored(pipeline)).isEqualTo(stream.expected());
    }
  }

  @Test
  void a_record_that_cannot_be_read_stands_once_in_rejects_after_a_replay(@TempDir Path directory)
      throws Exception {
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      RunningJob job = pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
      pipeline.producer().sendTo(Topics.SAMPLES, "nobody", SampleBatch.getDefaultInstance());
      sendAndAwait(pipeline, 0, third);
      LedgerPipeline.await(LIMIT, () -> pipeline.ask("SELECT count() FROM rejects").equals("1"));
      pipeline.launcher().stop(job);
      StateFolder.delete(directory.resolve("flink/checkpoints"));

      job = new Rewind(pipeline.launcher()).rewind(LedgerPipeline.TELEMETRY);
      assertThat(job.restoredCheckpointId()).isZero();
      String samples = "SELECT count() FROM gpu_samples WHERE job_generation = ";
      LedgerPipeline.await(
          LIMIT, () -> pipeline.ask(samples + 2).equals(pipeline.ask(samples + 1)));
      awaitRecorded(pipeline, job.generation());

      assertThat(pipeline.ask("SELECT count(), any(file) LIKE 'samples:%' FROM rejects"))
          .isEqualTo("1\t1");
    }
  }

  /** Until every checkpoint that brought samples is recorded as committed in all its tables. */
  private static void awaitRecorded(LedgerPipeline pipeline, int generation) throws Exception {
    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline
                .ask(
                    "SELECT count() FROM gpu_samples WHERE job_generation = "
                        + generation
                        + " AND checkpoint_id NOT IN (SELECT checkpoint_id FROM sink_commits"
                        + " WHERE job = 'telemetry' AND job_generation = "
                        + generation
                        + ")")
                .equals("0"));
  }

  @Test
  void a_rewind_that_died_before_it_rebuilt_the_rollups_is_finished_by_the_next_launch(
      @TempDir Path directory) throws Exception {
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      RunningJob job = pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
      sendAndAwait(pipeline, 0, 2 * third);
      pipeline.launcher().stop(job);
      StateFolder.delete(directory.resolve("flink/checkpoints"));
      pipeline.publisher().publishGeneration(new Generation("telemetry", 2, 0, 0)).join();

      pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
      stream.send(pipeline.producer(), 2 * third, Long.MAX_VALUE);

      assertExactAtEnd(pipeline);
    }
  }

  @Test
  void a_rewind_to_what_kafka_no_longer_holds_is_refused_until_the_loss_is_accepted(
      @TempDir Path directory) throws Exception {
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      RunningJob job = pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
      sendAndAwait(pipeline, 0, third);
      pipeline.launcher().stop(job);
      StateFolder.delete(directory.resolve("flink/checkpoints"));
      deleteFirstRecords(pipeline);
      String before = totals(pipeline);

      Rewind rewind = new Rewind(pipeline.launcher());
      assertThatThrownBy(() -> rewind.rewind(LedgerPipeline.TELEMETRY))
          .isInstanceOf(ReplayGoneException.class)
          .hasMessageContaining("samples-")
          .hasMessageContaining("gpuledger rewind --job telemetry --accept-loss");
      assertThat(totals(pipeline)).isEqualTo(before);
      assertThat(pipeline.ask("SELECT max(job_generation) FROM job_generations")).isEqualTo("1");

      assertThat(rewind.rewindAcceptingLoss(LedgerPipeline.TELEMETRY).generation()).isEqualTo(2);
      assertThat(totals(pipeline)).isNotEqualTo(before);
    }
  }

  private void sendAndAwait(LedgerPipeline pipeline, long from, long to) throws Exception {
    stream.send(pipeline.producer(), from, to);
    String last = stream.lastInstant(from, to);
    // Published means committed in all tables, so that a stop does not cut off the commit of these.
    LedgerPipeline.await(
        LIMIT,
        () ->
            pipeline
                .ask(
                    "SELECT count() > 0 FROM gpu_samples WHERE at >= '"
                        + last
                        + "' AND (job_generation, checkpoint_id) IN"
                        + " (SELECT job_generation, checkpoint_id FROM published_checkpoints)")
                .equals("1"));
  }

  private void assertExactAtEnd(LedgerPipeline pipeline) throws Exception {
    stream.sendEnd(pipeline.producer());
    try {
      LedgerPipeline.await(LIMIT, () -> stream.isComplete(pipeline));
    } catch (AssertionError late) {
      // Which sums are wrong says more than that it took too long.
      assertThat(stream.stored(pipeline)).as(late.getMessage()).isEqualTo(stream.expected());
      throw late;
    }
    assertThat(stream.stored(pipeline)).isEqualTo(stream.expected());
  }

  private static String totals(LedgerPipeline pipeline) {
    return pipeline.ask("SELECT count(), sum(state_nanos) FROM current_gpu_usage");
  }

  private static void deleteFirstRecords(LedgerPipeline pipeline) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", pipeline.bootstrap()))) {
      Map<TopicPartition, RecordsToDelete> first = new HashMap<>();
      admin
          .describeTopics(java.util.List.of(Topics.SAMPLES))
          .allTopicNames()
          .get()
          .get(Topics.SAMPLES)
          .partitions()
          .forEach(
              partition ->
                  first.put(
                      new TopicPartition(Topics.SAMPLES, partition.partition()),
                      RecordsToDelete.beforeOffset(partition.partition() == 0 ? 1 : 0)));
      admin.deleteRecords(first).all().get();
    }
  }
}
