package io.gpuledger.cost.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlicedDeviceTest {
  private static final String H100 = "NVIDIA H100 80GB HBM3";
  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void a_layout_that_passes_the_whole_is_divided_by_its_sum() {
    SlicedDevice device = device("3g.40gb", "2g.20gb", "1g.10gb", "1g.10gb");

    List<DeviceTime> times = device.times(SliceWeighting.DOMINANT);

    // 1/2, 2/7, 1/7, 1/7 of 2.95 over 1.0714: the vector of the reference.
    List<Amount> costs =
        Split.byWeight(
            Amount.parse("2.95"),
            times.stream().map(time -> BigInteger.valueOf(time.nanos())).toList());
    assertEquals(
        List.of("1.3767", "0.7867", "0.3933", "0.3933"),
        costs.stream().map(cost -> cost.displayed(4).toPlainString()).toList());
  }

  @Test
  void what_no_slice_takes_is_unallocated() {
    List<DeviceTime> times = device("3g.40gb", "2g.20gb").times(SliceWeighting.DOMINANT);

    // 1 - 1/2 - 2/7 = 3/14
    assertEquals(State.UNALLOCATED, times.get(2).state());
    assertNear(HOUR * 3 / 14, times.get(2).nanos());
    assertEquals(HOUR, times.stream().mapToLong(DeviceTime::nanos).sum());
  }

  @Test
  void what_no_slice_takes_is_unobserved_while_no_slice_was_observed() {
    SlicedDevice gap = new SlicedDevice(H100);
    gap.add("0", "3g.40gb", time(State.UNOBSERVED, HOUR));
    assertEquals(
        List.of(State.UNOBSERVED, State.UNOBSERVED),
        gap.times(SliceWeighting.DOMINANT).stream().map(DeviceTime::state).toList());

    SlicedDevice partly = new SlicedDevice(H100);
    partly.add("0", "3g.40gb", time(State.ACTIVE, HOUR / 4));
    partly.add("0", "3g.40gb", time(State.UNOBSERVED, HOUR * 3 / 4));
    List<DeviceTime> times = partly.times(SliceWeighting.DOMINANT);
    assertEquals(
        List.of(HOUR / 8, HOUR * 3 / 8, HOUR * 3 / 8, HOUR / 8),
        times.stream().map(DeviceTime::nanos).toList());
    assertEquals(
        List.of(State.ACTIVE, State.UNOBSERVED, State.UNOBSERVED, State.UNALLOCATED),
        times.stream().map(DeviceTime::state).toList());
  }

  @Test
  void compute_and_memory_alone_are_other_policies() {
    SlicedDevice device = device("3g.40gb", "4g.40gb");

    // 1/2 and 4/7 over their sum, 15/14.
    assertShares(device, SliceWeighting.DOMINANT, HOUR * 7 / 15, HOUR * 8 / 15);
    assertShares(device, SliceWeighting.COMPUTE, HOUR * 3 / 7, HOUR * 4 / 7);
    assertShares(device, SliceWeighting.MEMORY, HOUR / 2, HOUR / 2);
  }

  @Test
  void slices_of_which_one_says_nothing_share_equally() {
    List<DeviceTime> times = device("3g.40gb", "").times(SliceWeighting.DOMINANT);

    assertEquals(List.of(HOUR / 2, HOUR / 2), times.stream().map(DeviceTime::nanos).toList());
  }

  /** The complaint of opencost#3828: a fraction of a GPU was counted as a whole one. */
  @Test
  void four_quarters_make_one_device_hour() {
    SlicedDevice device = new SlicedDevice("NVIDIA A30");
    for (int i = 0; i < 4; i++) {
      device.add("" + i, "1g.6gb", time(State.ACTIVE, HOUR));
    }

    assertEquals(
        HOUR, device.times(SliceWeighting.DOMINANT).stream().mapToLong(DeviceTime::nanos).sum());
  }

  @Test
  void seven_slices_of_a_wholly_seen_device_lose_no_nanosecond() {
    long minute = 60_000_000_000L;
    SlicedDevice device = new SlicedDevice(H100);
    for (int i = 0; i < 7; i++) {
      device.add("" + i, "1g.10gb", time(State.ACTIVE, minute));
    }

    for (SliceWeighting weighting : SliceWeighting.values()) {
      List<DeviceTime> times = device.times(weighting);
      assertEquals(minute, times.stream().mapToLong(DeviceTime::nanos).sum());
    }
  }

  @Test
  void no_layout_ever_counts_for_more_than_its_device() {
    Random random = new Random(7);
    String[] profiles = {"1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb", "?"};
    for (int round = 0; round < 500; round++) {
      SlicedDevice device = new SlicedDevice(H100);
      for (int i = random.nextInt(7); i >= 0; i--) {
        String profile = profiles[random.nextInt(profiles.length)];
        long busy = (long) (random.nextDouble() * HOUR);
        device.add("" + i, profile, time(State.ACTIVE, busy));
        device.add("" + i, profile, time(State.HELD_IDLE, HOUR - busy));
      }
      for (SliceWeighting weighting : SliceWeighting.values()) {
        long sum = device.times(weighting).stream().mapToLong(DeviceTime::nanos).sum();
        assertEquals(HOUR, sum);
      }
    }
  }

  /** A part is rounded down to the nanosecond. */
  private static void assertNear(long expected, long nanos) {
    assertTrue(Math.abs(expected - nanos) <= 2, () -> nanos + " is not " + expected);
  }

  private static void assertShares(
      SlicedDevice device, SliceWeighting weighting, long first, long second) {
    List<DeviceTime> times = device.times(weighting);
    assertNear(first, times.get(0).nanos());
    assertNear(second, times.get(1).nanos());
  }

  private static SlicedDevice device(String... profiles) {
    SlicedDevice device = new SlicedDevice(H100);
    for (int i = 0; i < profiles.length; i++) {
      device.add("" + i, profiles[i], time(State.ACTIVE, HOUR));
    }
    return device;
  }

  private static DeviceTime time(State state, long nanos) {
    return new DeviceTime(state, H100, List.of(), nanos);
  }
}
