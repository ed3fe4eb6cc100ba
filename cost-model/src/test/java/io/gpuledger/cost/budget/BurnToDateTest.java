package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** November has 720 h: a limit of 720 is one an hour. */
class BurnToDateTest {
  private static final Instant START = Instant.parse("2026-11-10T00:00:00Z");
  private static final WatchedBudget BUDGET = watched("720");
  private static final BurnRule RULE = rule("3", "10");
  private static final long MINUTE = 60_000_000L;

  private final Map<String, Burn> nodes = new TreeMap<>();
  private BurnToDate burn = BurnToDate.NEW;

  @Test
  void an_even_pace_is_one_and_is_not_known_before_a_window_was_observed_whole() {
    runs("n1", 0, 5 * 60, "1");

    assertThat(paces("720")).containsExactly("1.0", "unknown");

    runs("n1", 5 * 60, 6 * 60 + 5, "1");

    assertThat(paces("720")).containsExactly("1.0", "1.0");
    assertThat(look("720").windows().get(1).spent()).hasToString("6");
    assertThat(look("720").windows().get(1).perHour()).hasToString("1");
    BurnWindow window = look("720").windows().get(0);
    assertThat(window.pace(Amount.ZERO, period("720").span())).as("no limit").isEmpty();
    assertThat(paces("240")).containsExactly("3.0", "3.0");
    assertThat(paces("241")).as("never more than it is").containsExactly("2.9", "2.9");
  }

  @Test
  void a_window_is_its_length_or_up_to_five_minutes_more() {
    runs("n1", 0, 7 * 60 + 3, "1");

    BurnWindow window = look("720").windows().get(0);

    assertThat(at(window.toMicros())).isEqualTo(START.plus(7 * 60 + 3, ChronoUnit.MINUTES));
    assertThat(at(window.fromMicros())).isEqualTo(START.plus(6 * 60, ChronoUnit.MINUTES));
    assertThat(window.spent()).hasToString("1.05");
    assertThat(window.perHour()).hasToString("1");
  }

  @Test
  void too_fast_is_told_once_both_windows_are_and_is_over_when_the_short_one_falls_below() {
    runs("n1", 0, 12 * 60, "1");
    runs("n1", 12 * 60, 13 * 60 + 5, "6");
    assertThat(paces("720").get(0)).isEqualTo("6.0");
    assertThat(settle().stands()).as("the long window has burned 11 in 6 h").isFalse();

    runs("n1", 13 * 60 + 5, 15 * 60, "6");
    Instant begun = START.plus(15 * 60, ChronoUnit.MINUTES);
    assertThat(at(settle().standsSinceMicros())).isEqualTo(begun);

    runs("n1", 15 * 60, 15 * 60 + 30, "2.8");
    assertThat(at(settle().standsSinceMicros())).as("one episode").isEqualTo(begun);
    runs("n1", 15 * 60 + 30, 18 * 60, "2.8");
    assertThat(settle().stands()).as("above nine tenths of the gate").isTrue();
    runs("n1", 18 * 60, 20 * 60, "2.6");
    assertThat(settle().stands()).isFalse();
  }

  @Test
  void what_costs_little_is_not_told_of_and_neither_is_other_money() {
    runs("n1", 0, 13 * 60, "4");

    assertThat(paces("720")).containsExactly("4.0", "4.0");
    assertThat(look(rule("3", "24.1"), "720", 0).burn().stands()).as("24").isFalse();
    assertThat(look(rule("3", "24"), "720", 0).burn().stands()).isTrue();
    assertThat(look(BurnRule.DEFAULT, "720", 0).burn().stands()).isFalse();
    BurnRule euros =
        new BurnRule(
            RULE.shortWindow(),
            RULE.longWindow(),
            RULE.factor(),
            Optional.of(new Money("EUR", Amount.of(1))));
    assertThat(look(euros, "720", 0).burn().stands()).isFalse();
  }

  @Test
  void a_gate_that_is_taken_away_ends_it() {
    runs("n1", 0, 13 * 60, "4");
    assertThat(settle().stands()).isTrue();

    assertThat(look(BurnRule.DEFAULT, "720", 0).burn().stands()).isFalse();
  }

  @Test
  void silence_of_all_telemetry_is_not_zero() {
    runs("n1", 0, 13 * 60, "4");
    assertThat(settle().stands()).isTrue();

    long later = micros(20 * 60);
    assertThat(look(RULE, "720", later).windows().get(0).spent()).hasToString("4");
    assertThat(look(RULE, "720", later).burn().stands()).isTrue();

    runs("n1", 20 * 60, 20 * 60 + 30, "0.1");
    assertThat(paces("720")).as("a hole in both").containsExactly("unknown", "unknown");
  }

  @Test
  void a_silent_node_is_taken_to_go_on_and_one_that_gave_its_devices_back_is_not() {
    runs("n1", 0, 13 * 60, "4");
    assertThat(settle().stands()).isTrue();

    runs("n2", 13 * 60, 15 * 60, "0.5");
    assertThat(settle().stands()).as("n1 is silent").isTrue();

    add("n1", 15 * 60, "0", "0", 15 * 60);
    add("n2", 15 * 60 + 1, "0", "0.5", 13 * 60);
    assertThat(settle().stands()).isFalse();
  }

  @Test
  void where_nothing_is_left_it_is_over_when_the_clock_has_left_the_spend_behind() {
    runs("n1", 0, 13 * 60, "4");
    add("n1", 13 * 60 + 1, "0", "0", 0);
    assertThat(settle().stands()).isTrue();

    assertThat(look(RULE, "720", micros(13 * 60 + 10)).burn().stands()).isTrue();
    assertThat(look(RULE, "720", micros(13 * 60 + 40)).burn().stands()).isFalse();
  }

  @Test
  void without_a_price_it_is_not_over() {
    runs("n1", 0, 13 * 60, "4");
    assertThat(settle().stands()).isTrue();
    for (int minute = 13 * 60 + 1; minute < 16 * 60; minute++) {
      burn =
          burn.after(
              new SpendAddition(
                  BUDGET,
                  LocalDate.parse("2026-11-10"),
                  BigInteger.ZERO,
                  List.of("H100"),
                  new Burn(Amount.ZERO, "", "", Amount.ZERO, 0, micros(minute), true),
                  new RecentSpend(BurnBuckets.NONE, micros(0))),
              RULE);
    }

    assertThat(settle().stands()).isTrue();
  }

  @Test
  void a_silent_node_without_a_price_is_not_gone() {
    runs("n1", 0, 13 * 60, "4");
    assertThat(settle().stands()).isTrue();
    add("n1", 13 * 60 + 1, "1", "0", 0);
    nodes.put("n1", new Burn(Amount.ZERO, "", "", Amount.ZERO, 0, micros(13 * 60 + 1), true));

    assertThat(look(RULE, "720", micros(15 * 60)).burn().stands()).isTrue();
    nodes.put("n1", heard(micros(13 * 60 + 2), "0"));
    assertThat(look(RULE, "720", micros(15 * 60)).burn().stands()).isFalse();
  }

  @Test
  void a_budget_that_was_told_before_anything_ran_has_spent_nothing_until_then() {
    burn = burn.told(micros(0));
    // The node is seen since midnight, its devices come into scope at 07:00.
    for (int minute = 7 * 60; minute <= 7 * 60 + 30; minute++) {
      add("n1", minute, minute == 7 * 60 ? "0" : "1", "60", 0);
    }

    assertThat(paces("720")).containsExactly("30.0", "5.0");
  }

  @Test
  void a_node_whose_scrapes_come_late_makes_no_window_whole_that_began_before_all_were_counted() {
    add("n1", 40, "0", "1", 0);
    add("n1", 41, "1", "1", 0);
    for (int minute = 0; minute <= 41; minute++) {
      add("late", minute, minute == 0 ? "0" : "1", "1", 0);
    }
    for (int minute = 42; minute <= 65; minute++) {
      add("n1", minute, "1", "1", 0);
      add("late", minute, "1", "1", 0);
    }

    assertThat(paces("720"))
        .as("40 minutes of n1 were not seen")
        .containsExactly("unknown", "unknown");

    for (int minute = 66; minute <= 105; minute++) {
      add("n1", minute, "1", "1", 0);
      add("late", minute, "1", "1", 0);
    }
    assertThat(paces("720")).containsExactly("2.0", "unknown");
  }

  @Test
  void samples_of_any_order_and_split_come_to_the_same_and_nothing_old_is_kept() {
    Random random = new Random(20261130);
    for (int round = 0; round < 60; round++) {
      List<SpendAddition> additions = additions(random);
      BurnToDate clean = BurnToDate.NEW.told(micros(0));
      for (SpendAddition addition : additions) {
        clean = clean.after(addition, RULE);
      }
      Collections.shuffle(additions, random);
      BurnToDate shuffled = BurnToDate.NEW.told(micros(0));
      for (SpendAddition addition : additions) {
        for (SpendAddition part : split(addition, random)) {
          shuffled = shuffled.after(part, RULE);
        }
      }

      assertThat(look(shuffled)).isEqualTo(look(clean));
      assertThat(shuffled.spent()).isEqualTo(clean.spent());
      assertThat(clean.spent().byBucket()).hasSizeLessThanOrEqualTo(72 + 4);
      long newest = clean.newestMicros();
      BurnWindow longOne = look(clean).get(1);
      BigInteger expected = BigInteger.ZERO;
      for (SpendAddition addition : additions) {
        expected = expected.add(addition.recent().spent().sumFrom(longOne.fromMicros()));
      }
      assertThat(longOne.toMicros()).isEqualTo(newest);
      assertThat(longOne.spent()).isEqualTo(DeviceTimePrice.amount(expected, Sevenths.WHOLE));
    }
  }

  private static List<BurnWindow> look(BurnToDate burn) {
    return burn.look(RULE, period("720"), Map.of("n", heard(burn.newestMicros(), "1")), 0)
        .windows();
  }

  /** Twelve hours of three nodes, each scraped every few minutes. */
  private static List<SpendAddition> additions(Random random) {
    List<SpendAddition> additions = new ArrayList<>();
    for (int node = 0; node < 3; node++) {
      int minute = 0;
      while (minute < 12 * 60) {
        int next = minute + 1 + random.nextInt(5);
        Map<Long, BigInteger> spent = new HashMap<>();
        long nanos = Nanos.ofMinutes(minute);
        BigInteger rate = BigInteger.valueOf(1 + random.nextInt(1_000_000));
        BurnBuckets.cut(
            Nanos.at(START) + nanos,
            Nanos.at(START) + Nanos.ofMinutes(next),
            (bucket, length) ->
                spent.merge(bucket, rate.multiply(BigInteger.valueOf(length)), BigInteger::add));
        additions.add(
            new SpendAddition(
                BUDGET,
                LocalDate.parse("2026-11-10"),
                BigInteger.ZERO,
                List.of(),
                heard(micros(next), "1"),
                new RecentSpend(new BurnBuckets(new TreeMap<>(spent)), micros(0))));
        minute = next;
      }
    }
    return additions;
  }

  private static final class Nanos {
    static long ofMinutes(int minutes) {
      return Duration.ofMinutes(minutes).toNanos();
    }

    static long at(Instant at) {
      return Duration.between(Instant.EPOCH, at).toNanos();
    }
  }

  private static List<SpendAddition> split(SpendAddition whole, Random random) {
    Map<Long, BigInteger> first = new HashMap<>();
    Map<Long, BigInteger> rest = new HashMap<>();
    whole
        .recent()
        .spent()
        .byBucket()
        .forEach(
            (bucket, sum) -> {
              BigInteger part = sum.divide(BigInteger.valueOf(1 + random.nextInt(4)));
              first.put(bucket, part);
              rest.put(bucket, sum.subtract(part));
            });
    return List.of(with(whole, first), with(whole, rest));
  }

  private static SpendAddition with(SpendAddition of, Map<Long, BigInteger> spent) {
    return new SpendAddition(
        of.watched(),
        of.day(),
        of.sevenths(),
        of.unpricedModels(),
        of.burn(),
        new RecentSpend(new BurnBuckets(new TreeMap<>(spent)), of.recent().knownSinceMicros()));
  }

  @Test
  void windows_that_make_no_sense_are_refused() {
    for (String[] wrong :
        new String[][] {{"PT7M", "PT6H"}, {"PT6H", "PT1H"}, {"PT1H", "PT25H"}, {"PT0S", "PT1H"}}) {
      assertThatThrownBy(
              () ->
                  new BurnRule(
                      Duration.parse(wrong[0]),
                      Duration.parse(wrong[1]),
                      BigDecimal.ONE,
                      Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> rule("0", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rule("3", "0")).isInstanceOf(IllegalArgumentException.class);
  }

  /** A node that is scraped each minute from one to another, and costs so much an hour. */
  private void runs(String node, int fromMinute, int toMinute, String perHour) {
    boolean first = !nodes.containsKey(node) || fromMinute == 20 * 60;
    int since = first ? fromMinute : 0;
    for (int minute = fromMinute + (first ? 0 : 1); minute <= toMinute; minute++) {
      boolean charges = minute > fromMinute;
      add(node, minute, charges ? "1" : "0", perHour, since);
    }
  }

  /** A scrape that charges some minutes before it. */
  private void add(String node, int minute, String minutes, String perHour, int sinceMinute) {
    Map<Long, BigInteger> spent = new TreeMap<>();
    long to = Nanos.at(START) + Nanos.ofMinutes(minute);
    Amount rate = Amount.parse(perHour);
    BurnBuckets.cut(
        to - Nanos.ofMinutes(Integer.parseInt(minutes)),
        to,
        (bucket, nanos) ->
            spent.put(
                bucket,
                DeviceTimePrice.product(nanos, rate).multiply(BigInteger.valueOf(Sevenths.WHOLE))));
    Burn now = heard(micros(minute), perHour);
    nodes.put(node, now);
    burn =
        burn.after(
            new SpendAddition(
                BUDGET,
                LocalDate.parse("2026-11-10"),
                BigInteger.ZERO,
                List.of(),
                now,
                new RecentSpend(new BurnBuckets(new TreeMap<>(spent)), micros(sinceMinute))),
            RULE);
  }

  private BurnToDate settle() {
    burn = look(RULE, "720", 0).burn();
    return burn;
  }

  private BurnToDate.Look look(String limit) {
    return look(RULE, limit, 0);
  }

  private BurnToDate.Look look(BurnRule rule, String limit, long wall) {
    return burn.look(rule, period(limit), nodes, wall);
  }

  private List<String> paces(String limit) {
    return look(limit).windows().stream()
        .map(
            window ->
                window
                    .pace(Amount.parse(limit), period(limit).span())
                    .map(BigDecimal::toPlainString)
                    .orElse("unknown"))
        .toList();
  }

  private static Burn heard(long micros, String perHour) {
    return new Burn(Amount.parse(perHour), "", "", Amount.ZERO, 0, micros, false);
  }

  private static long micros(int minute) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, START) + minute * MINUTE;
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static BurnRule rule(String factor, String least) {
    return new BurnRule(
        Duration.ofHours(1),
        Duration.ofHours(6),
        new BigDecimal(factor),
        Optional.of(new Money("USD", Amount.parse(least))));
  }

  private static WatchedBudget watched(String limit) {
    return new WatchedBudget(
        new Budget("b1", 1, new Money("USD", Amount.parse(limit)), List.of()), Filter.parse(""));
  }

  private static PeriodToDate period(String limit) {
    BudgetSpan span =
        new BudgetSpan(
            "2026-11",
            LocalDate.parse("2026-11-01"),
            LocalDate.parse("2026-12-01"),
            ZoneOffset.UTC);
    return new PeriodToDate(
        span,
        watched(limit).budget(),
        PeriodTerms.NONE,
        BigInteger.ZERO,
        1,
        LocalDate.parse("2026-11-10"),
        Collections.emptySortedMap(),
        List.of(),
        0,
        false);
  }
}
