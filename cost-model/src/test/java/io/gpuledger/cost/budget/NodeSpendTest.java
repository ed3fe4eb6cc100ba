package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.Sevenths;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Holds;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeSpendTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START =
      Duration.between(Instant.EPOCH, Instant.parse("2026-11-02T00:00:00Z")).toNanos();
  private static final long CADENCE = 15 * SECOND;
  private static final String MODEL = "H100";
  private static final StateRules RULES = new StateRules(StateThresholds.DEFAULT);
  private static final DeviceId WHOLE = DeviceId.ofWhole("c", "GPU-0");

  private final Map<DeviceId, NodeSpend.Seen> seen = new HashMap<>();
  private @Nullable NodeHeard heard;
  private final Book book = new Book("7.000000000000000001");

  @Test
  void a_slice_costs_its_sevenths_and_the_parent_what_is_left() {
    book.watch("");
    book.watch("holder:\"pod:ml/three\"");
    book.watch("holder:\"pod:ml/one\"");
    book.watch("state:\"unobserved\"");
    Reading parent = reading(WHOLE, "", START, Measures.NONE);
    Reading three = reading(slice("1"), "3g.40gb", START, busy(), pod("three"));
    Reading one = reading(slice("2"), "1g.10gb", START, busy(), pod("one"));

    scrape(parent, three, one);
    List<SpendAddition> additions = scrape(parent.at(CADENCE), three.at(CADENCE), one.at(CADENCE));

    BigInteger seventh = sevenths(CADENCE, 1);
    assertThat(spent(additions))
        .containsExactly(
            Map.entry("b0", seventh.multiply(BigInteger.valueOf(7))),
            Map.entry("b1", seventh.multiply(BigInteger.valueOf(3))),
            Map.entry("b2", seventh),
            Map.entry("b3", seventh.multiply(BigInteger.valueOf(3))));
    assertThat(additions.get(0).burn().perHour()).hasToString("7.000000000000000001");
    assertThat(additions.get(1).burn().perHour()).hasToString("3");
  }

  @Test
  void holders_bear_equal_shares_that_sum_to_the_whole() {
    book.watch("");
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      holders.add(pod("p" + i));
      book.watch("workload:\"p" + i + "\"");
    }
    // 1 ns at 7.000000000000000001 is 49000000000000000007 sevenths, which 4 does not divide.
    scrape(reading(WHOLE, "", START, busy(), holders.toArray(Holder[]::new)));
    Map<String, BigInteger> spent =
        spent(scrape(reading(WHOLE, "", START + 1, busy(), holders.toArray(Holder[]::new))));

    assertThat(spent.get("b0")).isEqualTo(new BigInteger("49000000000000000007"));
    assertThat(spent.get("b1")).isEqualTo(new BigInteger("12250000000000000002"));
    assertThat(spent.get("b4")).isEqualTo(new BigInteger("12250000000000000001"));
    assertThat(
            List.of(spent.get("b1"), spent.get("b2"), spent.get("b3"), spent.get("b4")).stream()
                .reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(spent.get("b0"));
  }

  @Test
  void past_the_weight_cap_nobody_is_known_to_hold_a_device_and_after_a_day_it_is_gone() {
    book.watch("");
    book.watch("workload:\"train\"");
    book.watch("state:\"unobserved\"");
    scrape(reading(WHOLE, "", START, busy(), pod("train")));

    Map<String, BigInteger> spent =
        spent(
            scrape(reading(WHOLE, "", START + Duration.ofDays(3).toNanos(), busy(), pod("train"))));

    long day = Duration.ofDays(1).toNanos();
    assertThat(spent)
        .containsExactly(
            Map.entry("b0", sevenths(day, 7)),
            Map.entry("b1", sevenths(2 * CADENCE, 7)),
            Map.entry("b2", sevenths(day - 2 * CADENCE, 7)));
  }

  @Test
  void each_day_gets_its_own_part() {
    book.watch("");
    long midnight =
        Duration.between(Instant.EPOCH, Instant.parse("2026-12-01T00:00:00Z")).toNanos();
    scrape(reading(WHOLE, "", midnight - 5 * SECOND, busy(), pod("train")));

    List<SpendAddition> additions =
        scrape(reading(WHOLE, "", midnight + 10 * SECOND, busy(), pod("train")));

    assertThat(additions)
        .extracting(addition -> addition.day().toString(), SpendAddition::sevenths)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("2026-11-30", sevenths(5 * SECOND, 7)),
            org.assertj.core.groups.Tuple.tuple("2026-12-01", sevenths(10 * SECOND, 7)));
  }

  @Test
  void days_are_those_of_each_budgets_zone_and_clocks_that_change_lose_nothing() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    book.watch("");
    book.watch("", PeriodRule.of(PeriodKind.DAY, berlin), "USD");
    // 2026-10-25 has 25 hours in Berlin: from 22:00 UTC the day before to 23:00 UTC.
    long from = nanos("2026-10-24T21:00:00Z");
    scrape(reading(WHOLE, "", from, busy(), pod("train")));

    List<SpendAddition> additions =
        scrape(reading(WHOLE, "", nanos("2026-10-25T20:59:59.999999999Z"), busy(), pod("train")));
    additions =
        concat(
            additions,
            scrape(reading(WHOLE, "", nanos("2026-10-26T01:00:00Z"), busy(), pod("train"))));

    Map<String, BigInteger> byDay = new TreeMap<>();
    for (SpendAddition addition : additions) {
      if (addition.watched().budget().id().equals("b1")) {
        byDay.merge(addition.day().toString(), addition.sevenths(), BigInteger::add);
      }
    }
    long hour = Duration.ofHours(1).toNanos();
    assertThat(byDay)
        .containsExactly(
            Map.entry("2026-10-24", sevenths(hour, 7)),
            Map.entry("2026-10-25", sevenths(25 * hour, 7)),
            Map.entry("2026-10-26", sevenths(2 * hour, 7)));
    assertThat(spent(additions).get("b0")).isEqualTo(sevenths(28 * hour, 7));
  }

  @Test
  void hours_are_counted_of_devices_without_a_price_as_well() {
    book.watch("", PeriodRule.MONTHS, BudgetUnit.HOURS);
    Reading unpriced =
        new Reading(WHOLE, "", START, busy(), List.of(pod("train"))).ofModel("unheard of");
    scrape(unpriced);

    SpendAddition addition = scrape(unpriced.at(CADENCE)).get(0);

    assertThat(addition.unpricedModels()).isEmpty();
    assertThat(addition.burn().perHour()).as("a device an hour").hasToString("1");
    assertThat(DeviceTimePrice.amount(addition.sevenths(), Sevenths.WHOLE).toBigDecimal())
        .isEqualByComparingTo(
            new BigDecimal("15").divide(new BigDecimal("3600"), 18, RoundingMode.HALF_EVEN));
  }

  private static List<SpendAddition> concat(List<SpendAddition> first, List<SpendAddition> second) {
    List<SpendAddition> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static long nanos(String instant) {
    Duration since = Duration.between(Instant.EPOCH, Instant.parse(instant));
    return since.toNanos();
  }

  @Test
  void parts_of_one_instant_are_merged_and_charged_once() {
    book.watch("");
    book.watch("workload:\"train\"+state:\"productive\"");
    Measures memory = new Measures(-1, -1, -1, -1, 40L << 30, -1, -1);
    scrape(reading(WHOLE, "", START, memory));
    List<SpendAddition> merged = scrape(reading(WHOLE, "", START, busy(), pod("train")));

    assertThat(spent(merged).values()).containsOnly(BigInteger.ZERO);
    assertThat(merged.get(1).burn().topHolder()).isEqualTo("pod:ml/train");
    assertThat(scrape(reading(WHOLE, "", START, memory))).as("nothing new").isEmpty();
    assertThat(scrape(reading(WHOLE, "", START - 1, busy()))).as("older").isEmpty();

    assertThat(spent(scrape(reading(WHOLE, "", START + CADENCE, busy(), pod("train")))))
        .containsExactly(
            Map.entry("b0", sevenths(CADENCE, 7)), Map.entry("b1", sevenths(CADENCE, 7)));
  }

  @Test
  void a_late_part_of_some_devices_leaves_the_burn_of_the_others_as_it_is() {
    book.watch("");
    Reading first = reading(WHOLE, "", START, busy(), pod("train"));
    Reading other = reading(DeviceId.ofWhole("c", "GPU-1"), "", START, busy(), pod("train"));
    scrape(first, other);

    List<SpendAddition> additions =
        scrape(first, reading(other.device, "", START, busy(), pod("second")));

    assertThat(additions)
        .singleElement()
        .satisfies(
            addition -> assertThat(addition.burn().perHour()).hasToString("14.000000000000000002"));
  }

  @Test
  void the_holder_that_costs_most_on_the_node_is_named_since_it_holds_its_devices() {
    book.watch("");
    DeviceId second = DeviceId.ofWhole("c", "GPU-1");
    DeviceId third = DeviceId.ofWhole("c", "GPU-2");
    scrape(reading(WHOLE, "", START, busy(), pod("a")));
    List<SpendAddition> additions =
        scrape(
            reading(WHOLE, "", START + CADENCE, busy(), pod("a")),
            reading(second, "", START + CADENCE, busy(), pod("b")),
            reading(third, "", START + CADENCE, busy(), pod("a"), pod("b")));

    Burn burn = additions.get(0).burn();
    assertThat(burn.topHolder()).as("a bears a device and a half, b as well").isEqualTo("pod:ml/a");
    assertThat(burn.topPerHour()).hasToString("10.500000000000000002");
    assertThat(burn.topSinceMicros()).isEqualTo(START / 1_000);
    assertThat(burn.atMicros()).isEqualTo((START + CADENCE) / 1_000);
  }

  /** A sample. */
  private record Reading(
      DeviceId device,
      String migProfile,
      long atNanos,
      Measures measures,
      List<Holder> holders,
      String model) {
    Reading(
        DeviceId device, String migProfile, long atNanos, Measures measures, List<Holder> holders) {
      this(device, migProfile, atNanos, measures, holders, MODEL);
    }

    Reading at(long laterNanos) {
      return new Reading(device, migProfile, atNanos + laterNanos, measures, holders, model);
    }

    Reading ofModel(String other) {
      return new Reading(device, migProfile, atNanos, measures, holders, other);
    }

    DeviceFacts facts() {
      return new DeviceFacts("n", "", model, migProfile);
    }
  }

  private static Reading reading(
      DeviceId device, String migProfile, long atNanos, Measures measures, Holder... holders) {
    return new Reading(device, migProfile, atNanos, measures, List.of(holders));
  }

  private List<SpendAddition> scrape(Reading... readings) {
    Sevenths sevenths = new Sevenths();
    for (Reading reading : readings) {
      sevenths.add(reading.device, reading.migProfile);
    }
    NodeSpend spend = new NodeSpend(book, "dcgm", sevenths);
    for (Reading reading : readings) {
      Hold named = Hold.of(reading.holders, holder -> "");
      Observation observation =
          Observation.of(
              reading.atNanos,
              reading.measures,
              CADENCE,
              RULES,
              new Holds(named, NodeSpend.UNKNOWN));
      Optional<NodeSpend.Seen> now =
          spend.take(
              seen.get(reading.device),
              new NodeSpend.Reading(reading.device, reading.facts(), observation, RULES));
      now.ifPresent(device -> seen.put(reading.device, device));
    }
    Optional<NodeHeard> now = spend.heard(heard);
    heard = now.orElse(heard);
    return now.map(spend::additions).orElse(List.of());
  }

  private static Map<String, BigInteger> spent(List<SpendAddition> additions) {
    Map<String, BigInteger> spent = new TreeMap<>();
    additions.forEach(
        addition ->
            spent.merge(addition.watched().budget().id(), addition.sevenths(), BigInteger::add));
    return spent;
  }

  private static BigInteger sevenths(long nanos, int share) {
    return DeviceTimePrice.product(nanos, Amount.parse("7.000000000000000001"))
        .multiply(BigInteger.valueOf(share));
  }

  private static DeviceId slice(String gpuInstance) {
    return new DeviceId("c", "GPU-0", gpuInstance, "");
  }

  private static Measures busy() {
    return new Measures(FixedPoint.ratio(0.9), FixedPoint.ratio(0.6), -1, -1, 40L << 30, -1, -1);
  }

  private static Holder pod(String name) {
    return new Holder(Holder.Kind.KUBERNETES_POD, "ml", name, "", "");
  }

  /** Budgets b0, b1 and so on, and one rate. */
  private static final class Book implements NodeSpend.Terms {
    private final List<WatchedBudget> budgets = new ArrayList<>();
    private final RateBook rates;

    Book(String perHour) {
      Money rate = new Money("USD", Amount.parse(perHour));
      TimeRange always =
          new TimeRange(
              Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z"));
      rates = RateBook.of(List.of(new HourlyRate(MODEL, rate, always)));
    }

    void watch(String filter) {
      watch(filter, PeriodRule.MONTHS, "USD");
    }

    void watch(String filter, PeriodRule rule, String denomination) {
      Money limit = new Money(denomination, Amount.of(100));
      budgets.add(
          new WatchedBudget(
              new Budget("b" + budgets.size(), 1, limit, List.of(100)),
              Filter.parse(filter),
              rule,
              new FiscalCalendar.Months(Month.JANUARY, PeriodRule.UTC),
              Map.of(),
              false));
    }

    @Override
    public Collection<WatchedBudget> budgets() {
      return budgets;
    }

    @Override
    public RateBook rates() {
      return rates;
    }

    @Override
    public Owner ownerOf(DeviceId device, DeviceFacts facts, Holder holder, Instant at) {
      return Owner.UNATTRIBUTED;
    }
  }
}
