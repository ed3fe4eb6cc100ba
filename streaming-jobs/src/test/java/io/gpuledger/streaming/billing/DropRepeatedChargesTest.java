package io.gpuledger.streaming.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DropRepeatedChargesTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @BeforeEach
  void emptyLedger() {
    FakeStoredRows.reset();
  }

  @Test
  void a_repeated_block_is_dropped_as_a_whole() throws Exception {
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(block("d", 1, 2, 3), 0);
      harness.processElement(block("d", 1, 2, 3), 0);

      assertThat(rows(harness)).containsExactly(1L, 2L, 3L);
      assertThat(FakeStoredRows.ASKED).containsExactly("d");
    }
  }

  @Test
  void of_an_overlapping_block_only_the_new_rows_pass_with_their_own_bytes() throws Exception {
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(block("d", 2, 4), 0);
      harness.processElement(block("d", 1, 2, 3, 4, 5), 0);

      ChargeRows passed = harness.extractOutputValues().get(1);
      assertThat(passed.rowNos()).containsExactly(1, 3, 5);
      for (int row = 0; row < 3; row++) {
        assertThat(passed.rows()[passed.start(row)]).isEqualTo((byte) passed.rowNos()[row]);
        assertThat(passed.length(row)).isEqualTo((int) passed.rowNos()[row]);
      }
    }
  }

  @Test
  void deliveries_do_not_disturb_each_other() throws Exception {
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(block("d", 1), 0);
      harness.processElement(block("e", 1), 0);

      assertThat(rows(harness)).containsExactly(1L, 1L);
    }
  }

  @Test
  void any_order_and_any_repetition_of_any_rows_passes_each_once() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (var harness = harness(1)) {
      harness.open();
      for (int i = 0; i < 300; i++) {
        long start = random.nextInt(3) * (1L << 32) + random.nextInt(9_000);
        harness.processElement(
            block("d", LongStream.range(0, 40).map(n -> start + 3 * n).toArray()), 0);
      }
      List<Long> passed = rows(harness);
      assertThat(passed).doesNotHaveDuplicates().hasSizeGreaterThan(5_000);
    }
  }

  @Test
  void rows_that_the_ledger_holds_already_are_dropped_when_state_is_lost() throws Exception {
    FakeStoredRows.CHARGES.addAll(List.of(1L, 3L, (5L << 32) + 1));
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(block("d", 1, 2, 3, 4), 0);
      harness.processElement(block("d", (5L << 32) + 1, (5L << 32) + 2), 0);

      assertThat(rows(harness)).containsExactly(2L, 4L, (5L << 32) + 2);
      assertThat(FakeStoredRows.ASKED).containsExactly("d");
    }
  }

  @Test
  void a_restored_state_is_trusted_in_its_generation_and_completed_in_the_next() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(block("d", 1, 2), 0);
      state = harness.snapshot(1, 1);
    }
    FakeStoredRows.reset();
    FakeStoredRows.CHARGES.addAll(List.of(1L, 2L, 3L));
    try (var harness = harness(1)) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(block("d", 2, 3), 0);
      assertThat(rows(harness)).as("same generation").containsExactly(3L);
      assertThat(FakeStoredRows.ASKED).isEmpty();
    }
    try (var harness = harness(2)) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(block("d", 1, 2, 3, 4), 0);
      assertThat(rows(harness)).as("next generation").containsExactly(4L);
      assertThat(FakeStoredRows.ASKED).containsExactly("d");
    }
  }

  @Test
  void when_state_has_expired_the_ledger_is_asked_again() throws Exception {
    try (var harness = harness(1)) {
      harness.open();
      harness.setStateTtlProcessingTime(0);
      harness.processElement(block("d", 1), 0);
      FakeStoredRows.CHARGES.add(1L);
      harness.setStateTtlProcessingTime(WEEK.toMillis() + 1);
      harness.processElement(block("d", 1, 2), 0);

      assertThat(rows(harness)).containsExactly(1L, 2L);
      assertThat(FakeStoredRows.ASKED).containsExactly("d", "d");
    }
  }

  @Test
  void a_record_that_cannot_be_read_becomes_a_reject() throws Exception {
    try (var harness = harness(1)) {
      harness.open();
      harness.processElement(
          new ChargeRows(
              "d", "", 0, new long[0], new int[0], new byte[0], 0, 7, "charges:0:7: bad"),
          9);

      assertThat(rows(harness)).isEmpty();
      assertThat(harness.getSideOutput(DropRepeatedCharges.UNREADABLE))
          .singleElement()
          .satisfies(each -> assertThat(each.getValue().message()).contains("charges:0:7"));
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ChargeRows, ChargeRows> harness(
      int generation) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new DropRepeatedCharges(generation, new FakeStoredRows(), WEEK)),
        ChargeRows::deliveryId,
        Types.STRING);
  }

  /** Rows whose bytes are their number, as often as it says, at most 100 times. */
  private static ChargeRows block(String delivery, long... rowNos) {
    int[] ends = new int[rowNos.length];
    int length = 0;
    for (int i = 0; i < rowNos.length; i++) {
      length += (int) (rowNos[i] % 100);
      ends[i] = length;
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < rowNos.length; i++) {
      java.util.Arrays.fill(bytes, i == 0 ? 0 : ends[i - 1], ends[i], (byte) rowNos[i]);
    }
    return new ChargeRows(delivery, "s", 202609, rowNos, ends, bytes, 0, 1, "");
  }

  private static List<Long> rows(
      KeyedOneInputStreamOperatorTestHarness<String, ChargeRows, ChargeRows> harness) {
    List<Long> rows = new ArrayList<>();
    for (ChargeRows block : harness.extractOutputValues()) {
      LongStream.of(block.rowNos()).forEach(rows::add);
    }
    return rows;
  }
}
