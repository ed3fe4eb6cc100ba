package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocatorTest {
  private static final Instant T0 = Instant.parse("2026-10-05T10:00:00Z");
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final DeviceTime.Share JOB_A = share("pod:ml/a", 1);
  private static final DeviceTime.Share JOB_B = share("pod:ml/b", 1);

  @Test
  void an_hour_of_a_node_is_split_by_the_states_of_its_devices() {
    // docs/rules/allocation.md: 8 x H100 at 23.60 an hour.
    AllocationCharge charge = charge("23.6", T0, T0.plus(Duration.ofHours(1)), 8 * HOUR);
    ChargeTelemetry usage =
        new ChargeTelemetry(
            "c1",
            "n1",
            List.of(
                time(State.ACTIVE, 3 * HOUR, JOB_A),
                time(State.ACTIVE, HOUR, JOB_A, JOB_B),
                time(State.HELD_IDLE, 2 * HOUR, JOB_B),
                time(State.UNALLOCATED, 3 * HOUR / 2)));
    assertThat(allocate(charge, usage, OwnershipRules.NONE))
        .extracting(
            line ->
                line.state().code()
                    + " "
                    + line.holder().key()
                    + " "
                    + line.costs().billed()
                    + " "
                    + line.deviceNanos() * 2 / HOUR)
        .containsExactly(
            "active pod:ml/a 10.325 7",
            "active pod:ml/b 1.475 1",
            "held_idle pod:ml/b 5.9 4",
            "unallocated - 4.425 3",
            "unobserved - 1.475 1");
  }

  @Test
  void a_gpu_charge_without_telemetry_is_unobserved() {
    AllocationCharge charge = charge("10", T0, T0.plus(Duration.ofHours(2)), 16 * HOUR);
    List<AllocationLine> lines = allocate(charge, ChargeTelemetry.NONE, OwnershipRules.NONE);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).state()).isEqualTo(State.UNOBSERVED);
    assertThat(lines.get(0).deviceNanos()).isEqualTo(16 * HOUR);
    assertThat(lines.get(0).ownership()).isEqualTo(Ownership.NOBODY);
  }

  @Test
  void device_time_beyond_what_was_paid_is_scaled_to_it() {
    AllocationCharge charge = charge("10", T0, T0.plus(Duration.ofHours(1)), 4 * HOUR);
    List<DeviceTime> times =
        List.of(time(State.ACTIVE, 6 * HOUR, JOB_A), time(State.UNALLOCATED, 2 * HOUR));
    assertThat(allocate(charge, new ChargeTelemetry("c", "n", times), OwnershipRules.NONE))
        .extracting(AllocationLine::deviceNanos)
        .containsExactly(3 * HOUR, HOUR);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void states_without_device_time_take_the_charge_whole(boolean unused) {
    TimeRange hour = new TimeRange(T0, T0.plus(Duration.ofHours(1)));
    ChargeTelemetry usage = new ChargeTelemetry("c", "n", List.of(time(State.ACTIVE, HOUR, JOB_A)));
    AllocationCharge charge =
        new AllocationCharge(
            "d",
            1,
            hour,
            costs("5", "4", "3", "2"),
            Accelerator.NO,
            unused,
            OptionalLong.of(HOUR),
            keys(Map.of()));
    List<AllocationLine> lines = allocate(charge, usage, OwnershipRules.NONE);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).state()).isEqualTo(unused ? State.UNUSED_COMMITMENT : State.NOT_GPU);
    assertThat(lines.get(0).costs()).isEqualTo(charge.costs());
    assertThat(lines.get(0).deviceNanos()).isZero();
  }

  @Test
  void a_credit_on_a_machine_is_split_like_it_but_counts_no_device_time() {
    AllocationCharge usageCharge = charge("-8", T0, T0.plus(Duration.ofHours(1)), 8 * HOUR);
    AllocationCharge credit =
        new AllocationCharge(
            "d",
            2,
            usageCharge.period(),
            usageCharge.costs(),
            Accelerator.YES,
            false,
            usageCharge.paidDeviceNanos(),
            keys(Map.of(Name.CHARGE_CATEGORY, "Credit")));
    ChargeTelemetry usage =
        new ChargeTelemetry("c", "n", List.of(time(State.ACTIVE, 2 * HOUR, JOB_A)));
    assertThat(allocate(credit, usage, OwnershipRules.NONE))
        .extracting(line -> line.costs().billed() + " " + line.deviceNanos())
        .containsExactly("-2 0", "-6 0");
  }

  @Test
  void a_charge_longer_than_a_day_is_split_by_day_first() {
    Instant start = Instant.parse("2026-10-05T18:00:00Z");
    AllocationCharge charge = charge("10", start, Instant.parse("2026-10-08T00:00:00Z"), 540);
    List<DayShare> days = DayShare.of(charge);
    assertThat(days)
        .extracting(d -> d.day() + " " + d.costs().billed() + " " + d.paidDeviceNanos().orElse(-1))
        .containsExactly(
            "2026-10-05 1.111111111111111111 60",
            "2026-10-06 4.444444444444444445 240",
            "2026-10-07 4.444444444444444444 240");
    assertThat(days.stream().map(DayShare::costs).reduce(Costs.ZERO, Costs::plus))
        .isEqualTo(charge.costs());
  }

  @Test
  void a_charge_beyond_the_limit_of_days_stands_on_its_first_day_whole() {
    Instant end = T0.plus(Duration.ofDays(DayShare.DAYS_LIMIT));
    List<DayShare> days = DayShare.of(charge("10", T0, end, 0));
    assertThat(days).hasSize(1);
    assertThat(days.get(0).costs().billed()).isEqualTo(Amount.of(10));
    Instant atLimit = T0.plus(Duration.ofDays(DayShare.DAYS_LIMIT - 1));
    assertThat(DayShare.of(charge("10", T0, atLimit, 0))).hasSize(DayShare.DAYS_LIMIT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void lines_sum_to_the_charge_exactly_in_any_order_of_input(long seed) {
    Random random = new Random(seed);
    OwnershipRules rules =
        OwnershipRules.of(
            List.of(
                rule("a", "holder:\"pod:ml/h1\"", "one", Instant.MIN, Instant.MAX),
                rule("b", "namespace:\"ml\"", "two", T0, Instant.MAX)));
    for (int i = 0; i < 200; i++) {
      AllocationCharge charge = arbitraryCharge(random);
      Costs sum = Costs.ZERO;
      long paid = 0;
      for (DayShare day : DayShare.of(charge)) {
        List<DeviceTime> times = arbitraryTimes(random);
        List<AllocationLine> lines =
            new Allocator(rules).allocate(day, new ChargeTelemetry("c", "n", times));
        List<DeviceTime> shuffled = new ArrayList<>(times);
        Collections.shuffle(shuffled, random);
        assertThat(new Allocator(rules).allocate(day, new ChargeTelemetry("c", "n", shuffled)))
            .as("seed %d", seed)
            .isEqualTo(lines);
        for (AllocationLine line : lines) {
          sum = sum.plus(line.costs());
          paid += line.deviceNanos();
        }
      }
      assertThat(sum).as("seed %d charge %s", seed, charge).isEqualTo(charge.costs());
      assertThat(paid).isEqualTo(charge.paidDeviceNanos().orElseThrow());
    }
  }

  @Test
  void device_time_in_pieces_splits_like_device_time_in_one() {
    AllocationCharge charge = charge("1", T0, T0.plus(Duration.ofHours(1)), 7);
    List<DeviceTime> pieces = new ArrayList<>(List.of(time(State.ACTIVE, 3, JOB_A)));
    for (int i = 0; i < 4; i++) {
      pieces.add(time(State.HELD_IDLE, 1, JOB_A, JOB_B));
    }
    List<DeviceTime> whole =
        List.of(time(State.ACTIVE, 3, JOB_A), time(State.HELD_IDLE, 4, JOB_B, JOB_A));
    assertThat(allocate(charge, new ChargeTelemetry("c", "n", pieces), OwnershipRules.NONE))
        .isEqualTo(allocate(charge, new ChargeTelemetry("c", "n", whole), OwnershipRules.NONE));
  }

  @Test
  void the_first_rule_in_force_that_matches_names_the_owner() {
    Instant later = T0.plus(Duration.ofDays(1));
    OwnershipRules rules =
        OwnershipRules.of(
            List.of(
                rule("old", "account:\"a1\"", "before", Instant.MIN, T0.minusSeconds(60)),
                rule("from tag", "", "{tag:team}", T0, later),
                rule("state", "state:\"unobserved\"", "platform", T0, Instant.MAX),
                rule("rest", "", "rest", T0, Instant.MAX)));
    AllocationCharge tagged =
        new AllocationCharge(
            "d",
            1,
            new TimeRange(T0, T0.plusSeconds(60)),
            costs("1", "1", "1", "1"),
            Accelerator.NO,
            false,
            OptionalLong.empty(),
            new ChargeKeys(Map.of(Name.ACCOUNT, "a1"), Map.of("team", "vision")));
    assertThat(owner(tagged, rules)).isEqualTo("vision by from tag");
    assertThat(owner(charge("1", T0, later, 0), rules)).isEqualTo("platform by state");
    AllocationCharge early = charge("1", T0.minusSeconds(60), T0, 0);
    assertThat(owner(early, rules)).isEqualTo("unattributed by -");
    AllocationCharge earlier = charge("1", T0.minusSeconds(61), T0, 0);
    assertThat(owner(earlier, rules)).isEqualTo("before by old");
  }

  @Test
  void a_rule_cannot_look_at_what_ownership_decides() {
    assertThatThrownBy(() -> rule("r", "team:\"x\"", "y", T0, Instant.MAX))
        .hasMessageContaining("looks at team");
    assertThatThrownBy(() -> rule("r", "", "{colour}", T0, Instant.MAX))
        .hasMessageContaining("unknown key colour");
    assertThatThrownBy(() -> rule("r", "", "y", T0, T0)).hasMessageContaining("ends at");
  }

  @Test
  void equal_rules_have_one_version_and_any_change_another() {
    OwnershipRule one = rule("a", "account:\"1\"", "t", T0, Instant.MAX);
    OwnershipRule two = rule("b", "account:\"2\"", "t", T0, Instant.MAX);
    String version = OwnershipRules.of(List.of(one, two)).version();
    assertThat(OwnershipRules.of(List.of(one, two)).version()).isEqualTo(version);
    assertThat(OwnershipRules.of(List.of(two, one)).version()).isNotEqualTo(version);
    assertThat(OwnershipRules.NONE.version()).isNotEqualTo(version);
  }

  @Test
  void holder_keys_tell_namespace_and_workload() {
    assertThat(LineHolder.ofKey("pod:ml/train-0/main"))
        .isEqualTo(new LineHolder("pod:ml/train-0/main", "ml", "train-0", ""));
    assertThat(LineHolder.ofKey("job:42")).isEqualTo(new LineHolder("job:42", "", "42", ""));
    assertThat(LineHolder.ofKey("endpoint:ns/e"))
        .isEqualTo(new LineHolder("endpoint:ns/e", "ns", "e", ""));
    assertThat(LineHolder.ofKey("unknown")).isEqualTo(new LineHolder("unknown", "", "unknown", ""));
  }

  private static String owner(AllocationCharge charge, OwnershipRules rules) {
    Ownership ownership = allocate(charge, ChargeTelemetry.NONE, rules).get(0).ownership();
    return ownership.owner().team() + " by " + ownership.rule();
  }

  private static List<AllocationLine> allocate(
      AllocationCharge charge, ChargeTelemetry usage, OwnershipRules rules) {
    return new Allocator(rules).allocate(DayShare.of(charge).get(0), usage);
  }

  private static OwnershipRule rule(
      String name, String match, String team, Instant from, Instant to) {
    return new OwnershipRule(name, Filter.parse(match), team, "", "", "", from, to);
  }

  private static AllocationCharge charge(String cost, Instant start, Instant end, long nanos) {
    return new AllocationCharge(
        "d",
        1,
        new TimeRange(start, end),
        costs(cost, cost, cost, cost),
        Accelerator.YES,
        false,
        OptionalLong.of(nanos),
        keys(Map.of(Name.ACCOUNT, "a1")));
  }

  private static AllocationCharge arbitraryCharge(Random random) {
    Instant start = T0.plusSeconds(random.nextInt(86_400));
    Instant end = start.plusSeconds(1 + random.nextInt(5 * 86_400));
    return new AllocationCharge(
        "d",
        1,
        new TimeRange(start, end),
        new Costs(amount(random), amount(random), amount(random), amount(random)),
        Accelerator.YES,
        false,
        OptionalLong.of(random.nextLong(1L << 51) - (1L << 50)),
        keys(Map.of()));
  }

  private static List<DeviceTime> arbitraryTimes(Random random) {
    State[] states = {State.PRODUCTIVE, State.ACTIVE, State.HELD_IDLE, State.UNALLOCATED};
    List<DeviceTime> times = new ArrayList<>();
    for (int n = random.nextInt(8); n > 0; n--) {
      List<DeviceTime.Share> holders = new ArrayList<>();
      for (int h = random.nextInt(4); h > 0; h--) {
        holders.add(share("pod:ml/h" + h, 1 + random.nextInt(3)));
      }
      State state = states[random.nextInt(states.length)];
      times.add(new DeviceTime(state, "-", holders, random.nextLong(1L << 50)));
    }
    return times;
  }

  private static Amount amount(Random random) {
    return Amount.ofUnscaled(new BigInteger(90, random).subtract(BigInteger.ONE.shiftLeft(89)));
  }

  private static DeviceTime time(State state, long nanos, DeviceTime.Share... holders) {
    return new DeviceTime(state, "-", List.of(holders), nanos);
  }

  private static DeviceTime.Share share(String key, long weight) {
    return new DeviceTime.Share(LineHolder.ofKey(key), weight);
  }

  private static Costs costs(String billed, String effective, String list, String contracted) {
    return new Costs(
        Amount.parse(billed),
        Amount.parse(effective),
        Amount.parse(list),
        Amount.parse(contracted));
  }

  private static ChargeKeys keys(Map<Name, String> values) {
    return new ChargeKeys(values, Map.of());
  }
}
