package io.gpuledger.streaming.telemetry;

import static io.gpuledger.streaming.telemetry.TestScrape.CADENCE;
import static io.gpuledger.streaming.telemetry.TestScrape.SECOND;
import static io.gpuledger.streaming.telemetry.TestScrape.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpuledger.cost.usage.NodeUsage;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.InventoryEntry;
import io.gpuledger.ingest.wire.OwnershipRule;
import io.gpuledger.ingest.wire.OwnershipRules;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.reject.RejectRow;
import io.gpuledger.streaming.scrape.NodeRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryOperatorTest {
  private static final int DEVICES = 4;
  private static final long STORED = 1_793_491_201_234L;
  private static final long HOUR = 3600 * SECOND;

  @Test
  void a_minute_comes_out_when_samples_have_passed_it() throws Exception {
    try (TelemetryHarness harness = opened()) {
      for (int i = 0; i <= 4; i++) {
        harness.scrape(TestScrape.of("n1", DEVICES, START + i * CADENCE));
      }
      assertThat(harness.stateNanos("")).isZero();
      harness.scrape(TestScrape.of("n1", DEVICES, START + 5 * CADENCE));

      assertThat(harness.stateNanos("")).isEqualTo(DEVICES * 60 * SECOND);
      assertThat(harness.sampleRows()).isEqualTo(6 * DEVICES);
      assertThat(harness.holders()).extracting(HolderRow::holderKey).hasSize(3);
      assertThat(harness.inventory()).hasSize(DEVICES);
    }
  }

  @Test
  void a_slice_that_is_cut_anew_under_its_number_is_in_inventory_at_once() throws Exception {
    try (TelemetryHarness harness = opened()) {
      harness.scrape(sliced("3g.40gb", START));
      harness.scrape(sliced("3g.40gb", START + CADENCE));
      harness.scrape(sliced("1g.10gb", START + 2 * CADENCE));
      // What comes late says how it was cut then, and not that it is so again.
      harness.scrape(sliced("3g.40gb", START + CADENCE + SECOND));
      harness.scrape(sliced("1g.10gb", START + 3 * CADENCE));
      harness.scrape(sliced("3g.40gb", START + 4 * CADENCE));

      assertThat(harness.inventory())
          .extracting(
              InventoryRow::migProfile,
              row -> row.lastSeenAtMicros() * 1_000L,
              InventoryRow::validFromMicros)
          .containsExactly(
              tuple("3g.40gb", START, START / 1_000),
              tuple("1g.10gb", START + 2 * CADENCE, START / 1_000),
              tuple("3g.40gb", START + 4 * CADENCE, START / 1_000));
    }
  }

  private static SampleBatch sliced(String profile, long at) {
    SampleBatch.Builder batch = TestScrape.of("n1", 1, at).toBuilder();
    batch.getSamplesBuilder(0).setGpuInstance("1").setMigProfile(profile);
    return batch.build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void disorder_repeats_and_failures_give_the_usage_of_one_clean_pass(long seed) throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (long at = START; at < START + 4 * HOUR; at += CADENCE) {
      scrapes.add(TestScrape.shared("n1", DEVICES, at));
    }
    Map<String, String> clean = usage(scrapes, new Random(seed), 0);

    Random random = new Random(seed);
    List<long[]> order = new ArrayList<>();
    for (int i = 0; i < scrapes.size(); i++) {
      long delay = random.nextInt(20) == 0 ? random.nextInt(470) : 0;
      order.add(new long[] {i, i + delay});
      if (random.nextInt(30) == 0) {
        order.add(new long[] {i, i + random.nextInt(470)});
      }
    }
    order.sort((a, b) -> Long.compare(a[1], b[1]));
    List<SampleBatch> shuffled =
        order.stream().map(position -> scrapes.get((int) position[0])).toList();

    assertThat(usage(shuffled, random, 100)).as("seed %d", seed).isEqualTo(clean);
  }

  /** Usage after all scrapes, with a failure and restore about every so many. */
  private static Map<String, String> usage(
      List<SampleBatch> scrapes, Random random, int failureEvery) throws Exception {
    TelemetryHarness harness = opened();
    for (SampleBatch scrape : scrapes) {
      harness.scrape(scrape);
      if (failureEvery > 0 && random.nextInt(failureEvery) == 0) {
        TelemetryHarness restored = harness.restored(harness.snapshot());
        harness.close();
        harness = restored;
      }
    }
    harness.scrape(TestScrape.of("n1", DEVICES, START + 4 * HOUR + 600 * SECOND));
    Map<String, String> usage = harness.usage();
    assertThat(harness.lateRows()).isZero();
    harness.close();
    return usage;
  }

  @Test
  void a_sample_later_than_two_hours_or_from_the_future_goes_to_late_samples() throws Exception {
    try (TelemetryHarness harness = opened()) {
      harness.scrape(TestScrape.of("n1", 1, START));
      harness.scrape(TestScrape.of("n1", 1, START - 2 * HOUR - 1));
      harness.scrape(
          TestScrape.of("n1", 1, START + HOUR).toBuilder().setPublishedAtNanos(START).build());

      assertThat(harness.lateRows()).isEqualTo(2);
      assertThat(harness.sampleRows()).isEqualTo(1);
    }
  }

  @Test
  void the_oldest_minute_that_a_late_sample_needs_still_knows_all_its_holders() throws Exception {
    SampleBatch whole = TestScrape.of("n1", 1, START + 10 * SECOND);
    SampleBatch heldOnce =
        whole.toBuilder()
            .setSamples(
                0,
                whole.getSamples(0).toBuilder()
                    .setHolders(
                        0, whole.getSamples(0).getHolders(0).toBuilder().setWorkload("once")))
            .build();
    long latest = START + 30 * SECOND + NodeUsage.RETENTION_NANOS;
    try (TelemetryHarness harness = opened()) {
      harness.scrape(heldOnce);
      harness.snapshot();
      harness.scrape(TestScrape.of("n1", 1, latest));
      harness.snapshot();
      harness.scrape(TestScrape.of("n1", 1, latest - NodeUsage.LATENESS_NANOS));

      assertThat(harness.sampleRows()).isEqualTo(3);
      assertThat(harness.lateRows()).isZero();
    }
  }

  @Test
  void a_silent_node_is_unobserved_for_a_day_and_then_leaves_no_state() throws Exception {
    try (TelemetryHarness harness = new TelemetryHarness(new HashMapStateBackend())) {
      harness.open();
      harness.scrape(TestScrape.of("n1", 1, START));
      for (long minute = 1; minute <= 27 * 60; minute++) {
        harness.processingTime(1_000 + minute * 60_000);
        if (minute == 10) {
          assertThat(harness.stateNanos("unobserved|gap")).isEqualTo((9 * 60 - 30) * SECOND);
        }
      }
      assertThat(harness.stateNanos("")).isEqualTo(24 * HOUR);
      harness.snapshot();
      assertThat(harness.stateEntries()).isZero();
    }
  }

  @Test
  void a_silent_node_goes_on_after_a_restore() throws Exception {
    TelemetryHarness before = opened();
    before.scrape(TestScrape.of("n1", 1, START));
    try (TelemetryHarness harness = before.restored(before.snapshot())) {
      before.close();
      harness.processingTime(1_000 + 600_000);
      assertThat(harness.stateNanos("unobserved|gap")).isGreaterThan(8 * 60 * SECOND);
    }
  }

  @Test
  void a_configured_node_that_falls_silent_in_its_past_is_unobserved_until_now() throws Exception {
    try (TelemetryHarness harness = opened()) {
      long wall = (START + 72 * HOUR) / 1_000_000;
      harness.processingTime(wall);
      harness.record(new NodeRecord("c1/n1", true, inventory("n1", 1), "inventory:0:0", STORED));
      harness.scrape(TestScrape.of("n1", 1, START));
      for (int tick = 1; tick <= 100; tick++) {
        harness.processingTime(wall + 90_000 + tick * 5_000L);
      }

      assertThat(harness.stateNanos("")).isBetween(72 * HOUR, 72 * HOUR + 10 * 60 * SECOND);

      harness.scrape(TestScrape.of("n1", 1, START + 60 * SECOND));
      assertThat(harness.stateNanos("unobserved|gap")).isLessThan(harness.stateNanos(""));
      assertThat(harness.stateNanos("")).isBetween(72 * HOUR, 72 * HOUR + 10 * 60 * SECOND);
    }
  }

  private static byte[] inventory(String node, int devices) {
    return InventoryEntry.newBuilder()
        .setCluster("c1")
        .setNode(node)
        .setDeviceModel(TestScrape.MODEL)
        .setDeviceCount(devices)
        .build()
        .toByteArray();
  }

  @Test
  void configured_devices_without_telemetry_are_unobserved() throws Exception {
    try (TelemetryHarness harness = opened()) {
      harness.record(new NodeRecord("c1/n9", true, inventory("n9", 8), "inventory:0:0", STORED));
      harness.processingTime(1_000 + 600_000);

      assertThat(harness.stateNanos("unseen-n9-8")).isEqualTo(9 * 60 * SECOND);
      assertThat(harness.inventory()).singleElement().matches(InventoryRow::configured);
    }
  }

  @Test
  void an_inventory_entry_that_is_taken_back_is_unobserved_no_more() throws Exception {
    try (TelemetryHarness harness = opened()) {
      harness.record(new NodeRecord("c1/n9", true, inventory("n9", 8), "inventory:0:0", STORED));
      harness.processingTime(1_000 + 600_000);
      harness.record(new NodeRecord("c1/n9", true, inventory("n9", 0), "inventory:0:1", STORED));
      harness.processingTime(1_000 + 6_000_000);

      assertThat(harness.stateNanos("unseen-n9-8")).isEqualTo(9 * 60 * SECOND);
      assertThat(harness.inventory()).extracting(InventoryRow::deviceCount).containsExactly(8, 0);
    }
  }

  @Test
  void the_team_is_that_of_the_rules_when_the_sample_came() throws Exception {
    try (TelemetryHarness harness = opened()) {
      Control rules =
          Control.newBuilder()
              .setVersion(1)
              .setOwnership(
                  OwnershipRules.newBuilder()
                      .addRules(
                          OwnershipRule.newBuilder()
                              .setName("vision")
                              .setMatch("namespace:\"team-0\"")
                              .setTeam("vision")))
              .build();
      harness.control(new ControlRecord("ownership/all", rules.toByteArray()));
      for (int i = 0; i < 12; i++) {
        harness.scrape(TestScrape.of("n1", DEVICES, START + i * CADENCE));
      }
      assertThat(harness.usage().keySet().stream().filter(key -> key.contains("team-0")))
          .isNotEmpty()
          .allMatch(key -> key.contains("|vision|"));
      assertThat(harness.usage().keySet().stream().filter(key -> key.contains("team-1")))
          .allMatch(key -> key.contains("|unattributed|"));
    }
  }

  @Test
  void holders_of_a_shared_device_weigh_what_was_measured_of_each_across_teams() throws Exception {
    try (TelemetryHarness harness = opened()) {
      Control rules =
          Control.newBuilder()
              .setVersion(1)
              .setOwnership(
                  OwnershipRules.newBuilder()
                      .addRules(
                          OwnershipRule.newBuilder()
                              .setName("vision")
                              .setMatch("namespace:\"vision\"")
                              .setTeam("vision")))
              .build();
      harness.control(new ControlRecord("ownership/all", rules.toByteArray()));
      for (int i = 0; i <= 5; i++) {
        SampleBatch.Builder scrape = TestScrape.of("n1", 1, START + i * CADENCE).toBuilder();
        scrape
            .getSamplesBuilder(0)
            .clearHolders()
            .setBusyRatio(0.9)
            .setSmActiveRatio(0.5)
            .addHolders(HolderRef.newBuilder().setNamespace("search").setWorkload("embed"))
            .addHolders(HolderRef.newBuilder().setNamespace("vision").setWorkload("eval"))
            .addHolders(HolderRef.newBuilder().setNamespace("vision").setWorkload("train"))
            .addHolderBusyRatios(0.3)
            .addHolderBusyRatios(0)
            .addHolderBusyRatios(0.6);
        harness.scrape(scrape.build());
      }

      assertThat(harness.stateNanos("|unattributed|[pod:search/embed]|[1000000]"))
          .isEqualTo(20 * SECOND);
      assertThat(harness.stateNanos("|vision|[pod:vision/eval, pod:vision/train]|[0, 2000000]"))
          .isEqualTo(40 * SECOND);
      assertThat(harness.stateNanos("")).isEqualTo(60 * SECOND);
    }
  }

  @Test
  void a_holder_that_is_not_measured_is_not_an_idle_one_so_all_share_equally() throws Exception {
    try (TelemetryHarness harness = opened()) {
      for (int i = 0; i <= 5; i++) {
        SampleBatch.Builder scrape = TestScrape.shared("n1", 1, START + i * CADENCE).toBuilder();
        scrape
            .getSamplesBuilder(0)
            .clearHolderBusyRatios()
            .addHolderBusyRatios(0.3)
            .addHolderBusyRatios(Double.NaN)
            .addHolderBusyRatios(0.6);
        harness.scrape(scrape.build());
      }

      assertThat(harness.usage().keySet()).isNotEmpty().allMatch(key -> key.endsWith("|[1, 1, 1]"));
    }
  }

  @Test
  void busy_times_that_are_not_one_for_each_holder_say_nothing() throws Exception {
    try (TelemetryHarness harness = opened()) {
      for (int i = 0; i <= 5; i++) {
        SampleBatch.Builder scrape = TestScrape.shared("n1", 1, START + i * CADENCE).toBuilder();
        scrape.getSamplesBuilder(0).clearHolderBusyRatios().addHolderBusyRatios(0.3);
        harness.scrape(scrape.build());
      }

      assertThat(harness.usage().keySet()).allMatch(key -> key.endsWith("|[1, 1, 1]"));
    }
  }

  @Test
  void what_cannot_be_read_is_rejected_with_its_place_and_the_rest_is_taken() throws Exception {
    try (TelemetryHarness harness = opened()) {
      byte[] noise = "not a batch".getBytes(StandardCharsets.UTF_8);
      harness.record(new NodeRecord("c1/n1", false, noise, "samples:3:17", STORED));
      harness.record(
          new NodeRecord(
              "c1/other",
              false,
              TestScrape.of("n1", 1, START).toByteArray(),
              "samples:3:18",
              STORED));
      SampleBatch nameless =
          TestScrape.of("n1", 1, START).toBuilder()
              .addSamples(DeviceSample.newBuilder().setAtNanos(START))
              .build();
      harness.scrape(nameless);

      assertThat(harness.rejects()).extracting("file").contains("samples:3:17", "samples:3:18");
      assertThat(harness.rejects()).hasSize(3);
      assertThat(harness.sampleRows()).isEqualTo(1);
    }
  }

  @Test
  void a_replay_refuses_the_same_records_and_samples_under_the_same_identity() throws Exception {
    SampleBatch.Builder twoNameless = TestScrape.of("n1", 1, START).toBuilder();
    twoNameless.addSamples(DeviceSample.newBuilder().setAtNanos(START));
    twoNameless.addSamples(DeviceSample.newBuilder().setAtNanos(START));
    NodeRecord partly =
        new NodeRecord("c1/n1", false, twoNameless.build().toByteArray(), "samples:3:17", STORED);
    NodeRecord unreadable = new NodeRecord("nobody", false, new byte[0], "samples:3:18", STORED);
    try (TelemetryHarness harness = opened()) {
      harness.record(partly);
      harness.record(unreadable);
      harness.processingTime(3_600_000);
      harness.record(partly);
      harness.record(unreadable);

      List<String> identities = harness.rejects().stream().map(RejectRow::identity).toList();
      assertThat(identities).hasSize(6);
      assertThat(identities.subList(0, 3)).doesNotHaveDuplicates();
      assertThat(identities.subList(3, 6)).isEqualTo(identities.subList(0, 3));
      assertThat(harness.rejects()).allMatch(r -> r.occurredAtMicros() == STORED * 1_000);
    }
  }

  private static TelemetryHarness opened() throws Exception {
    TelemetryHarness harness = new TelemetryHarness(new EmbeddedRocksDBStateBackend());
    harness.open();
    return harness;
  }
}
