package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolOperatorTest {
  @TempDir Path directory;

  @Test
  void a_block_carries_the_id_of_the_checkpoint_whose_barrier_follows_its_rows() throws Exception {
    try (var harness = harness(1_000)) {
      harness.open();
      harness.processElement(new Sample(202609, 1), 0);
      harness.prepareSnapshotPreBarrier(7);
      harness.snapshot(7, 0);
      harness.processElement(new Sample(202609, 2), 0);
      // Checkpoints 8 to 11 never reached this subtask.
      harness.prepareSnapshotPreBarrier(12);

      List<SpooledBlock> blocks = harness.extractOutputValues();
      assertThat(blocks).extracting(SpooledBlock::checkpointId).containsExactly(7L, 12L);
      assertThat(rowsOf(blocks.get(0)))
          .containsExactly(Map.of("row_no", "1", "generation", "3", "checkpoint", "7"));
      assertThat(rowsOf(blocks.get(1)))
          .containsExactly(Map.of("row_no", "2", "generation", "3", "checkpoint", "12"));
    }
  }

  @Test
  void the_checkpoint_that_a_restored_subtask_begins_with_covers_only_later_rows()
      throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(1_000)) {
      harness.open();
      harness.processElement(new Sample(202609, 1), 0);
      harness.prepareSnapshotPreBarrier(5);
      state = harness.snapshot(5, 0);
    }
    try (var harness = harness(1_000)) {
      harness.setRestoredCheckpointId(5);
      harness.initializeState(state);
      harness.open();
      harness.processElement(new Sample(202609, 2), 0);
      harness.endInput();

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(block -> assertThat(block.checkpointId()).isEqualTo(6));
    }
  }

  @Test
  void a_block_holds_one_month_and_at_most_the_limit_of_rows() throws Exception {
    try (var harness = harness(10)) {
      harness.open();
      for (int i = 0; i < 25; i++) {
        harness.processElement(new Sample(202609 + i % 2, i), 0);
      }
      harness.prepareSnapshotPreBarrier(1);

      List<SpooledBlock> blocks = harness.extractOutputValues();
      assertThat(blocks)
          .extracting(SpooledBlock::month, SpooledBlock::rows)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(202609, 10L),
              org.assertj.core.groups.Tuple.tuple(202609, 3L),
              org.assertj.core.groups.Tuple.tuple(202610, 10L),
              org.assertj.core.groups.Tuple.tuple(202610, 2L));
      assertThat(blocks).extracting(SpooledBlock::token).doesNotHaveDuplicates();
    }
  }

  @Test
  void more_months_than_may_be_open_close_early_and_lose_nothing() throws Exception {
    try (var harness = harness(1_000)) {
      harness.open();
      int months = SpoolOperator.OPEN_MONTHS_MAX + 6;
      for (int i = 0; i < 2 * months; i++) {
        harness.processElement(new Sample(202001 + 100 * (i % months), i), 0);
      }
      harness.prepareSnapshotPreBarrier(1);

      assertThat(harness.extractOutputValues().stream().mapToLong(SpooledBlock::rows).sum())
          .isEqualTo(2L * months);
    }
  }

  @Test
  void an_idle_stream_writes_nothing() throws Exception {
    try (var harness = harness(10)) {
      harness.open();
      harness.prepareSnapshotPreBarrier(1);

      assertThat(harness.extractOutputValues()).isEmpty();
      try (var files = Files.list(directory)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void a_failed_attempt_leaves_only_the_files_that_a_checkpoint_may_refer_to() throws Exception {
    List<SpooledBlock> referred;
    try (var harness = harness(2)) {
      harness.open();
      harness.processElement(new Sample(202609, 1), 0);
      harness.prepareSnapshotPreBarrier(1);
      referred = harness.extractOutputValues();
      // A full block, and one that is still open.
      for (int row = 2; row <= 4; row++) {
        harness.processElement(new Sample(202609, row), 0);
      }
      assertThat(files()).hasSize(3);
    }

    assertThat(files()).hasSize(1);
    assertThat(rowsOf(referred.get(0))).hasSize(1);
  }

  private List<Path> files() throws Exception {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private OneInputStreamOperatorTestHarness<Sample, SpooledBlock> harness(int blockRows)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new SpoolOperator<>(TestBlocks.settings(directory, blockRows), new SampleTable()));
  }

  private static List<Map<String, String>> rowsOf(SpooledBlock block) throws Exception {
    SpoolFile.verify(block);
    return TestBlocks.rowsOf(block);
  }
}
