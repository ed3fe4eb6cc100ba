package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetToDateTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final FiscalCalendar BOOKS =
      new FiscalCalendar.Weeks(
          FiscalCalendar.Pattern.FOUR_FOUR_FIVE,
          Month.JANUARY,
          DayOfWeek.SATURDAY,
          FiscalCalendar.YearEnd.LAST_OF_MONTH,
          BERLIN);
  private static final Amount LIMIT = Amount.of(100);

  private final MemoryBudgetBook book = new MemoryBudgetBook();

  /** A model without a rate is named and not added as zero (opencost#2215). */
  @Test
  void additions_add_up_and_each_threshold_crosses_once() {
    WatchedBudget months = watched(1, PeriodRule.MONTHS, Map.of());

    assertThat(percents(add(months, "2026-11-03", "60", "H100"))).containsExactly(50);
    assertThat(percents(add(months, "2026-11-04", "60", "A100"))).containsExactly(100);
    PeriodToDate.Step third = add(months, "2026-11-03", "60");

    assertThat(percents(third)).isEmpty();
    assertThat(third.period().spent()).isEqualTo(new Money("USD", Amount.of(180)));
    assertThat(third.period().unpricedModels()).containsExactly("A100", "H100");
  }

  @Test
  void a_new_version_keeps_the_spend_and_reports_anew() {
    add(watched(1, PeriodRule.MONTHS, Map.of()), "2026-11-03", "60");

    PeriodToDate.Step step = add(watched(2, PeriodRule.MONTHS, Map.of()), "2026-11-03", "0");

    assertThat(step.period().spent().amount()).hasToString("60");
    assertThat(percents(step)).containsExactly(50);
  }

  @Test
  void another_kind_of_period_keeps_the_days_that_are_kept() {
    add(watched(1, PeriodRule.of(PeriodKind.QUARTER, PeriodRule.UTC), Map.of()), "2026-10-20", "5");

    PeriodToDate.Step step = add(watched(2, PeriodRule.MONTHS, Map.of()), "2026-10-21", "7");

    assertThat(step.period().spent().amount()).hasToString("12");
    assertThat(book.periods).containsOnlyKeys("2026-10");
  }

  @Test
  void another_filter_currency_or_zone_counts_anew() {
    WatchedBudget first = watched(1, PeriodRule.MONTHS, Map.of());
    add(first, "2026-11-03", "60", "H100");
    for (WatchedBudget other :
        List.of(
            new WatchedBudget(first.budget(), Filter.parse("team:\"a\"")),
            new WatchedBudget(
                new Budget("b", 1, new Money("EUR", LIMIT), List.of(50, 100)), first.filter()),
            watched(1, PeriodRule.of(PeriodKind.MONTH, BERLIN), Map.of()))) {
      PeriodToDate.Step step = add(other, "2026-11-03", "51");

      assertThat(step.period().spent().amount()).hasToString("51");
      assertThat(step.period().unpricedModels()).isEmpty();
      assertThat(percents(step)).containsExactly(50);
    }
  }

  @Test
  void sevenths_are_added_as_they_are_and_divided_once() {
    WatchedBudget months = watched(1, PeriodRule.MONTHS, Map.of());
    BigInteger seventhOfTheLastDigit = BigInteger.valueOf(3_600_000_000_000L);
    LocalDate day = LocalDate.parse("2026-11-03");
    PeriodToDate period = add(months, day, seventhOfTheLastDigit).period();
    assertThat(period.spent().amount()).isEqualTo(Amount.ZERO);

    for (int i = 1; i < 7; i++) {
      period = add(months, day.plusDays(i), seventhOfTheLastDigit).period();
    }

    assertThat(period.spent().amount()).hasToString("0.000000000000000001");
  }

  @Test
  void settled_days_count_by_their_bills_and_later_ones_by_the_larger_view() {
    PeriodTerms terms =
        terms("2026-11-02", "40", Map.of("2026-11-03", "9", "2026-11-04", "2", "2026-11-06", "1"));
    add(watched(1, PeriodRule.MONTHS, Map.of()), "2026-11-01", "30");
    WatchedBudget told = watched(1, PeriodRule.MONTHS, Map.of("2026-11", terms));
    add(told, "2026-11-02", "5");
    add(told, "2026-11-03", "4");
    PeriodToDate.Step step = add(told, "2026-11-04", "8");

    assertThat(step.period().spent().amount()).as("40 + 9 + 8 + 1").hasToString("58");
    assertThat(step.period().unknownDays()).as("the fifth").isEqualTo(1);
  }

  @Test
  void a_base_that_moves_counts_no_day_twice_and_tells_no_threshold_twice() {
    WatchedBudget before = watched(1, PeriodRule.MONTHS, Map.of());
    add(before, "2026-11-01", "30");
    assertThat(percents(add(before, "2026-11-02", "30"))).containsExactly(50);

    PeriodToDate.Step lower =
        add(
            watched(1, PeriodRule.MONTHS, Map.of("2026-11", terms("2026-11-01", "10", Map.of()))),
            "2026-11-02",
            "0");
    assertThat(lower.period().spent().amount()).hasToString("40");
    PeriodToDate.Step higher =
        add(
            watched(1, PeriodRule.MONTHS, Map.of("2026-11", terms("2026-11-02", "70", Map.of()))),
            "2026-11-02",
            "5");

    assertThat(higher.period().spent().amount()).as("the day is settled").hasToString("70");
    assertThat(percents(lower)).isEmpty();
    assertThat(percents(higher)).isEmpty();
  }

  @Test
  void a_limit_that_is_raised_within_a_version_takes_back_what_is_no_longer_reached() {
    WatchedBudget own = watched(1, PeriodRule.MONTHS, Map.of());
    assertThat(percents(add(own, "2026-11-01", "60"))).containsExactly(50);
    PeriodTerms raised =
        new PeriodTerms(
            Optional.of(Amount.of(200)),
            Optional.empty(),
            Amount.ZERO,
            Collections.emptySortedMap());
    WatchedBudget more = watched(1, PeriodRule.MONTHS, Map.of("2026-11", raised));

    assertThat(percents(add(more, "2026-11-01", "1"))).isEmpty();
    assertThat(percents(add(more, "2026-11-02", "39"))).containsExactly(50);
  }

  @Test
  void a_period_that_has_ended_keeps_the_terms_that_it_was_told_last() {
    PeriodTerms terms = terms("2026-11-29", "70", Map.of());
    add(watched(1, PeriodRule.MONTHS, Map.of("2026-11", terms)), "2026-11-30", "5");

    PeriodToDate.Step late = add(watched(1, PeriodRule.MONTHS, Map.of()), "2026-11-30", "5");

    assertThat(late.period().spent().amount()).hasToString("80");
  }

  /** An edit, a restart or a period's turn leaves what is billed and the limit open for a while. */
  @Test
  void nothing_is_reported_until_the_terms_of_a_version_and_period_are_told() {
    PeriodTerms base = terms("2026-11-02", "70", Map.of());
    WatchedBudget first = watched(1, PeriodRule.MONTHS, Map.of("2026-11", base));
    assertThat(percents(add(first, "2026-11-03", "1"))).containsExactly(50);

    WatchedBudget edited = expecting(2, "60");
    assertThat(percents(add(edited, "2026-11-03", "1"))).isEmpty();
    PeriodToDate.Step second = add(edited, "2026-11-03", "1");
    assertThat(percents(second)).isEmpty();
    assertThat(second.period().awaitsTerms()).isTrue();

    PeriodTerms other = terms("2026-11-02", "20", Map.of());
    List<PeriodToDate.Step> told =
        BudgetToDate.retell(watched(2, PeriodRule.MONTHS, Map.of("2026-11", other)), book);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).period().awaitsTerms()).isFalse();
    assertThat(told.get(0).period().spent().amount()).hasToString("23");
    assertThat(percents(told.get(0))).isEmpty();
    assertThat(
            percents(
                add(watched(2, PeriodRule.MONTHS, Map.of("2026-11", other)), "2026-12-01", "99")))
        .as("the next month has no terms yet")
        .isEmpty();
  }

  @Test
  void a_restart_without_terms_keeps_the_limit_and_the_base_of_the_same_version() {
    PeriodTerms carried =
        new PeriodTerms(
            Optional.of(Amount.of(500)),
            Optional.of(LocalDate.parse("2026-11-02")),
            Amount.of(70),
            Collections.emptySortedMap());
    add(watched(1, PeriodRule.MONTHS, Map.of("2026-11", carried)), "2026-11-03", "1");

    PeriodToDate.Step step = add(expecting(1, "100"), "2026-11-03", "1");

    assertThat(step.period().limit()).isEqualTo(Amount.of(500));
    assertThat(step.period().spent().amount()).hasToString("72");
    assertThat(step.period().awaitsTerms()).isFalse();
    assertThat(percents(step)).isEmpty();
  }

  @Test
  void bills_true_up_a_period_in_which_nothing_runs_any_more() {
    add(watched(1, PeriodRule.MONTHS, Map.of()), "2026-11-03", "60");
    PeriodTerms settled = terms("2026-11-05", "45", Map.of());
    WatchedBudget told = watched(1, PeriodRule.MONTHS, Map.of("2026-11", settled));

    List<PeriodToDate.Step> steps = BudgetToDate.retell(told, book);

    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).period().spent().amount()).hasToString("45");
    assertThat(steps.get(0).period().unknownDays()).isZero();
    assertThat(BudgetToDate.retell(watched(0, PeriodRule.MONTHS, Map.of("2026-11", settled)), book))
        .as("of an earlier version")
        .isEmpty();
    assertThat(BudgetToDate.retell(told, new MemoryBudgetBook())).as("never seen").isEmpty();
  }

  @Test
  void a_rolling_window_without_its_terms_is_not_reported_and_moves_on_when_they_are_told() {
    PeriodRule rule = PeriodRule.rolling(3, PeriodRule.UTC);
    PeriodTerms first = terms("2026-11-02", "70", Map.of());
    add(watched(1, rule, Map.of("2026-11-03/3d", first)), "2026-11-03", "1");

    PeriodToDate.Step turned =
        add(watched(1, rule, Map.of("2026-11-03/3d", first)), "2026-11-04", "1");
    assertThat(turned.period().awaitsTerms()).isTrue();

    PeriodTerms second = terms("2026-11-03", "80", Map.of());
    PeriodToDate told =
        BudgetToDate.retell(watched(1, rule, Map.of("2026-11-04/3d", second)), book)
            .get(0)
            .period();
    assertThat(told.spent().amount()).hasToString("81");
    PeriodTerms third = terms("2026-11-04", "90", Map.of());
    PeriodToDate moved =
        BudgetToDate.retell(watched(1, rule, Map.of("2026-11-05/3d", third)), book).get(0).period();
    assertThat(moved.span().key()).isEqualTo("2026-11-05/3d");
    assertThat(moved.spent().amount()).hasToString("90");
  }

  @Test
  void what_was_under_way_when_the_filter_changed_is_dropped() {
    WatchedBudget newer =
        new WatchedBudget(
            new Budget("b", 2, new Money("USD", LIMIT), List.of(50)), Filter.parse("team:\"a\""));
    add(newer, "2026-11-03", "5");

    assertThat(
            BudgetToDate.add(
                addition(watched(1, PeriodRule.MONTHS, Map.of()), "2026-11-03", "9"), book))
        .isEmpty();
    assertThat(add(newer, "2026-11-03", "5").period().spent().amount()).hasToString("10");
  }

  @Test
  void a_day_of_devices_without_a_price_alone_is_not_known_and_a_window_forgets_its_models() {
    WatchedBudget rolling = watched(1, PeriodRule.rolling(2, PeriodRule.UTC), Map.of());
    assertThat(add(rolling, "2026-11-01", "0", "B200").period().unknownDays()).isEqualTo(2);
    assertThat(add(rolling, "2026-11-01", "1", "B200").period().unknownDays()).isEqualTo(1);

    PeriodToDate next = add(rolling, "2026-11-02", "1").period();

    assertThat(next.unpricedModels()).isEmpty();
    assertThat(next.unknownDays()).isZero();
  }

  private static WatchedBudget expecting(long version, String limit) {
    return new WatchedBudget(
        new Budget("b", version, new Money("USD", Amount.parse(limit)), List.of(50, 100)),
        Filter.parse(""),
        PeriodRule.MONTHS,
        BOOKS,
        Map.of(),
        true);
  }

  @Test
  void a_rolling_window_moves_on_and_tells_again_when_no_told_day_is_in_it() {
    WatchedBudget rolling = watched(1, PeriodRule.rolling(3, PeriodRule.UTC), Map.of());
    assertThat(percents(add(rolling, "2026-11-01", "60"))).containsExactly(50);
    PeriodToDate.Step second = add(rolling, "2026-11-02", "60");
    assertThat(percents(second)).containsExactly(100);
    assertThat(second.period().span().key()).isEqualTo("2026-11-02/3d");
    assertThat(percents(add(rolling, "2026-11-03", "0"))).isEmpty();
    PeriodToDate.Step fourth = add(rolling, "2026-11-04", "55");
    assertThat(fourth.period().spent().amount()).as("without the first").hasToString("115");
    assertThat(percents(fourth)).as("50 was told of a window that is over").containsExactly(50);
    assertThat(add(rolling, "2026-11-03", "1").period().spent().amount())
        .as("late, and inside")
        .hasToString("116");
    assertThat(add(rolling, "2026-11-01", "7").period().spent().amount())
        .as("late, and outside")
        .hasToString("116");
    assertThat(percents(add(rolling, "2026-11-07", "100"))).containsExactly(50, 100);
    assertThat(book.days.firstKey()).hasToString("2026-11-07");
  }

  @Test
  void a_project_counts_its_days_alone() {
    WatchedBudget project =
        watched(
            1,
            PeriodRule.project(
                LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-04"), PeriodRule.UTC),
            Map.of());

    assertThat(BudgetToDate.add(addition(project, "2026-11-01", "60"), book)).isEmpty();
    assertThat(BudgetToDate.add(addition(project, "2026-11-04", "60"), book)).isEmpty();
    assertThat(add(project, "2026-11-03", "1").period().spent().amount()).hasToString("1");
  }

  @Test
  void what_is_kept_is_bounded_and_a_forgotten_period_adds_nothing() {
    WatchedBudget days = watched(1, PeriodRule.of(PeriodKind.DAY, PeriodRule.UTC), Map.of());
    LocalDate first = LocalDate.parse("2026-01-01");
    for (int i = 0; i < 100; i++) {
      add(days, first.plusDays(i).toString(), "60");
    }

    assertThat(book.periods).hasSize(BudgetToDate.PERIODS_KEPT);
    assertThat(book.days).hasSize(BudgetToDate.PERIODS_KEPT);
    assertThat(BudgetToDate.add(addition(days, "2026-01-05", "60"), book)).isEmpty();
  }

  static List<PeriodRule> rules() {
    return List.of(
        PeriodRule.of(PeriodKind.DAY, BERLIN),
        PeriodRule.of(PeriodKind.WEEK, ZoneId.of("America/Santiago")),
        PeriodRule.MONTHS,
        PeriodRule.of(PeriodKind.QUARTER, ZoneId.of("Pacific/Apia")),
        PeriodRule.of(PeriodKind.YEAR, BERLIN),
        PeriodRule.rolling(7, BERLIN),
        PeriodRule.fiscal(PeriodKind.MONTH),
        PeriodRule.fiscal(PeriodKind.QUARTER),
        PeriodRule.fiscal(PeriodKind.YEAR),
        PeriodRule.project(
            LocalDate.parse("2026-10-01"), LocalDate.parse("2027-10-01"), PeriodRule.UTC));
  }

  /** However a stream is cut and bills move, a period comes to what one clean pass says. */
  @ParameterizedTest
  @MethodSource("rules")
  void streams_in_any_pieces_and_with_bases_that_move_come_to_one_clean_sum(PeriodRule rule) {
    for (long seed = 0; seed < 30; seed++) {
      MemoryBudgetBook streamed = new MemoryBudgetBook();
      SortedMap<LocalDate, BigInteger> seen = new TreeMap<>();
      Random random = new Random(seed);
      LocalDate start = LocalDate.parse("2026-10-20");
      List<Integer> told = new ArrayList<>();
      PeriodToDate last = null;
      PeriodTerms terms = PeriodTerms.NONE;
      for (int i = 0; i < 200; i++) {
        LocalDate day = start.plusDays(i / 10 - (random.nextInt(10) == 0 && i >= 10 ? 1 : 0));
        BigInteger piece = BigInteger.valueOf(random.nextLong(1L << 62));
        BudgetSpan span = watched(1, rule, Map.of()).spanOf(day).orElseThrow();
        if (random.nextInt(5) == 0) {
          terms = randomTerms(random, span, day);
        }
        WatchedBudget watched =
            watched(1, rule, terms.equals(PeriodTerms.NONE) ? Map.of() : Map.of(span.key(), terms));
        Optional<PeriodToDate.Step> step =
            BudgetToDate.add(addition(watched, day, piece), streamed);
        seen.merge(day, piece, BigInteger::add);
        if (step.isPresent() && !step.get().period().awaitsTerms()) {
          last = step.get().period();
          assertThat(last.spent().amount())
              .as("seed %s, addition %s on %s", seed, i, day)
              .isEqualTo(clean(last, seen));
          if (rule.kind() == PeriodKind.PROJECT) {
            told.addAll(percents(step.get()));
          }
        }
      }
      assertThat(told).as("seed %s", seed).doesNotHaveDuplicates();
      assertThat(last).isNotNull();
    }
  }

  private static Amount clean(PeriodToDate period, SortedMap<LocalDate, BigInteger> seen) {
    PeriodTerms terms = period.terms();
    BigInteger sum = BigInteger.ZERO;
    for (LocalDate day = period.span().firstDay();
        day.isBefore(period.span().endDay());
        day = day.plusDays(1)) {
      LocalDate at = day;
      if (terms.settledThrough().filter(settled -> !at.isAfter(settled)).isEmpty()) {
        BigInteger billed =
            DeviceTimePrice.undivided(
                terms.billedAfter().getOrDefault(day, Amount.ZERO), Sevenths.WHOLE);
        sum = sum.add(billed.max(seen.getOrDefault(day, BigInteger.ZERO)));
      }
    }
    return terms.settled().plus(DeviceTimePrice.amount(sum, Sevenths.WHOLE));
  }

  private static PeriodTerms randomTerms(Random random, BudgetSpan span, LocalDate day) {
    LocalDate settled = day.minusDays(1 + random.nextInt(3));
    SortedMap<LocalDate, Amount> billed = new TreeMap<>();
    for (LocalDate after = settled.plusDays(1); !after.isAfter(day); after = after.plusDays(1)) {
      if (random.nextBoolean() && !after.isBefore(span.firstDay())) {
        billed.put(after, Amount.ofUnscaled(BigInteger.valueOf(random.nextInt(400_000))));
      }
    }
    return settled.isBefore(span.firstDay())
        ? new PeriodTerms(Optional.empty(), Optional.empty(), Amount.ZERO, billed)
        : new PeriodTerms(
            Optional.empty(), Optional.of(settled), Amount.of(random.nextInt(80)), billed);
  }

  @Test
  void terms_that_contradict_themselves_are_refused() {
    SortedMap<LocalDate, Amount> billed = new TreeMap<>();
    LocalDate day = LocalDate.parse("2026-11-02");
    billed.put(day, Amount.of(1));

    assertThatThrownBy(
            () -> new PeriodTerms(Optional.empty(), Optional.of(day), Amount.of(1), billed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-11-02 is settled and billed by itself as well");
    assertThatThrownBy(
            () -> new PeriodTerms(Optional.empty(), Optional.empty(), Amount.of(1), billed))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static WatchedBudget watched(
      long version, PeriodRule rule, Map<String, PeriodTerms> terms) {
    return new WatchedBudget(
        new Budget("b", version, new Money("USD", LIMIT), List.of(50, 100)),
        Filter.parse(""),
        rule,
        BOOKS,
        terms,
        false);
  }

  private static PeriodTerms terms(String through, String settled, Map<String, String> billed) {
    SortedMap<LocalDate, Amount> after = new TreeMap<>();
    billed.forEach((day, amount) -> after.put(LocalDate.parse(day), Amount.parse(amount)));
    return new PeriodTerms(
        Optional.empty(), Optional.of(LocalDate.parse(through)), Amount.parse(settled), after);
  }

  private static List<Integer> percents(PeriodToDate.Step step) {
    return step.crossings().stream().map(Crossing::thresholdPercent).toList();
  }

  private PeriodToDate.Step add(
      WatchedBudget watched, String day, String spent, String... unpriced) {
    return BudgetToDate.add(addition(watched, day, spent, unpriced), book).orElseThrow();
  }

  private PeriodToDate.Step add(WatchedBudget watched, LocalDate day, BigInteger sevenths) {
    return BudgetToDate.add(addition(watched, day, sevenths), book).orElseThrow();
  }

  private static SpendAddition addition(
      WatchedBudget watched, String day, String spent, String... unpriced) {
    return new SpendAddition(
        watched,
        LocalDate.parse(day),
        DeviceTimePrice.undivided(Amount.parse(spent), Sevenths.WHOLE),
        List.of(unpriced),
        Burn.NONE,
        RecentSpend.NONE);
  }

  private static SpendAddition addition(WatchedBudget watched, LocalDate day, BigInteger sevenths) {
    return new SpendAddition(watched, day, sevenths, List.of(), Burn.NONE, RecentSpend.NONE);
  }
}
