package io.gpuledger.streaming.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.reject.RejectRow;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DropRepeatedRejectsTest {
  @BeforeEach
  void emptyLedger() {
    FakeStoredRows.reset();
  }

  @Test
  void a_reject_passes_once_even_if_it_was_read_at_another_time_from_another_path()
      throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(reject("d", 7, "a.csv", 1), 0);
      harness.processElement(reject("d", 7, "copy of a.csv", 2), 0);
      harness.processElement(reject("d", 8, "a.csv", 1), 0);

      assertThat(harness.extractOutputValues())
          .extracting(RejectRow::rowNo)
          .containsExactly(7L, 8L);
    }
  }

  @Test
  void two_refused_lines_of_one_place_in_two_scrapes_are_two_and_a_replay_of_one_is_one()
      throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(reject("", 0, "node-1:9400", 1), 0);
      harness.processElement(reject("", 0, "node-2:9400", 1), 0);
      harness.processElement(reject("", 0, "node-1:9400", 2), 0);
      harness.processElement(reject("", 0, "node-1:9400", 2), 0);

      assertThat(harness.extractOutputValues()).hasSize(3);
    }
  }

  @Test
  void two_unreadable_records_of_a_delivery_are_two() throws Exception {
    try (var harness = harness()) {
      harness.open();
      for (long offset : new long[] {7, 8, 7}) {
        harness.processElement(
            new RejectRow(
                "s", "d", "", 0, "topic charges", offset, 3, "", "RECORD_UNREADABLE", "m", "", 1),
            0);
      }

      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void rejects_that_the_ledger_holds_are_dropped() throws Exception {
    FakeStoredRows.REJECTS.add(reject("d", 7, "a.csv", 1).identity());
    try (var harness = harness()) {
      harness.open();
      harness.processElement(reject("d", 7, "a.csv", 1), 0);

      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, RejectRow, RejectRow> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new DropRepeatedRejects(1, new FakeStoredRows(), Duration.ofDays(7))),
        RejectRow::deliveryId,
        Types.STRING);
  }

  private static RejectRow reject(String delivery, long rowNo, String file, long at) {
    return new RejectRow(
        "s", delivery, "set", rowNo, file, rowNo, 3, "BilledCost", "NOT_A_DECIMAL", "m", "raw", at);
  }
}
