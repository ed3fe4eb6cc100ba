package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.streaming.cluster.Rewind;
import io.gpuledger.streaming.cluster.RunningJob;
import io.gpuledger.streaming.cluster.StaleCheckpointException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A billing job whose checkpoints are older than the ledger, or lost. */
@Tag("live")
class RewindTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void an_older_checkpoint_is_refused_and_a_rewind_replays_to_exact_totals(@TempDir Path directory)
      throws Exception {
    TestDelivery first = new TestDelivery("first", 2_200);
    TestDelivery second = new TestDelivery("second", 3_100);
    TestDelivery third = new TestDelivery("third", 1_000);
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      RunningJob job = pipeline.launcher().launch(LedgerPipeline.BILLING);
      first.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(first));
      pipeline.launcher().stop(job);
      Path checkpoints = directory.resolve("flink/checkpoints");
      Path older = directory.resolve("older");
      StateFolder.copy(checkpoints, older);

      job = pipeline.launcher().launch(LedgerPipeline.BILLING);
      assertThat(job.restoredCheckpointId()).isPositive();
      second.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(second));
      pipeline.launcher().stop(job);
      StateFolder.delete(checkpoints);
      StateFolder.copy(older, checkpoints);

      assertThatThrownBy(() -> pipeline.launcher().launch(LedgerPipeline.BILLING))
          .isInstanceOf(StaleCheckpointException.class)
          .hasMessageContaining("gpuledger rewind --job billing");
      Rewind rewind = new Rewind(pipeline.launcher());
      job = rewind.rewind(LedgerPipeline.BILLING);
      assertThat(job.generation()).isEqualTo(2);
      assertThat(job.restoredCheckpointId()).isPositive();
      third.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(third));
      assertExact(pipeline, List.of(first, second, third));

      pipeline.launcher().stop(job);
      StateFolder.delete(checkpoints);
      assertThatThrownBy(() -> pipeline.launcher().launch(LedgerPipeline.BILLING))
          .isInstanceOf(StaleCheckpointException.class)
          .hasMessageContaining("missing");
      job = rewind.rewind(LedgerPipeline.BILLING);
      assertThat(job.restoredCheckpointId()).isZero();
      TestDelivery fourth = new TestDelivery("fourth", 1_500);
      fourth.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(fourth));
      assertExact(pipeline, List.of(first, second, third, fourth));
    }
  }

  @Test
  void a_replay_after_more_inserts_than_the_engine_remembers_changes_nothing(
      @TempDir Path directory) throws Exception {
    TestDelivery old = new TestDelivery("old", 1_700);
    TestDelivery later = new TestDelivery("later", 1_100);
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory)) {
      pipeline.rememberInserts(1, "charges", "rejects", "sink_commits");
      RunningJob job = pipeline.launcher().launch(LedgerPipeline.BILLING);
      old.send(pipeline.producer());
      later.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(old) && pipeline.isPublished(later));
      pipeline.launcher().stop(job);
      StateFolder.delete(directory.resolve("flink/checkpoints"));

      new Rewind(pipeline.launcher()).rewind(LedgerPipeline.BILLING);
      TestDelivery last = new TestDelivery("last", 300);
      last.send(pipeline.producer());
      LedgerPipeline.await(LIMIT, () -> pipeline.isPublished(last));

      assertExact(pipeline, List.of(old, later, last));
    }
  }

  private static void assertExact(LedgerPipeline pipeline, List<TestDelivery> deliveries) {
    for (TestDelivery delivery : deliveries) {
      assertThat(pipeline.truthOf(delivery)).isEqualTo(LedgerPipeline.expectedOf(delivery));
    }
    assertThat(pipeline.ask("SELECT count() FROM deliveries"))
        .isEqualTo(Integer.toString(deliveries.size()));
    assertThat(pipeline.ask("SELECT uniqExact(recorded_at) FROM deliveries"))
        .isEqualTo(Integer.toString(deliveries.size()));
  }
}
