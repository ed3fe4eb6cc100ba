package io.gpuledger.cost.usage;

import static io.gpuledger.cost.usage.UsageFixture.HOUR;
import static io.gpuledger.cost.usage.UsageFixture.MINUTE;
import static io.gpuledger.cost.usage.UsageFixture.SECOND;
import static io.gpuledger.cost.usage.UsageFixture.START;
import static io.gpuledger.cost.usage.UsageFixture.busy;
import static io.gpuledger.cost.usage.UsageFixture.device;
import static io.gpuledger.cost.usage.UsageFixture.observation;
import static io.gpuledger.cost.usage.UsageFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.NodeUsage.Outcome;
import io.gpuledger.cost.usage.Observation.Measures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeUsageTest {
  private static final Hold TRAIN = pod("train", "vision");
  private static final long CADENCE = 15 * SECOND;

  private final UsageFixture usage = new UsageFixture();

  @Test
  void an_observation_stands_until_the_next_one_and_at_most_twice_the_cadence() {
    usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.observe(device(0), observation(START + 20 * SECOND, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.observe(device(0), observation(START + 80 * SECOND, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.close(START + 2 * MINUTE);

    assertThat(usage.total(Measure.STATE_NANOS, "PRODUCTIVE")).isEqualTo((50 + 30) * SECOND);
    assertThat(usage.total(Measure.STATE_NANOS, "UNOBSERVED_GAP")).isEqualTo((30 + 10) * SECOND);
  }

  @Test
  void without_a_cadence_five_minutes_bound_and_then_the_median_of_the_gaps_before() {
    usage.observe(device(0), observation(START, busy(0.9, 0.5), 0, TRAIN));
    usage.observe(device(0), observation(START + 10 * MINUTE, busy(0.9, 0.5), 0, TRAIN));
    for (int i = 1; i <= 10; i++) {
      usage.observe(
          device(0), observation(START + 10 * MINUTE + i * 10L * SECOND, busy(0.9, 0.5), 0, TRAIN));
    }
    usage.close(START + 20 * MINUTE);

    // 5 min for the first, 100 s between, and 2 x 10 s for the last.
    assertThat(usage.total(Measure.STATE_NANOS, "PRODUCTIVE")).isEqualTo(5 * MINUTE + 120 * SECOND);
  }

  @Test
  void states_follow_from_busy_activity_memory_and_holders() {
    assertThat(stateOf(busy(0.009, 0.5), TRAIN)).isEqualTo(Verdict.HELD_IDLE);
    assertThat(stateOf(busy(0.01, 0.40), TRAIN)).isEqualTo(Verdict.PRODUCTIVE);
    assertThat(stateOf(busy(0.01, 0.39), TRAIN)).isEqualTo(Verdict.ACTIVE);
    Measures tensor = new Measures(FixedPoint.ONE, 0, FixedPoint.ratio(0.10), -1, -1, -1, -1);
    assertThat(stateOf(tensor, TRAIN)).isEqualTo(Verdict.PRODUCTIVE);
    assertThat(stateOf(memory(-1, 0), TRAIN)).isEqualTo(Verdict.UNOBSERVED_NO_BUSY);
    assertThat(stateOf(memory(0.69, 0), TRAIN)).isEqualTo(Verdict.ACTIVE_BY_BUSY_ONLY);
    assertThat(stateOf(memory(0.70, 0), TRAIN)).isEqualTo(Verdict.PRODUCTIVE_BY_BUSY_ONLY);
    assertThat(stateOf(memory(0, 500L << 20), Hold.NONE)).isEqualTo(Verdict.UNALLOCATED);
    assertThat(stateOf(memory(0, (500L << 20) + 1), Hold.NONE)).isEqualTo(Verdict.HELD_IDLE);
    assertThat(stateOf(memory(0, -1), Hold.NONE)).isEqualTo(Verdict.UNALLOCATED);
    assertThat(stateOf(memory(0.5, -1), Hold.NONE)).isEqualTo(Verdict.ACTIVE_BY_BUSY_ONLY);
  }

  private static Measures memory(double busy, long used) {
    return new Measures(FixedPoint.ratio(busy), -1, -1, -1, used, -1, -1);
  }

  private static Verdict stateOf(Measures measures, Hold hold) {
    return observation(START, measures, 0, hold).verdict();
  }

  @Test
  void effective_time_is_activity_over_four_fifths_and_held_time_needs_a_holder() {
    usage.observe(device(0), observation(START, busy(0.9, 0.4), CADENCE, TRAIN));
    usage.observe(device(1), observation(START, memory(0, 1), CADENCE, Hold.NONE));
    usage.close(START + MINUTE);

    assertThat(usage.total(Measure.EFFECTIVE_NANOS, "GPU-0")).isEqualTo(15 * SECOND);
    assertThat(usage.total(Measure.HELD_NANOS, "")).isEqualTo(30 * SECOND);
    assertThat(usage.total(Measure.BUSY_NANOS, "GPU-0")).isEqualTo(27 * SECOND);
    assertThat(usage.total(Measure.SM_OBSERVED_NANOS, "")).isEqualTo(30 * SECOND);
    assertThat(usage.total(Measure.BUSY_OBSERVED_NANOS, "")).isEqualTo(60 * SECOND);
  }

  @Test
  void a_counter_that_falls_was_reset() {
    long[] counter = {100, 160, 20, 50};
    for (int i = 0; i < counter.length; i++) {
      Measures measures = new Measures(0, -1, -1, -1, -1, -1, counter[i]);
      usage.observe(device(0), observation(START + i * CADENCE, measures, CADENCE, TRAIN));
    }
    usage.close(START + 2 * MINUTE);

    assertThat(usage.total(Measure.ENERGY_MICROJOULES, "")).isEqualTo(60 + 20 + 30);
    assertThat(usage.total(Measure.ENERGY_OBSERVED_NANOS, "")).isEqualTo(45 * SECOND);
  }

  @Test
  void power_stands_in_where_no_counter_closes_the_interval() {
    Measures measures = new Measures(0, -1, -1, -1, 1L << 30, FixedPoint.microwatts(700), -1);
    usage.observe(device(0), observation(START, measures, CADENCE, TRAIN));
    usage.close(START + MINUTE);

    assertThat(usage.total(Measure.ENERGY_MICROJOULES, "")).isEqualTo(700L * 30 * 1_000_000);
    assertThat(usage.total(Measure.MEMORY_BYTE_SECONDS, "")).isEqualTo(30L << 30);
  }

  @Test
  void a_partitioned_parent_has_no_time_of_its_own() {
    DeviceId slice = new DeviceId("c1", "GPU-0", "1", "0");
    for (int i = 0; i < 8; i++) {
      long at = START + i * CADENCE;
      usage.observe(device(0), observation(at, busy(0.9, 0.5), CADENCE, Hold.NONE));
      if (i >= 4) {
        usage.observe(slice, observation(at, busy(0.9, 0.5), CADENCE, TRAIN));
      }
      usage.close(at);
    }
    // The slice turns out to have been there from the start.
    usage.observe(slice, observation(START, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.close(START + 2 * MINUTE);

    assertThat(usage.total(Measure.STATE_NANOS, "GPU-0, gpuInstance=,")).isZero();
    assertThat(usage.total(Measure.STATE_NANOS, "gpuInstance=1")).isEqualTo(2 * MINUTE);
  }

  @Test
  void shares_of_several_teams_sum_to_the_whole() {
    Holder a = new Holder(Holder.Kind.KUBERNETES_POD, "a", "x", "", "");
    Holder b = new Holder(Holder.Kind.KUBERNETES_POD, "b", "x", "", "");
    Holder c = new Holder(Holder.Kind.KUBERNETES_POD, "b", "y", "", "");
    Hold hold = Hold.of(List.of(c, a, b), Holder::namespace);
    usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, hold));
    usage.observe(device(0), observation(START + SECOND + 1, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.close(START + MINUTE);

    long teamA = usage.total(Measure.STATE_NANOS, "team=a");
    long teamB = usage.total(Measure.STATE_NANOS, "team=b");
    assertThat(teamA).isEqualTo(333_333_333);
    assertThat(teamA + teamB).isEqualTo(SECOND + 1);
  }

  @Test
  void a_silent_device_is_unobserved_for_a_day_and_then_gone() {
    usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, TRAIN));
    for (int hour = 1; hour <= 30; hour++) {
      usage.close(START + hour * HOUR);
    }

    assertThat(usage.total(Measure.STATE_NANOS, "UNOBSERVED_GAP"))
        .isEqualTo(24 * HOUR - 30 * SECOND);
    assertThat(usage.node.isEmpty()).isTrue();
  }

  @Test
  void configured_devices_that_nobody_sees_are_unobserved() {
    usage.node.configure(
        List.of(new ConfiguredInventory("i-1", "", 2, START - HOUR, START + 10 * MINUTE)), START);
    usage.close(START + MINUTE);
    assertThat(usage.total(Measure.STATE_NANOS, "unseen-n1-1")).isEqualTo(MINUTE);
    assertThat(usage.total(Measure.STATE_NANOS, "unseen-n1-2")).isEqualTo(MINUTE);

    usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.close(START + 20 * MINUTE);
    assertThat(usage.total(Measure.STATE_NANOS, "unseen-n1-1")).isZero();
    assertThat(usage.total(Measure.STATE_NANOS, "unseen-n1-2")).isEqualTo(10 * MINUTE);
  }

  @Test
  void older_than_two_hours_is_late_and_exactly_two_hours_is_not() {
    usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, TRAIN));
    Observation edge = observation(START - 2 * HOUR, busy(0.9, 0.5), CADENCE, TRAIN);
    Observation late = observation(START - 2 * HOUR - 1, busy(0.9, 0.5), CADENCE, TRAIN);

    assertThat(usage.observe(device(0), late)).isEqualTo(Outcome.LATE);
    assertThat(usage.observe(device(0), edge)).isEqualTo(Outcome.ADDED);
    usage.close(START + MINUTE);
    assertThat(usage.total(Measure.STATE_NANOS, "")).isEqualTo(2 * HOUR + MINUTE);
  }

  @Test
  void a_repeated_observation_changes_nothing_and_a_partial_one_adds_its_fields() {
    usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, TRAIN));
    usage.close(START + MINUTE);
    int before = usage.emitted;

    assertThat(usage.observe(device(0), observation(START, busy(0.9, 0.5), CADENCE, TRAIN)))
        .isEqualTo(Outcome.UNCHANGED);
    assertThat(usage.emitted).isEqualTo(before);
    Measures power = new Measures(-1, -1, -1, -1, -1, FixedPoint.microwatts(2), -1);
    assertThat(usage.observe(device(0), observation(START, power, CADENCE, Hold.NONE)))
        .isEqualTo(Outcome.MERGED);
    assertThat(usage.total(Measure.ENERGY_MICROJOULES, "PRODUCTIVE")).isEqualTo(60_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "-1, 5, false",
    "1, 0, true",
    "600000000005, 5, true",
    "600000000006, 5, false",
    "9223372036854775807, 1, false",
    "9223372036854775807, 0, true"
  })
  void an_instant_may_be_ten_minutes_ahead_of_its_publication(
      long atNanos, long publishedAtNanos, boolean expected) {
    assertThat(NodeUsage.isPlausible(atNanos, publishedAtNanos)).isEqualTo(expected);
  }
}
