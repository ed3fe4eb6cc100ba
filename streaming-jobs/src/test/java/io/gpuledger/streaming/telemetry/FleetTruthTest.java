package io.gpuledger.streaming.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.State;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.generate.FleetPlan.Disorder;
import io.gpuledger.ingest.generate.FleetTruth.DeviceTruth;
import io.gpuledger.ingest.wire.SampleBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a generated fleet really did, against what the operator makes of its records. */
class FleetTruthTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void usage_equals_the_truth_to_the_nanosecond_despite_repeats_and_late_records(long seed)
      throws Exception {
    FleetGenerator fleet =
        new FleetGenerator(FleetPlan.small(seed, START).withDisorder(Disorder.SOME));
    try (TelemetryHarness harness = new TelemetryHarness(new EmbeddedRocksDBStateBackend())) {
      harness.open();
      Iterator<SampleBatch> batches = fleet.batches();
      while (batches.hasNext()) {
        harness.scrape(batches.next());
      }
      harness.processingTime(Duration.ofMinutes(30).toMillis());

      assertThat(harness.lateRows()).isZero();
      assertThat(harness.rejects()).isEmpty();
      for (DeviceTruth truth : fleet.truth().devices()) {
        check(harness, truth);
      }
    }
  }

  private static void check(TelemetryHarness harness, DeviceTruth truth) {
    String uuid = truth.device().uuid();
    for (State state :
        new State[] {State.PRODUCTIVE, State.ACTIVE, State.HELD_IDLE, State.UNALLOCATED}) {
      assertThat(harness.sum(uuid, state.code(), Measure.STATE_NANOS))
          .as("%s %s", uuid, state)
          .isEqualTo(truth.stateNanos().getOrDefault(state, 0L));
    }
    assertThat(harness.sum(uuid, "", Measure.BUSY_NANOS)).isEqualTo(truth.busyNanos());
    assertThat(harness.sum(uuid, "", Measure.SM_NANOS)).isEqualTo(truth.smNanos());
    assertThat(harness.sum(uuid, "", Measure.TENSOR_NANOS)).isEqualTo(truth.tensorNanos());
    assertThat(harness.sum(uuid, "", Measure.EFFECTIVE_NANOS)).isEqualTo(truth.effectiveNanos());
  }
}
