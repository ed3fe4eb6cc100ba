package io.gpuledger.streaming.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.HourlyRate;
import io.gpuledger.ingest.wire.HourlyRates;
import io.gpuledger.ingest.wire.Unscaled;
import io.gpuledger.streaming.telemetry.ControlRecord;
import io.gpuledger.streaming.telemetry.NodeRecord;
import io.gpuledger.streaming.telemetry.TestScrape;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SpendGuardTest {
  private static final ControlRecord RATES =
      new ControlRecord(
          "rates/all",
          Control.newBuilder()
              .setVersion(1)
              .setRates(
                  HourlyRates.newBuilder()
                      .addRates(
                          HourlyRate.newBuilder()
                              .setDeviceModel(TestScrape.MODEL)
                              .setCurrency("USD")
                              .setPerDeviceHour(Unscaled.toBytes(Amount.parse("2.40")))))
              .build()
              .toByteArray());

  /** Four devices for 15 s at 2.40 an hour are 0.04. */
  @Test
  void thresholds_are_crossed_at_the_exact_spend_and_once() throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.08", "")), 4);

    List<CrossingSeen> crossings = crossings(increments);
    assertThat(crossings).extracting(CrossingSeen::getThresholdPercent).containsExactly(50, 100);
    CrossingSeen first = crossings.get(0);
    assertThat(Unscaled.fromBytes(first.getSpent())).hasToString("0.04");
    assertThat(Unscaled.fromBytes(first.getBurnPerHour())).hasToString("9.6");
    assertThat(first.getPeriod()).isEqualTo("2026-11");
    assertThat(first.getKind()).isEqualTo("estimated");
    assertThat(first.getTopHolder()).startsWith("pod:team-0/train-");
    assertThat(first.getTopNode()).isEqualTo("n1");
    assertThat(first.getTopHolderSinceMicros()).isEqualTo(TestScrape.START / 1000);
  }

  @Test
  void one_jump_reports_all_thresholds_together() throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.01", "")), 2);

    assertThat(crossings(increments))
        .extracting(CrossingSeen::getThresholdPercent)
        .containsExactly(50, 100);
  }

  @Test
  void a_filter_counts_only_its_share_and_a_new_version_reports_anew() throws Exception {
    List<SpendIncrement> increments =
        new ArrayList<>(increments(List.of(RATES, budget(1, "0.02", "namespace:\"team-0\"")), 2));
    increments.addAll(increments(List.of(RATES, budget(2, "0.02", "namespace:\"team-0\"")), 2));

    List<CrossingSeen> crossings = crossings(increments);
    assertThat(crossings)
        .extracting(CrossingSeen::getBudgetVersion, CrossingSeen::getThresholdPercent)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 50),
            org.assertj.core.groups.Tuple.tuple(2L, 50),
            org.assertj.core.groups.Tuple.tuple(2L, 100));
  }

  @Test
  void a_model_without_a_rate_is_named_and_adds_nothing() throws Exception {
    List<SpendIncrement> increments = increments(List.of(budget(1, "0.01", "")), 4);

    assertThat(increments).isNotEmpty();
    assertThat(increments)
        .allMatch(increment -> increment.unpricedModels().equals(List.of(TestScrape.MODEL)));
    assertThat(crossings(increments)).isEmpty();
  }

  @Test
  void a_threshold_reported_before_a_failure_is_not_reported_after_it() throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.08", "")), 4);
    OperatorSubtaskState state;
    try (var harness = budgets()) {
      harness.open();
      harness.processElement(new StreamRecord<>(increments.get(0)));
      harness.processElement(new StreamRecord<>(increments.get(1)));
      assertThat(harness.extractOutputValues()).hasSize(1);
      state = harness.snapshot(1, 1);
    }
    try (var harness = budgets()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(new StreamRecord<>(increments.get(2)));
      harness.processElement(new StreamRecord<>(increments.get(3)));
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(record -> assertThat(record.key()).endsWith("/100/estimated"));
    }
  }

  private static ControlRecord budget(long version, String limit, String filter) {
    return new ControlRecord(
        "budget/b1",
        Control.newBuilder()
            .setVersion(version)
            .setBudget(
                BudgetWatch.newBuilder()
                    .setBudgetId("b1")
                    .setVersion(version)
                    .setFilter(filter)
                    .setCurrency("USD")
                    .setLimit(Unscaled.toBytes(Amount.parse(limit)))
                    .addThresholdPercents(50)
                    .addThresholdPercents(100))
            .build()
            .toByteArray());
  }

  private static List<SpendIncrement> increments(List<ControlRecord> control, int scrapes)
      throws Exception {
    try (KeyedTwoInputStreamOperatorTestHarness<String, NodeRecord, ControlRecord, SpendIncrement>
        harness =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                    new NodeSpendFunction(List.of()), List.of(NodeSpendFunction.CONTROL)),
                NodeRecord::nodeKey,
                null,
                Types.STRING)) {
      harness.open();
      for (ControlRecord record : control) {
        harness.processElement2(new StreamRecord<>(record));
      }
      for (int i = 0; i < scrapes; i++) {
        long at = TestScrape.START + i * TestScrape.CADENCE;
        NodeRecord record = TestScrape.record(TestScrape.of("n1", 4, at));
        harness.processElement1(new StreamRecord<>(record));
        harness.processElement1(new StreamRecord<>(record));
      }
      return harness.extractOutputValues();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SpendIncrement, CrossingRecord>
      budgets() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new BudgetSpendFunction()),
        SpendIncrement::budgetId,
        Types.STRING);
  }

  private static List<CrossingSeen> crossings(List<SpendIncrement> increments) throws Exception {
    try (var harness = budgets()) {
      harness.open();
      for (SpendIncrement increment : increments) {
        harness.processElement(new StreamRecord<>(increment));
      }
      List<CrossingSeen> crossings = new ArrayList<>();
      for (CrossingRecord record : harness.extractOutputValues()) {
        crossings.add(CrossingSeen.parseFrom(record.value()));
      }
      return crossings;
    }
  }
}
