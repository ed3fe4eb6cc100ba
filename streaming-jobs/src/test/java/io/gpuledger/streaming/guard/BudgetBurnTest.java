package io.gpuledger.streaming.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.budget.BurnBuckets;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.BurnSeen;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.HourlyRate;
import io.gpuledger.ingest.wire.HourlyRates;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Unscaled;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.scrape.NodeRecord;
import io.gpuledger.streaming.telemetry.TestScrape;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Three devices at 2.40 an hour are 7.20; a limit of 720 in November is 1 an hour. */
class BudgetBurnTest {
  private static final long FIVE_MINUTES = Duration.ofMinutes(5).toNanos();

  @Test
  void a_budget_that_burns_too_fast_is_told_once_over_a_kill_and_ends_when_nothing_is_left()
      throws Exception {
    List<SpendIncrement> increments = increments(7 * 12, 2);
    List<CrossingSeen> told = new ArrayList<>();
    OperatorSubtaskState state = null;
    long clock = 0;
    for (int from = 0; from < increments.size(); from += 11) {
      // Killed every eleven scrapes.
      try (var harness = budgets()) {
        if (state != null) {
          harness.initializeState(state);
        }
        harness.open();
        harness.setProcessingTime(clock);
        for (int i = from; i < Math.min(from + 11, increments.size()); i++) {
          harness.processElement(new StreamRecord<>(increments.get(i)));
          // The wall clock follows the scrapes, as it does where they are live.
          clock = Math.floorDiv(increments.get(i).atMicros(), 1_000L) + 15_000;
          harness.setProcessingTime(clock);
        }
        collect(harness.extractOutputValues(), told);
        state = harness.snapshot(from, from);
      }
    }

    List<CrossingSeen> standing =
        told.stream().filter(seen -> seen.getTooFastSinceMicros() != 0).toList();
    assertThat(standing.stream().map(CrossingSeen::getTooFastSinceMicros).distinct()).hasSize(1);
    CrossingSeen first = standing.get(0);
    assertThat(first.getBurnWindowsList()).allMatch(BurnSeen::getWhole);
    assertThat(first.getBurnWindows(0).getLengthNanos()).isEqualTo(Duration.ofHours(1).toNanos());
    assertThat(spent(first.getBurnWindows(0))).isEqualTo("7.2");
    assertThat(spent(first.getBurnWindows(1))).isEqualTo("43.2");
    assertThat(first.getTooFastSinceMicros())
        .isEqualTo(TestScrape.START / 1_000 + Duration.ofHours(6).toNanos() / 1_000);
    CrossingSeen last = told.get(told.size() - 1);
    assertThat(last.getTooFastSinceMicros()).as("given back a scrape ago").isNotZero();

    try (var harness = budgets()) {
      harness.initializeState(state);
      harness.open();
      harness.setProcessingTime(clock + Duration.ofMinutes(30).toMillis());
      assertThat(harness.extractOutputValues()).as("still above in the last hour").isEmpty();
      harness.setProcessingTime(clock + Duration.ofMinutes(50).toMillis());

      CrossingSeen over = CrossingSeen.parseFrom(only(harness.extractOutputValues()).value());
      assertThat(over.getTooFastSinceMicros()).isZero();
      assertThat(over.getKind()).isEqualTo("progress");
      assertThat(over.getToldAtMicros()).isGreaterThan(last.getToldAtMicros());
    }
  }

  @Test
  void a_window_is_not_whole_before_it_was_observed_so_long() throws Exception {
    List<CrossingSeen> told = new ArrayList<>();
    try (var harness = budgets()) {
      harness.open();
      for (SpendIncrement increment : increments(2 * 12, 0)) {
        harness.processElement(new StreamRecord<>(increment));
      }
      harness.setProcessingTime(BudgetSpendFunction.TOLD_EVERY.toMillis());
      collect(harness.extractOutputValues(), told);
    }

    CrossingSeen last = told.get(told.size() - 1);
    assertThat(last.getBurnWindowsList())
        .extracting(BurnSeen::getWhole)
        .containsExactly(true, false);
    assertThat(last.getTooFastSinceMicros()).isZero();
  }

  @Test
  void sums_are_kept_in_few_bytes_and_come_back_as_they_were() {
    TreeMap<Long, BigInteger> sums = new TreeMap<>();
    for (long bucket = 5_900_000; bucket < 5_900_074; bucket++) {
      // 10,000 devices at 100 an hour for five minutes.
      sums.put(bucket, new BigInteger("21000000000000000000000000000000000000"));
    }
    sums.put(5_900_080L, BigInteger.ZERO);
    sums.put(5_900_081L, BigInteger.valueOf(-1));
    BurnBuckets buckets = new BurnBuckets(sums);

    byte[] written = BurnBytes.write(buckets);

    assertThat(BurnBytes.read(written)).isEqualTo(buckets);
    assertThat(written).hasSizeLessThan(1_400);
    assertThat(BurnBytes.read(BurnBytes.write(BurnBuckets.NONE))).isEqualTo(BurnBuckets.NONE);
    BurnBuckets beyond = new BurnBuckets(new TreeMap<>(Map.of(1L, BigInteger.TWO.pow(3_000))));
    assertThatThrownBy(() -> BurnBytes.write(beyond)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String spent(BurnSeen window) {
    return Unscaled.fromBytes(window.getSpent()).toString();
  }

  private static void collect(List<CrossingRecord> records, List<CrossingSeen> into)
      throws Exception {
    for (CrossingRecord record : records) {
      CrossingSeen seen = CrossingSeen.parseFrom(record.value());
      if (seen.getKind().equals("progress")) {
        into.add(seen);
      }
    }
  }

  private static <T> T only(List<T> all) {
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** Scrapes of a node every five minutes; in the last ones nobody holds its devices. */
  private static List<SpendIncrement> increments(int held, int free) throws Exception {
    try (var harness =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, NodeRecord, ControlRecord, SpendIncrement>(
            new CoBroadcastWithKeyedOperator<>(
                new NodeSpendFunction(control()), List.of(NodeSpendFunction.CONTROL)),
            NodeRecord::nodeKey,
            null,
            Types.STRING)) {
      harness.open();
      for (int i = 0; i < held + free; i++) {
        SampleBatch.Builder batch =
            TestScrape.of("n1", 4, TestScrape.START + i * FIVE_MINUTES).toBuilder()
                .setCadenceNanos(FIVE_MINUTES);
        for (int device = 0; device < 4 && i >= held; device++) {
          batch.getSamplesBuilder(device).clearHolders();
        }
        harness.processElement1(new StreamRecord<>(TestScrape.record(batch.build())));
      }
      return harness.extractOutputValues();
    }
  }

  private static List<ControlRecord> control() {
    Control rates =
        Control.newBuilder()
            .setVersion(1)
            .setRates(
                HourlyRates.newBuilder()
                    .addRates(
                        HourlyRate.newBuilder()
                            .setDeviceModel(TestScrape.MODEL)
                            .setCurrency("USD")
                            .setPerDeviceHour(Unscaled.toBytes(Amount.parse("2.40")))))
            .build();
    Control gates =
        Control.newBuilder()
            .setVersion(1)
            .setGates(
                GuardGates.newBuilder()
                    .setBurnShortNanos(Duration.ofHours(1).toNanos())
                    .setBurnLongNanos(Duration.ofHours(6).toNanos())
                    .setBurnFactor("3")
                    .setBurnLeastCurrency("USD")
                    .setBurnLeast(Unscaled.toBytes(Amount.parse("40"))))
            .build();
    BudgetWatch watch =
        BudgetWatch.newBuilder()
            .setBudgetId("b1")
            .setVersion(1)
            .setFilter("namespace:\"team-0\",\"team-1\",\"team-2\",\"team-3\"")
            .setCurrency("USD")
            .setLimit(Unscaled.toBytes(Amount.parse("720")))
            .addThresholdPercents(100)
            .build();
    return List.of(
        new ControlRecord("rates/all", rates.toByteArray()),
        new ControlRecord("gates/all", gates.toByteArray()),
        new ControlRecord(
            "budget/b1",
            Control.newBuilder().setVersion(1).setBudget(watch).build().toByteArray()));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SpendIncrement, CrossingRecord>
      budgets() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new BudgetSpendFunction()),
        SpendIncrement::budgetId,
        Types.STRING);
  }
}
