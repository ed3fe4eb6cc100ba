package io.gpuledger.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.cost.usage.State;
import io.gpuledger.ingest.generate.FleetTruth.DeviceTruth;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleWire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetGeneratorTest {
  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_truth_is_what_the_rule_of_weights_makes_of_the_samples(long seed) {
    FleetGenerator fleet = new FleetGenerator(FleetPlan.small(seed, START));
    Map<DeviceId, NavigableMap<Instant, Sample>> samples = distinct(fleet);
    FleetTruth truth = fleet.truth();
    assertThat(truth.samples()).isEqualTo(samples.values().stream().mapToLong(Map::size).sum());
    for (DeviceTruth device : truth.devices()) {
      NavigableMap<Instant, Sample> own = samples.get(device.device());
      assertThat(own.firstKey()).isEqualTo(device.firstAt());
      assertThat(states(own)).as("seed " + seed).isEqualTo(device.stateNanos());
      long all = device.stateNanos().values().stream().mapToLong(Long::longValue).sum();
      assertThat(all).isEqualTo(Duration.between(device.firstAt(), device.endAt()).toNanos());
      assertThat(
              device.holderStateNanos().values().stream()
                  .flatMap(m -> m.values().stream())
                  .mapToLong(Long::longValue)
                  .sum())
          .isEqualTo(all);
    }
  }

  @Test
  void equal_plans_give_equal_streams_and_disorder_only_reorders_and_repeats() {
    FleetPlan plan = FleetPlan.small(9, START);
    List<SampleBatch> first = all(new FleetGenerator(plan));
    assertThat(all(new FleetGenerator(plan))).isEqualTo(first);
    List<SampleBatch> ordered = all(new FleetGenerator(plan.withDisorder(FleetPlan.Disorder.NONE)));
    assertThat(first.size()).isGreaterThan(ordered.size());
    assertThat(first.stream().distinct())
        .containsExactlyInAnyOrderElementsOf(ordered.stream().distinct().toList());
    assertThat(first.subList(0, ordered.size())).isNotEqualTo(ordered);
  }

  @Test
  void every_state_occurs() {
    FleetTruth truth = new FleetGenerator(FleetPlan.small(1, START)).truth();
    for (State state :
        List.of(
            State.PRODUCTIVE, State.ACTIVE, State.HELD_IDLE, State.UNALLOCATED, State.UNOBSERVED)) {
      assertThat(truth.stateNanos(state)).as(state.code()).isPositive();
    }
  }

  @Test
  void the_energy_counter_rises_by_what_each_sample_says_that_the_device_draws() {
    FleetGenerator fleet = new FleetGenerator(FleetPlan.small(1, START));
    int ticks = fleet.plan().ticks();
    double cadenceSeconds = fleet.plan().cadence().toSeconds();
    for (long tick = 0; tick < 2L * ticks; tick++) {
      Map<DeviceId, Sample> next = new HashMap<>();
      fleet.samples(0, tick + 1).forEach(sample -> next.put(sample.device(), sample));
      for (Sample sample : fleet.samples(0, tick)) {
        Sample after = next.get(sample.device());
        if (after != null) {
          assertThat(after.energyMicrojoulesTotal() - sample.energyMicrojoulesTotal())
              .isEqualTo(Math.round(sample.powerWatts() * cadenceSeconds * 1e6));
        }
      }
    }
    assertThat(fleet.samples(0, 0))
        .allSatisfy(s -> assertThat(s.energyMicrojoulesTotal()).isZero());
  }

  private static List<SampleBatch> all(FleetGenerator fleet) {
    List<SampleBatch> batches = new ArrayList<>();
    fleet.batches().forEachRemaining(batches::add);
    return batches;
  }

  private static Map<DeviceId, NavigableMap<Instant, Sample>> distinct(FleetGenerator fleet) {
    Map<DeviceId, NavigableMap<Instant, Sample>> samples = new HashMap<>();
    for (Iterator<SampleBatch> all = fleet.batches(); all.hasNext(); ) {
      SampleBatch batch = all.next();
      batch
          .getSamplesList()
          .forEach(
              wire -> {
                Sample sample = SampleWire.toSample(batch.getCluster(), batch.getNode(), wire);
                samples
                    .computeIfAbsent(sample.device(), d -> new TreeMap<>())
                    .put(sample.at(), sample);
              });
    }
    return samples;
  }

  /** The rule of weights, once more and plainly. */
  private static Map<State, Long> states(NavigableMap<Instant, Sample> samples) {
    long cap = Duration.ofSeconds(30).toNanos();
    Map<State, Long> states = new EnumMap<>(State.class);
    for (Sample sample : samples.values()) {
      Instant next = samples.higherKey(sample.at());
      long gap = next == null ? cap : Duration.between(sample.at(), next).toNanos();
      states.merge(state(sample), Math.min(gap, cap), Long::sum);
      if (gap > cap) {
        states.merge(State.UNOBSERVED, gap - cap, Long::sum);
      }
    }
    return states;
  }

  private static State state(Sample sample) {
    if (sample.busyRatio() == null) {
      return State.UNOBSERVED;
    }
    boolean held = sample.memoryUsedBytes() > (500L << 20);
    List<Holder> holders = sample.holders();
    if (holders.isEmpty() && !held) {
      return State.UNALLOCATED;
    }
    if (sample.busyRatio() < 0.01) {
      return State.HELD_IDLE;
    }
    return sample.smActiveRatio() >= 0.40 || sample.tensorActiveRatio() >= 0.10
        ? State.PRODUCTIVE
        : State.ACTIVE;
  }
}
