package io.gpuledger.streaming.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.GuardGates;
import io.gpuledger.ingest.wire.HolderSeen;
import io.gpuledger.ingest.wire.HourlyRate;
import io.gpuledger.ingest.wire.HourlyRates;
import io.gpuledger.ingest.wire.OwnershipRule;
import io.gpuledger.ingest.wire.OwnershipRules;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Unscaled;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.scrape.NodeRecord;
import io.gpuledger.streaming.telemetry.TestScrape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holders by themselves: from scrapes to what the topic says. A device costs 2.40 an hour. */
class HolderGuardTest {
  private static final ControlRecord RATES =
      record(
          "rates/all",
          Control.newBuilder()
              .setRates(
                  HourlyRates.newBuilder()
                      .addRates(
                          HourlyRate.newBuilder()
                              .setDeviceModel(TestScrape.MODEL)
                              .setCurrency("USD")
                              .setPerDeviceHour(Unscaled.toBytes(Amount.parse("2.40"))))));
  private static final ControlRecord OWNERS =
      record(
          "ownership/all",
          Control.newBuilder()
              .setOwnership(
                  OwnershipRules.newBuilder()
                      .addRules(
                          OwnershipRule.newBuilder()
                              .setName("all")
                              .setMatch("")
                              .setTeam("search"))));

  @Test
  void a_job_above_the_gate_is_told_once_with_what_it_costs_and_when_it_gives_its_gpus_back()
      throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      scrapes.add(TestScrape.of("n1", 1, at(i)));
    }
    SampleBatch.Builder free = TestScrape.of("n1", 1, at(4)).toBuilder();
    free.getSamplesBuilder(0).clearHolders().setMemoryUsedBytes(0).setBusyRatio(0);
    scrapes.add(free.build());

    List<HolderSeen> told =
        seen(guarded(increments(List.of(RATES, OWNERS, gates("2.40")), scrapes), null));

    assertThat(told).extracting(HolderSeen::getEnded).containsExactly(false, true);
    HolderSeen first = told.get(0);
    assertThat(first.getGuard()).isEqualTo("runaway");
    assertThat(first.getHolder()).startsWith("pod:team-0/train-");
    assertThat(first.getTeam()).isEqualTo("search");
    assertThat(first.getNode()).isEqualTo("n1");
    assertThat(first.getCurrency()).isEqualTo("USD");
    assertThat(Unscaled.fromBytes(first.getBurnPerHour())).hasToString("2.4");
    assertThat(Unscaled.fromBytes(first.getSpent())).as("15 s").hasToString("0.01");
    assertThat(first.getSinceMicros()).isEqualTo(at(0) / 1_000);
    assertThat(first.getSevenths()).isEqualTo(7);
    assertThat(Unscaled.fromBytes(told.get(1).getBurnPerHour())).isEqualTo(Amount.ZERO);
    assertThat(Unscaled.fromBytes(told.get(1).getSpent())).hasToString("0.04");
  }

  @Test
  void below_the_gate_and_without_one_nothing_is_said() throws Exception {
    List<SampleBatch> scrapes =
        List.of(TestScrape.of("n1", 4, at(0)), TestScrape.of("n1", 4, at(1)));

    assertThat(seen(guarded(increments(List.of(RATES, gates("2.41")), scrapes), null))).isEmpty();
    assertThat(increments(List.of(RATES), scrapes)).isEmpty();
    ControlRecord gone =
        new ControlRecord("gates/all", Control.newBuilder().setVersion(2).build().toByteArray());
    assertThat(increments(List.of(RATES, gates("0.01"), gone), scrapes)).isEmpty();
  }

  @Test
  void a_kill_after_it_was_told_tells_it_no_second_time_and_a_day_of_silence_ends_it()
      throws Exception {
    List<HolderIncrement> increments =
        increments(List.of(RATES, gates("1")), List.of(byAda(0), byAda(1), byAda(2)));
    OperatorSubtaskState state;
    try (var harness = guard()) {
      harness.open();
      harness.setProcessingTime(1);
      harness.processElement(new StreamRecord<>(increments.get(0)));
      harness.processElement(new StreamRecord<>(increments.get(1)));
      assertThat(seen(harness.extractOutputValues())).hasSize(1);
      state = harness.snapshot(1, 1);
    }
    try (var harness = guard()) {
      harness.initializeState(state);
      harness.open();
      harness.setProcessingTime(2);
      harness.processElement(new StreamRecord<>(increments.get(2)));
      // Of a node that it left.
      String left = increments.get(0).key();
      harness.processElement(
          new StreamRecord<>(
              HolderIncrement.gone(left, "c1/n0", increments.get(0).gates(), at(2) / 1_000)));
      harness.setProcessingTime(Duration.ofHours(23).toMillis());
      assertThat(seen(harness.extractOutputValues()))
          .as("told again, so that who reads it knows that it is not left over")
          .isNotEmpty()
          .allSatisfy(
              again -> {
                assertThat(again.getEnded()).isFalse();
                assertThat(again.getUser()).isEqualTo("ada");
                assertThat(again.getToldAtMicros()).isPositive();
                assertThat(Unscaled.fromBytes(again.getBurnPerHour())).hasToString("2.4");
              });
      harness.getOutput().clear();

      harness.setProcessingTime(Duration.ofHours(26).toMillis());

      assertThat(seen(harness.extractOutputValues()))
          .singleElement()
          .satisfies(
              gone -> {
                assertThat(gone.getEnded()).isTrue();
                assertThat(gone.getHolder()).isEqualTo(increments.get(0).holder());
              });
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  private static SampleBatch byAda(int scrape) {
    SampleBatch.Builder batch = TestScrape.of("n1", 1, at(scrape)).toBuilder();
    batch.getSamplesBuilder(0).getHoldersBuilder(0).setUser("ada");
    return batch.build();
  }

  @Test
  void a_key_of_the_version_before_is_not_told_again_and_ends_after_a_day() throws Exception {
    List<HolderIncrement> increments =
        increments(List.of(RATES, gates("1")), List.of(byAda(0), byAda(1)));
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, HolderIncrement, CrossingRecord>(
            new KeyedProcessOperator<>(new HolderGuardFunction()),
            add -> add.key().substring(0, add.key().lastIndexOf('\n')),
            Types.STRING)) {
      harness.open();
      harness.setProcessingTime(1);
      for (HolderIncrement increment : increments) {
        harness.processElement(new StreamRecord<>(increment));
      }
      harness.getOutput().clear();

      harness.setProcessingTime(Duration.ofHours(23).toMillis());
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.setProcessingTime(Duration.ofHours(26).toMillis());

      assertThat(seen(harness.extractOutputValues()))
          .singleElement()
          .satisfies(
              gone -> {
                assertThat(gone.getEnded()).isTrue();
                assertThat(gone.getCluster()).isEmpty();
              });
    }
  }

  @Test
  void holders_of_equal_name_in_two_clusters_are_two() throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SampleBatch here = TestScrape.of("n1", 1, at(i));
      scrapes.add(here);
      scrapes.add(here.toBuilder().setCluster("other").build());
    }

    assertThat(seen(guarded(increments(List.of(RATES, gates("4.80")), scrapes), null)))
        .as("each burns 2.40")
        .isEmpty();
    List<CrossingRecord> told = guarded(increments(List.of(RATES, gates("2.40")), scrapes), null);
    assertThat(seen(told)).extracting(HolderSeen::getCluster).doesNotHaveDuplicates().hasSize(2);
    assertThat(told).extracting(CrossingRecord::key).doesNotHaveDuplicates();
  }

  @Test
  void a_holder_that_becomes_another_teams_is_over_for_the_one_before_with_the_next_scrape()
      throws Exception {
    ControlRecord other =
        new ControlRecord(
            "ownership/all",
            Control.newBuilder()
                .setVersion(2)
                .setOwnership(
                    OwnershipRules.newBuilder()
                        .addRules(
                            OwnershipRule.newBuilder()
                                .setName("all")
                                .setMatch("")
                                .setTeam("research")))
                .build()
                .toByteArray());

    List<HolderSeen> told =
        seen(guarded(changed(List.of(RATES, OWNERS, gates("2.40")), other, 3, 3), null));

    assertThat(told)
        .extracting(HolderSeen::getTeam, HolderSeen::getEnded)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("search", false),
            org.assertj.core.groups.Tuple.tuple("search", true),
            org.assertj.core.groups.Tuple.tuple("research", false));
    assertThat(told.get(1).getSeenAtMicros()).isEqualTo(at(3) / 1_000);
  }

  @Test
  void a_gate_that_leaves_the_configuration_ends_what_stands_with_the_next_scrape()
      throws Exception {
    ControlRecord gone =
        new ControlRecord("gates/all", Control.newBuilder().setVersion(2).build().toByteArray());

    List<HolderSeen> told =
        seen(guarded(changed(List.of(RATES, OWNERS, gates("2.40")), gone, 3, 2), null));

    assertThat(told).extracting(HolderSeen::getEnded).containsExactly(false, true);
  }

  /** Scrapes of a node before and after a control record comes. */
  private static List<HolderIncrement> changed(
      List<ControlRecord> control, ControlRecord change, int before, int after) throws Exception {
    try (KeyedTwoInputStreamOperatorTestHarness<String, NodeRecord, ControlRecord, SpendIncrement>
        harness = nodes(control)) {
      harness.open();
      for (int i = 0; i < before + after; i++) {
        if (i == before) {
          harness.processElement2(new StreamRecord<>(change));
        }
        harness.processElement1(
            new StreamRecord<>(TestScrape.record(TestScrape.of("n1", 1, at(i)))));
      }
      return harness.getSideOutput(NodeSpendFunction.HOLDERS).stream()
          .map(StreamRecord::getValue)
          .toList();
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, NodeRecord, ControlRecord, SpendIncrement>
      nodes(List<ControlRecord> control) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new NodeSpendFunction(control), List.of(NodeSpendFunction.CONTROL)),
        NodeRecord::nodeKey,
        null,
        Types.STRING);
  }

  @Test
  void gpus_held_idle_are_told_by_the_rules_of_telemetry() throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i <= 8; i++) {
      SampleBatch.Builder idle = TestScrape.of("n1", 1, at(i)).toBuilder();
      idle.getSamplesBuilder(0).setBusyRatio(0).setSmActiveRatio(0).setTensorActiveRatio(0);
      scrapes.add(idle.build());
    }
    ControlRecord gates =
        record(
            "gates/all",
            Control.newBuilder()
                .setGates(
                    GuardGates.newBuilder()
                        .setIdleCurrency("USD")
                        .setIdlePerHour(Unscaled.toBytes(Amount.parse("2")))
                        .setIdleForNanos(Duration.ofMinutes(1).toNanos())));

    List<HolderSeen> told = seen(guarded(increments(List.of(RATES, gates), scrapes), null));

    assertThat(told)
        .singleElement()
        .satisfies(
            idle -> {
              assertThat(idle.getGuard()).isEqualTo("idle");
              assertThat(idle.getEnded()).isFalse();
              assertThat(idle.getIdleSinceMicros()).isEqualTo(at(0) / 1_000);
              assertThat(idle.getSeenAtMicros()).isEqualTo(at(4) / 1_000);
            });
  }

  @Test
  void gpus_that_work_for_somebody_nobody_knows_are_no_holder() throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SampleBatch.Builder unlabelled = TestScrape.of("n1", 4, at(i)).toBuilder();
      unlabelled.getSamplesBuilderList().forEach(sample -> sample.clearHolders());
      scrapes.add(unlabelled.build());
    }

    assertThat(increments(List.of(RATES, gates("0.01")), scrapes)).isEmpty();
  }

  @Test
  void what_stands_when_its_gate_is_taken_away_ends_with_its_holder() throws Exception {
    GuardGates.Builder idle =
        GuardGates.newBuilder()
            .setIdleCurrency("USD")
            .setIdlePerHour(Unscaled.toBytes(Amount.parse("2")))
            .setIdleForNanos(Duration.ofHours(1).toNanos());
    ControlRecord idleOnly = record("gates/all", Control.newBuilder().setGates(idle));
    ControlRecord both =
        record(
            "gates/all",
            Control.newBuilder()
                .setGates(
                    idle.clone()
                        .setRunawayCurrency("USD")
                        .setRunawayPerHour(Unscaled.toBytes(Amount.parse("1")))));
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      scrapes.add(TestScrape.of("n1", 1, at(i)));
    }
    SampleBatch.Builder free = TestScrape.of("n1", 1, at(3)).toBuilder();
    free.getSamplesBuilder(0).clearHolders().setMemoryUsedBytes(0).setBusyRatio(0);
    scrapes.add(free.build());
    List<HolderIncrement> guarded = increments(List.of(RATES, both), scrapes);
    List<HolderIncrement> later = increments(List.of(RATES, idleOnly), scrapes);
    assertThat(later).hasSameSizeAs(guarded);

    List<HolderIncrement> all = new ArrayList<>(guarded.subList(0, 2));
    all.addAll(later.subList(2, later.size()));
    List<HolderSeen> told = seen(guarded(all, null));

    assertThat(told).extracting(HolderSeen::getGuard).containsExactly("runaway", "runaway");
    assertThat(told).extracting(HolderSeen::getEnded).containsExactly(false, true);
  }

  private static long at(int scrape) {
    return TestScrape.START + scrape * TestScrape.CADENCE;
  }

  private static ControlRecord gates(String runaway) {
    return record(
        "gates/all",
        Control.newBuilder()
            .setGates(
                GuardGates.newBuilder()
                    .setRunawayCurrency("USD")
                    .setRunawayPerHour(Unscaled.toBytes(Amount.parse(runaway)))));
  }

  private static ControlRecord record(String key, Control.Builder control) {
    return new ControlRecord(key, control.setVersion(1).build().toByteArray());
  }

  private static List<HolderIncrement> increments(
      List<ControlRecord> control, List<SampleBatch> scrapes) throws Exception {
    try (KeyedTwoInputStreamOperatorTestHarness<String, NodeRecord, ControlRecord, SpendIncrement>
        harness = nodes(control)) {
      harness.open();
      for (SampleBatch scrape : scrapes) {
        harness.processElement1(new StreamRecord<>(TestScrape.record(scrape)));
      }
      @Nullable Queue<StreamRecord<HolderIncrement>> side =
          harness.getSideOutput(NodeSpendFunction.HOLDERS);
      return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, HolderIncrement, CrossingRecord>
      guard() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new HolderGuardFunction()), HolderIncrement::key, Types.STRING);
  }

  private static List<CrossingRecord> guarded(
      List<HolderIncrement> increments, @Nullable OperatorSubtaskState state) throws Exception {
    try (var harness = guard()) {
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
      for (HolderIncrement increment : increments) {
        harness.processElement(new StreamRecord<>(increment));
      }
      return harness.extractOutputValues();
    }
  }

  private static List<HolderSeen> seen(List<CrossingRecord> records) throws Exception {
    List<HolderSeen> seen = new ArrayList<>();
    for (CrossingRecord record : records) {
      assertThat(record.key()).startsWith("holder/");
      seen.add(CrossingSeen.parseFrom(record.value()).getHolder());
    }
    return seen;
  }
}
