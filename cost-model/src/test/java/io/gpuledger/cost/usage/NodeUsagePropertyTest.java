package io.gpuledger.cost.usage;

import static io.gpuledger.cost.usage.UsageFixture.HOUR;
import static io.gpuledger.cost.usage.UsageFixture.MINUTE;
import static io.gpuledger.cost.usage.UsageFixture.SECOND;
import static io.gpuledger.cost.usage.UsageFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.NodeUsage.Outcome;
import io.gpuledger.cost.usage.Observation.Measures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order, the repeats and the cuts: the same facts, to the nanosecond. */
class NodeUsagePropertyTest {
  private static final long END = START + 4 * HOUR;

  private record Event(DeviceId device, Observation observation, long arrival) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 20261124, 77777})
  void any_order_within_two_hours_with_repeats_gives_the_facts_of_one_clean_pass(long seed) {
    Random random = new Random(seed);
    List<Event> events = events(random);
    Map<String, List<Long>> clean = clean(events);

    UsageFixture live = new UsageFixture();
    List<Event> shuffled = new ArrayList<>(events);
    for (Event event : events) {
      if (random.nextInt(10) == 0) {
        shuffled.add(event);
      }
    }
    // No event is overtaken by more than two hours of event time.
    Comparator<Event> byArrival = Comparator.comparingLong(Event::arrival);
    shuffled.replaceAll(
        event -> {
          long delay = random.nextInt(3) == 0 ? (long) (random.nextDouble() * 119 * MINUTE) : 0;
          return new Event(event.device, event.observation, event.observation.at + delay);
        });
    shuffled.sort(byArrival);
    for (Event event : shuffled) {
      assertThat(live.observe(event.device, event.observation)).isNotEqualTo(Outcome.LATE);
      if (random.nextInt(20) == 0) {
        live.close(live.node.latestNanos() + random.nextInt(600) * SECOND);
      }
    }
    live.close(END + HOUR);

    assertSame(live, clean, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void partial_samples_of_one_instant_merge_to_the_whole_in_any_order(long seed) {
    Random random = new Random(seed);
    List<Event> events = events(random);
    UsageFixture live = new UsageFixture();
    for (Event event : events) {
      List<Observation> parts = parts(event.observation);
      java.util.Collections.shuffle(parts, random);
      for (Observation part : parts) {
        live.observe(event.device, part);
        live.close(event.observation.at);
      }
    }
    live.close(END + HOUR);

    assertSame(live, clean(events), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void state_time_is_valid_time_and_parts_of_intervals_sum_to_rounded_wholes(long seed) {
    Random random = new Random(seed);
    List<Event> events = events(random);
    UsageFixture pass = new UsageFixture();
    events.forEach(event -> pass.observe(event.device, event.observation));
    pass.close(END + HOUR);

    for (DeviceUsage device : pass.node.devices()) {
      String uuid = device.id().uuid();
      assertThat(pass.total(Measure.STATE_NANOS, uuid)).isEqualTo(END + HOUR - device.firstAt);
      assertThat(pass.total(Measure.BUSY_NANOS, uuid)).isEqualTo(busyByDecimals(device));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42})
  void closing_far_ahead_of_the_observations_changes_no_sum(long seed) {
    Random random = new Random(seed);
    List<ConfiguredInventory> inventory =
        seed % 2 == 0
            ? List.of()
            : List.of(
                new ConfiguredInventory(
                    "i-1", UsageFixture.H100.model(), 6, START - HOUR, Long.MAX_VALUE));
    List<Event> events = bursts(random);
    long end = events.get(events.size() - 1).observation.at + 20 * HOUR;
    UsageFixture clean = new UsageFixture();
    clean.node.configure(inventory, START);
    events.forEach(event -> clean.observe(event.device, event.observation));
    clean.close(end);

    List<Event> late = new ArrayList<>();
    for (Event event : events) {
      long delay = random.nextInt(4) == 0 ? (long) (random.nextDouble() * 119 * MINUTE) : 0;
      late.add(new Event(event.device, event.observation, event.observation.at + delay));
    }
    late.sort(Comparator.comparingLong(Event::arrival));
    UsageFixture live = new UsageFixture();
    live.node.configure(inventory, START);
    for (Event event : late) {
      assertThat(live.observe(event.device, event.observation)).isNotEqualTo(Outcome.LATE);
      if (random.nextInt(5) == 0) {
        long silent =
            live.node.devices().stream().mapToLong(DeviceUsage::lastAtNanos).min().orElseThrow();
        long furthest = Math.min(end, silent + NodeUsage.LATENESS_NANOS + 23 * HOUR);
        live.close(Math.min(furthest, live.node.latestNanos() + random.nextInt(600) * SECOND));
        live.close(furthest - random.nextInt(3) * HOUR);
      }
    }
    live.close(end);

    assertSame(live, clean.nonZeroSums(), seed);
  }

  /** The work of an observation must not grow with the time that is closed ahead of it. */
  @Test
  void an_observation_far_behind_the_closed_time_corrects_its_own_minutes_only() {
    UsageFixture node = new UsageFixture();
    DeviceId device = UsageFixture.device(0);
    node.node.configure(
        List.of(
            new ConfiguredInventory("i-1", UsageFixture.H100.model(), 1, START, Long.MAX_VALUE)),
        START);
    node.observe(device, observation(new Random(1), START, 0, 15 * SECOND));
    node.close(START + 72 * HOUR);
    int before = node.emitted;

    node.observe(device, observation(new Random(2), START + MINUTE, 0, 15 * SECOND));

    assertThat(node.emitted - before).isBetween(1, 4);
  }

  private static void assertSame(UsageFixture live, Map<String, List<Long>> clean, long seed) {
    Map<String, List<Long>> sums = live.nonZeroSums();
    TreeSet<String> keys = new TreeSet<>(clean.keySet());
    keys.addAll(sums.keySet());
    for (String key : keys) {
      assertThat(sums.get(key)).as("seed %d, %s", seed, key).isEqualTo(clean.get(key));
    }
  }

  /** Busy time from interval lengths by decimals, apart from the code under test. */
  private static long busyByDecimals(DeviceUsage device) {
    long sum = 0;
    for (int i = 0; i < device.observationCount(); i++) {
      Observation current = device.observation(i);
      if (current.busy < 0) {
        continue;
      }
      long cap = Math.min(2 * current.cadenceNanos, 5 * MINUTE);
      long until =
          i + 1 < device.observationCount()
              ? device.observation(i + 1).at - current.at
              : Long.MAX_VALUE;
      sum +=
          BigDecimal.valueOf(Math.min(cap, until))
              .multiply(BigDecimal.valueOf(current.busy, 9))
              .setScale(0, RoundingMode.HALF_EVEN)
              .longValueExact();
    }
    return sum;
  }

  private static Map<String, List<Long>> clean(List<Event> events) {
    UsageFixture pass = new UsageFixture();
    events.stream()
        .sorted(Comparator.comparingLong(event -> event.observation.at))
        .forEach(event -> pass.observe(event.device, event.observation));
    pass.close(END + HOUR);
    return pass.nonZeroSums();
  }

  private static List<Observation> parts(Observation whole) {
    Measures all = whole.measures();
    Measures first = new Measures(all.busy(), -1, -1, all.dram(), -1, all.powerMicrowatts(), -1);
    Measures second =
        new Measures(
            -1,
            all.sm(),
            all.tensor(),
            -1,
            all.memoryUsedBytes(),
            -1,
            all.energyMicrojoulesTotal());
    Hold named = whole.hold.isUnknown() ? Hold.NONE : whole.hold;
    List<Observation> parts = new ArrayList<>();
    parts.add(UsageFixture.observation(whole.at, first, whole.cadenceNanos, Hold.NONE));
    parts.add(UsageFixture.observation(whole.at, second, whole.cadenceNanos, named, whole.shares));
    return parts;
  }

  /** Four devices, four hours, gaps, jitter, resets, absent fields, changing holders. */
  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    long configured = 15 * SECOND * (1 + random.nextInt(2));
    for (int number = 0; number < 4; number++) {
      long at = START + random.nextInt(600_000) * 1_000_000L;
      long energy = random.nextInt(1_000_000_000);
      while (at < END) {
        if (random.nextInt(200) == 0) {
          energy = random.nextInt(1000);
        }
        energy += random.nextInt(10_000_000);
        Observation observation = observation(random, at, energy, configured);
        events.add(new Event(UsageFixture.device(number), observation, at));
        long gap = random.nextInt(30) == 0 ? random.nextInt(900) * SECOND : configured;
        at += gap + random.nextInt(2_000_000_000);
      }
    }
    events.sort(Comparator.comparingLong(Event::arrival));
    return events;
  }

  /** Whole devices and two slices of the first, seen in bursts up to a day apart. */
  private static List<Event> bursts(Random random) {
    List<DeviceId> devices =
        List.of(
            UsageFixture.device(0),
            UsageFixture.device(1),
            UsageFixture.device(2),
            new DeviceId("c1", "GPU-0", "1", ""),
            new DeviceId("c1", "GPU-0", "2", ""));
    List<Event> events = new ArrayList<>();
    for (DeviceId device : devices) {
      long at = START + random.nextInt(600_000) * 1_000_000L;
      for (int burst = 0; burst < 4; burst++) {
        for (int i = 0; i < 20; i++) {
          events.add(new Event(device, observation(random, at, 1000L * i, MINUTE), at));
          at += MINUTE + random.nextInt(2_000_000_000);
        }
        at += (long) (random.nextDouble() * 23 * HOUR);
      }
    }
    events.sort(Comparator.comparingLong(Event::arrival));
    return events;
  }

  private static Observation observation(Random random, long at, long energy, long cadence) {
    Measures measures =
        new Measures(
            random.nextInt(8) == 0 ? -1 : FixedPoint.ratio(random.nextDouble()),
            random.nextInt(4) == 0 ? -1 : FixedPoint.ratio(random.nextDouble()),
            random.nextInt(4) == 0 ? -1 : FixedPoint.ratio(random.nextDouble()),
            random.nextInt(4) == 0 ? -1 : FixedPoint.ratio(random.nextDouble()),
            random.nextInt(4) == 0 ? -1 : random.nextLong(80L << 30),
            random.nextInt(4) == 0 ? -1 : FixedPoint.microwatts(random.nextDouble() * 700),
            random.nextInt(4) == 0 ? -1 : energy);
    Hold hold =
        switch (random.nextInt(4)) {
          case 0 -> Hold.NONE;
          case 1 -> UsageFixture.pod("train", "vision");
          case 2 -> UsageFixture.pod("serve", "search");
          default -> UsageFixture.pod("train", "vision").union(UsageFixture.pod("serve", "search"));
        };
    return UsageFixture.observation(at, measures, cadence, hold, shares(random, hold));
  }

  /** Of some samples of shared devices, what is measured of each holder or of one. */
  private static BusyShares shares(Random random, Hold hold) {
    Map<Holder, Integer> ratios = new HashMap<>();
    if (random.nextBoolean()) {
      for (Hold.Group group : hold.groups()) {
        if (random.nextInt(5) > 0) {
          ratios.put(group.holders().get(0), FixedPoint.ratio(random.nextInt(4) / 4.0));
        }
      }
    }
    return new BusyShares(ratios);
  }
}
