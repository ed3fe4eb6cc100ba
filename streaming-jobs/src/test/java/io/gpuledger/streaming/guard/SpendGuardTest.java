package io.gpuledger.streaming.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.wire.BudgetPeriods;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.HourlyRate;
import io.gpuledger.ingest.wire.HourlyRates;
import io.gpuledger.ingest.wire.OwnershipRule;
import io.gpuledger.ingest.wire.OwnershipRules;
import io.gpuledger.ingest.wire.PeriodTerms;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Unscaled;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.scrape.NodeRecord;
import io.gpuledger.streaming.telemetry.TestScrape;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;

class SpendGuardTest {
  private static final ControlRecord RATES =
      new ControlRecord(
          "rates/all",
          Control.newBuilder()
              .setVersion(1)
              .setRates(
                  HourlyRates.newBuilder()
                      .addRates(
                          HourlyRate.newBuilder()
                              .setDeviceModel(TestScrape.MODEL)
                              .setCurrency("USD")
                              .setPerDeviceHour(Unscaled.toBytes(Amount.parse("2.40")))))
              .build()
              .toByteArray());

  /** Four devices for 15 s at 2.40 an hour are 0.04. */
  @Test
  void thresholds_are_crossed_at_the_exact_spend_and_once() throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.08", "")), 4);

    List<CrossingSeen> crossings = crossings(increments);
    assertThat(crossings).extracting(CrossingSeen::getThresholdPercent).containsExactly(50, 100);
    CrossingSeen first = crossings.get(0);
    assertThat(Unscaled.fromBytes(first.getSpent())).hasToString("0.04");
    assertThat(Unscaled.fromBytes(first.getBurnPerHour())).hasToString("9.6");
    assertThat(first.getPeriod()).isEqualTo("2026-11");
    assertThat(first.getKind()).isEqualTo("estimated");
    assertThat(first.getTopHolder()).startsWith("pod:team-0/train-");
    assertThat(first.getTopNode()).isEqualTo("n1");
    assertThat(first.getTopHolderSinceMicros()).isEqualTo(TestScrape.START / 1000);
  }

  @Test
  void one_jump_reports_all_thresholds_together() throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.01", "")), 2);

    assertThat(crossings(increments))
        .extracting(CrossingSeen::getThresholdPercent)
        .containsExactly(50, 100);
  }

  @Test
  void a_filter_counts_only_its_share_and_a_new_version_reports_anew() throws Exception {
    List<SpendIncrement> increments =
        new ArrayList<>(increments(List.of(RATES, budget(1, "0.02", "namespace:\"team-0\"")), 2));
    increments.addAll(increments(List.of(RATES, budget(2, "0.02", "namespace:\"team-0\"")), 2));

    List<CrossingSeen> crossings = crossings(increments);
    assertThat(crossings)
        .extracting(CrossingSeen::getBudgetVersion, CrossingSeen::getThresholdPercent)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 50),
            org.assertj.core.groups.Tuple.tuple(2L, 50),
            org.assertj.core.groups.Tuple.tuple(2L, 100));
  }

  @Test
  void prices_in_another_currency_stand_beside_those_of_a_budget() throws Exception {
    Control inTwo =
        Control.parseFrom(RATES.value()).toBuilder()
            .setRates(
                HourlyRates.newBuilder()
                    .addRates(rate("EUR", "2.10"))
                    .addRates(rate("USD", "2.40")))
            .build();
    ControlRecord rates = new ControlRecord("rates/all", inTwo.toByteArray());

    List<CrossingSeen> crossings = crossings(increments(List.of(rates, budget(1, "0.08", "")), 4));

    assertThat(crossings).extracting(CrossingSeen::getThresholdPercent).containsExactly(50, 100);
    assertThat(Unscaled.fromBytes(crossings.get(0).getSpent())).hasToString("0.04");
  }

  @Test
  void a_sample_far_ahead_of_its_publication_costs_nothing_and_hides_no_real_one()
      throws Exception {
    long ahead = TestScrape.START + 86_400 * TestScrape.SECOND;
    SampleBatch wrong =
        TestScrape.of("n1", 4, ahead).toBuilder()
            .setPublishedAtNanos(TestScrape.START + TestScrape.SECOND)
            .build();

    List<SpendIncrement> increments =
        increments(
            List.of(RATES, budget(1, "0.08", "")),
            List.of(
                TestScrape.of("n1", 4, TestScrape.START),
                wrong,
                TestScrape.of("n1", 4, TestScrape.START + TestScrape.CADENCE)));

    assertThat(increments).hasSize(2);
    CrossingSeen crossing = only(crossings(increments));
    assertThat(crossing.getThresholdPercent()).isEqualTo(50);
    assertThat(Unscaled.fromBytes(crossing.getSpent())).hasToString("0.04");
    assertThat(crossing.getSeenAtMicros())
        .isEqualTo((TestScrape.START + TestScrape.CADENCE) / 1_000);
  }

  @Test
  void what_the_telemetry_job_refuses_is_not_priced() throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SampleBatch good = TestScrape.of("n1", 4, TestScrape.START + i * TestScrape.CADENCE);
      HolderRef later = HolderRef.newBuilder().setKind(4).setWorkload("w").build();
      SampleBatch.Builder batch = good.toBuilder();
      batch.getSamplesBuilder(0).clearHolders().addHolders(later);
      batch.getSamplesBuilder(1).clearUuid();
      scrapes.add(batch.build());
      scrapes.add(batch.clearCluster().build());
    }

    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.04", "")), scrapes);

    CrossingSeen crossing = only(crossings(increments));
    assertThat(Unscaled.fromBytes(crossing.getSpent()))
        .as("two devices of four")
        .hasToString("0.02");
    assertThat(Unscaled.fromBytes(crossing.getBurnPerHour())).hasToString("4.8");
  }

  @Test
  void partial_samples_of_one_instant_are_one_sample() throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SampleBatch whole = TestScrape.of("n1", 3, TestScrape.START + i * TestScrape.CADENCE);
      SampleBatch.Builder measures = whole.toBuilder();
      SampleBatch.Builder holders = whole.toBuilder();
      for (int device = 0; device < 3; device++) {
        measures.getSamplesBuilder(device).clearHolders().clearMemoryUsedBytes();
        holders.getSamplesBuilder(device).clearBusyRatio().clearSmActiveRatio();
      }
      scrapes.add(measures.build());
      scrapes.add(holders.build());
      scrapes.add(measures.build());
    }

    String filter = "namespace:\"team-0\",\"team-1\",\"team-2\"+state!:\"unobserved\"";
    List<SpendIncrement> increments =
        increments(List.of(RATES, budget(1, "0.03", filter)), scrapes);

    CrossingSeen crossing = crossings(increments).get(1);
    assertThat(Unscaled.fromBytes(crossing.getSpent()))
        .as("three devices, once")
        .hasToString("0.03");
    assertThat(increments.get(increments.size() - 1).topHolder()).startsWith("pod:team-");
  }

  /**
   * Written by the version before days were added up: a budget of 0.08 of which two scrapes have
   * spent 0.04, and its node. The third scrape costs 0.04 more.
   */
  @Test
  void state_of_the_version_before_opens_and_its_running_month_goes_on() throws Exception {
    List<SpendIncrement> third;
    try (var harness = nodes(List.of())) {
      harness.initializeState(state("nodes-months-only.state"));
      harness.open();
      scrapes(harness, 2, 1);
      third = harness.extractOutputValues();
      assertThat(third).singleElement().satisfies(add -> assertThat(add.day()).isEqualTo(FIRST));
    }
    try (var harness = budgets()) {
      harness.initializeState(state("budgets-months-only.state"));
      harness.open();
      harness.processElement(new StreamRecord<>(third.get(0)));

      CrossingSeen crossing = CrossingSeen.parseFrom(only(harness.extractOutputValues()).value());
      assertThat(crossing.getThresholdPercent()).as("50 was told").isEqualTo(100);
      assertThat(Unscaled.fromBytes(crossing.getSpent())).hasToString("0.08");
    }
  }

  @Test
  void a_timer_of_the_version_before_that_is_due_before_the_first_sample_tells_nothing()
      throws Exception {
    long due = 1_700_000_010_000L;
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "100", "")), 2);
    try (var harness = budgets()) {
      harness.initializeState(state("budgets-months-only.state"));
      harness.open();
      assertThat(harness.numProcessingTimeTimers()).as("timers of the version before").isOne();
      harness.setProcessingTime(due);
      assertThat(harness.numProcessingTimeTimers()).isZero();
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processElement(new StreamRecord<>(increments.get(1)));
      harness.setProcessingTime(due + BudgetSpendFunction.TOLD_EVERY.toMillis());
      CrossingSeen told = CrossingSeen.parseFrom(only(harness.extractOutputValues()).value());
      assertThat(spent(told)).as("the month goes on").isEqualTo("0.08");
    }
  }

  @Test
  void a_timer_that_is_due_after_a_change_left_no_period_tells_nothing() throws Exception {
    List<SpendIncrement> increments =
        new ArrayList<>(increments(List.of(RATES, budget(1, "100", "")), 2));
    BudgetWatch nextYear =
        watch("b1", 2, "100", "namespace:\"team-0\"").toBuilder()
            .setPeriods(
                BudgetPeriods.newBuilder()
                    .setKind("project")
                    .setZone("UTC")
                    .setFrom("2027-01-01")
                    .setTo("2027-02-01"))
            .build();
    increments.addAll(increments(List.of(RATES, budget(nextYear)), 2));
    try (var harness = budgets()) {
      harness.open();
      harness.setProcessingTime(1);
      for (SpendIncrement increment : increments) {
        harness.processElement(new StreamRecord<>(increment));
      }
      assertThat(harness.numProcessingTimeTimers()).isOne();
      harness.setProcessingTime(2 * BudgetSpendFunction.TOLD_EVERY.toMillis());

      assertThat(harness.numProcessingTimeTimers()).isZero();
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void a_bill_that_settles_the_first_day_takes_the_place_of_an_earlier_versions_month()
      throws Exception {
    BudgetWatch watch =
        watch("b1", 1, "100", "").toBuilder()
            .addTerms(
                PeriodTerms.newBuilder()
                    .setPeriod("2026-11")
                    .setHasSettled(true)
                    .setSettledThrough(FIRST)
                    .setSettled(Unscaled.toBytes(Amount.parse("60"))))
            .build();
    long second = TestScrape.START + 24 * 3_600 * TestScrape.SECOND;
    List<SpendIncrement> increments =
        increments(
            List.of(RATES, budget(watch)),
            List.of(
                TestScrape.of("n1", 4, second),
                TestScrape.of("n1", 4, second + TestScrape.CADENCE)));
    try (var harness = budgets()) {
      harness.initializeState(state("budgets-months-only.state"));
      harness.open();
      harness.setProcessingTime(1);
      harness.processElement(new StreamRecord<>(increments.get(1)));
      harness.setProcessingTime(BudgetSpendFunction.TOLD_EVERY.toMillis());

      CrossingSeen told = CrossingSeen.parseFrom(only(harness.extractOutputValues()).value());
      assertThat(Unscaled.fromBytes(told.getSpent())).hasToString("60.04");
      assertThat(told.getHasSettled()).isTrue();
      assertThat(told.getSettledThrough()).isEqualTo(FIRST);
      assertThat(told.getUnknownDays()).isZero();
    }
  }

  private static final long FIRST = LocalDate.parse("2026-11-01").toEpochDay();

  private static OperatorSubtaskState state(String name) throws Exception {
    Path file = Path.of(SpendGuardTest.class.getResource(name).toURI());
    return OperatorSnapshotUtil.readStateHandle(file.toString());
  }

  @Test
  void periods_are_those_of_each_budget_and_a_kill_between_two_days_counts_nothing_twice()
      throws Exception {
    List<ControlRecord> control =
        List.of(
            RATES,
            budget(periods("day", "daily", "Europe/Berlin")),
            budget(periods("week", "weekly", "UTC")),
            budget(
                watch("hours", 1, "100", "").toBuilder()
                    .setCurrency(BudgetUnit.HOURS)
                    .setPeriods(
                        BudgetPeriods.newBuilder().setKind("rolling").setDays(7).setZone("UTC"))
                    .build()));
    long midnight = TestScrape.START + 23 * 3_600 * TestScrape.SECOND;
    List<SpendIncrement> increments =
        increments(
            control,
            List.of(
                TestScrape.of("n1", 4, midnight - 5 * TestScrape.SECOND),
                TestScrape.of("n1", 4, midnight + 10 * TestScrape.SECOND)));

    Map<String, CrossingSeen> last = new TreeMap<>();
    OperatorSubtaskState state;
    try (var harness = budgets()) {
      harness.open();
      for (SpendIncrement increment : increments.subList(0, increments.size() - 1)) {
        harness.processElement(new StreamRecord<>(increment));
      }
      state = harness.snapshot(1, 1);
      harness.processElement(new StreamRecord<>(increments.get(increments.size() - 1)));
      // Killed here; what was not in the snapshot comes again.
    }
    try (var harness = budgets()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(new StreamRecord<>(increments.get(increments.size() - 1)));
      harness.setProcessingTime(BudgetSpendFunction.TOLD_EVERY.toMillis());
      for (CrossingRecord record : harness.extractOutputValues()) {
        CrossingSeen seen = CrossingSeen.parseFrom(record.value());
        last.put(seen.getBudgetId() + " " + seen.getPeriod(), seen);
      }
    }

    assertThat(last.keySet())
        .containsExactly(
            "day 2026-11-01", "day 2026-11-02", "hours 2026-11-01/7d", "week 2026-W44");
    assertThat(spent(last.get("day 2026-11-01"))).as("5 of 15 s").startsWith("0.01333");
    assertThat(spent(last.get("day 2026-11-02"))).as("10 of 15 s").startsWith("0.02666");
    assertThat(spent(last.get("week 2026-W44"))).isEqualTo("0.04");
    assertThat(spent(last.get("hours 2026-11-01/7d"))).as("4 x 15 s").startsWith("0.01666");
    assertThat(last.get("hours 2026-11-01/7d").getCurrency()).isEqualTo("GPU-hours");
    assertThat(last.get("hours 2026-11-01/7d").getUnknownDays()).isEqualTo(6);
  }

  /** A year is longer than state is kept that nobody touches. */
  @Test
  void a_budget_that_lives_for_years_forgets_no_running_period() throws Exception {
    List<SpendIncrement> increments =
        increments(List.of(RATES, budget(periods("year", "yearly", "UTC"))), 4);
    try (var harness = budgets()) {
      harness.open();
      for (int i = 0; i < 4; i++) {
        harness.setStateTtlProcessingTime(Duration.ofDays(300L * i).toMillis());
        harness.processElement(new StreamRecord<>(increments.get(i)));
      }
      harness.setProcessingTime(BudgetSpendFunction.TOLD_EVERY.toMillis());

      assertThat(spent(CrossingSeen.parseFrom(only(harness.extractOutputValues()).value())))
          .isEqualTo("0.12");
    }
  }

  @Test
  void terms_that_are_told_reach_a_budget_for_which_nothing_runs_any_more() throws Exception {
    BudgetWatch watch = watch("b1", 1, "100", "");
    BudgetWatch billed =
        watch.toBuilder()
            .addTerms(
                PeriodTerms.newBuilder()
                    .setPeriod("2026-11")
                    .setHasSettled(true)
                    .setSettledThrough(FIRST)
                    .setSettled(Unscaled.toBytes(Amount.parse("60"))))
            .build();
    List<SpendIncrement> increments;
    try (var harness = nodes(List.of(RATES))) {
      harness.open();
      harness.processElement2(new StreamRecord<>(budget(watch)));
      scrapes(harness, 0, 2);
      harness.processElement2(new StreamRecord<>(budget(billed)));
      increments = harness.extractOutputValues();
    }

    List<CrossingSeen> crossings = crossings(increments);

    assertThat(crossings).extracting(CrossingSeen::getThresholdPercent).containsExactly(50);
    assertThat(spent(crossings.get(0))).isEqualTo("60");
  }

  @Test
  void terms_change_and_the_filters_still_find_their_budgets() {
    GuardBook book = new GuardBook();
    assertThat(book.apply(budget("a", 1, "1", "namespace:\"x\""))).isTrue();
    assertThat(book.apply(budget("b", 1, "1", "namespace:\"x\""))).isTrue();
    assertThat(book.apply(budget("c", 1, "1", ""))).isTrue();
    assertThat(ids(book, "x")).containsExactlyInAnyOrder("a", "b", "c");

    assertThat(book.apply(budget("a", 2, "2", "namespace:\"x\""))).isTrue();
    assertThat(book.apply(budget("b", 2, "1", "namespace:\"y\""))).isTrue();

    assertThat(ids(book, "x")).containsExactlyInAnyOrder("a", "c");
    assertThat(ids(book, "y")).containsExactlyInAnyOrder("b", "c");
    assertThat(book.apply(budget(watch("a", 3, "2", "").toBuilder().setDeleted(true).build())))
        .isTrue();
    assertThat(ids(book, "x")).containsExactly("c");
  }

  private static List<String> ids(GuardBook book, String namespace) {
    return book.budgetsOf(key -> namespace).stream().map(watched -> watched.budget().id()).toList();
  }

  private static String spent(CrossingSeen seen) {
    return Unscaled.fromBytes(seen.getSpent()).toString();
  }

  private static BudgetWatch periods(String id, String kind, String zone) {
    return watch(id, 1, "100", "").toBuilder()
        .setPeriods(BudgetPeriods.newBuilder().setKind(kind).setZone(zone))
        .build();
  }

  @Test
  void a_budget_whose_periods_cannot_be_read_is_refused_and_the_one_in_force_stays() {
    GuardBook book = new GuardBook();
    assertThat(book.apply(budget("b1", 1, "1", ""))).isTrue();

    for (BudgetPeriods wrong :
        List.of(
            BudgetPeriods.newBuilder().setKind("hourly").setZone("UTC").build(),
            BudgetPeriods.newBuilder().setKind("daily").setZone("Atlantis/Centre").build(),
            BudgetPeriods.newBuilder().setKind("rolling").setZone("UTC").build(),
            BudgetPeriods.newBuilder().setKind("project").setZone("UTC").setFrom("x").build())) {
      assertThat(book.apply(budget(watch("b1", 2, "1", "").toBuilder().setPeriods(wrong).build())))
          .isFalse();
    }
    assertThat(book.budgets())
        .singleElement()
        .satisfies(watched -> assertThat(watched.budget().version()).isEqualTo(1));
  }

  private static <T> T only(List<T> all) {
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static List<SpendIncrement> increments(
      List<ControlRecord> control, List<SampleBatch> scrapes) throws Exception {
    try (var harness = nodes(control)) {
      harness.open();
      for (SampleBatch scrape : scrapes) {
        harness.processElement1(new StreamRecord<>(TestScrape.record(scrape)));
      }
      return harness.extractOutputValues();
    }
  }

  @Test
  void as_many_budgets_are_watched_as_may_be_made() {
    GuardBook book = new GuardBook();
    for (int i = 0; i < io.gpuledger.cost.budget.Budget.WATCHED_LIMIT; i++) {
      assertThat(book.apply(budget("b" + i, 1, "0.08", ""))).isTrue();
    }

    assertThat(book.apply(budget("one more", 1, "0.08", ""))).isFalse();
    assertThat(book.apply(budget("b0", 2, "0.09", ""))).isTrue();
  }

  private static HourlyRate rate(String currency, String price) {
    return HourlyRate.newBuilder()
        .setDeviceModel(TestScrape.MODEL)
        .setCurrency(currency)
        .setPerDeviceHour(Unscaled.toBytes(Amount.parse(price)))
        .build();
  }

  @Test
  void a_model_without_a_rate_is_named_and_adds_nothing() throws Exception {
    List<SpendIncrement> increments = increments(List.of(budget(1, "0.01", "")), 4);

    assertThat(increments).isNotEmpty();
    assertThat(increments)
        .allMatch(increment -> increment.unpricedModels().equals(List.of(TestScrape.MODEL)));
    assertThat(crossings(increments)).isEmpty();
  }

  @Test
  void a_threshold_reported_before_a_failure_is_not_reported_after_it() throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "0.08", "")), 4);
    OperatorSubtaskState state;
    try (var harness = budgets()) {
      harness.open();
      harness.processElement(new StreamRecord<>(increments.get(0)));
      harness.processElement(new StreamRecord<>(increments.get(1)));
      assertThat(harness.extractOutputValues()).hasSize(1);
      state = harness.snapshot(1, 1);
    }
    try (var harness = budgets()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement(new StreamRecord<>(increments.get(2)));
      harness.processElement(new StreamRecord<>(increments.get(3)));
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(record -> assertThat(record.key()).endsWith("/100/estimated"));
    }
  }

  @Test
  void the_running_total_is_told_at_intervals_where_it_changed_and_over_a_restart()
      throws Exception {
    List<SpendIncrement> increments = increments(List.of(RATES, budget(1, "100", "")), 4);
    long every = BudgetSpendFunction.TOLD_EVERY.toMillis();
    OperatorSubtaskState state;
    try (var harness = budgets()) {
      harness.open();
      harness.setProcessingTime(1);
      harness.processElement(new StreamRecord<>(increments.get(0)));
      harness.processElement(new StreamRecord<>(increments.get(1)));
      harness.processElement(new StreamRecord<>(increments.get(2)));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.setProcessingTime(every);
      harness.setProcessingTime(5 * every);

      assertThat(harness.extractOutputValues()).hasSize(1);
      CrossingSeen told = CrossingSeen.parseFrom(harness.extractOutputValues().get(0).value());
      assertThat(harness.extractOutputValues().get(0).key()).isEqualTo("b1/1/2026-11/0/progress");
      assertThat(Unscaled.fromBytes(told.getSpent())).hasToString("0.08");
      assertThat(Unscaled.fromBytes(told.getBurnPerHour())).hasToString("9.6");
      assertThat(told.getTopHolder()).startsWith("pod:team-0/train-");
      assertThat(told.getSeenAtMicros())
          .isEqualTo((TestScrape.START + 2 * TestScrape.CADENCE) / 1_000);
      harness.processElement(new StreamRecord<>(increments.get(3)));
      state = harness.snapshot(1, 1);
    }
    try (var harness = budgets()) {
      harness.initializeState(state);
      harness.open();
      harness.setProcessingTime(10 * every);

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              record ->
                  assertThat(Unscaled.fromBytes(CrossingSeen.parseFrom(record.value()).getSpent()))
                      .hasToString("0.12"));
    }
  }

  @Test
  void control_records_given_at_the_start_hold_from_the_first_sample_and_survive_older_state()
      throws Exception {
    OperatorSubtaskState state;
    try (var harness = nodes(List.of(RATES, budget(1, "0.08", "")))) {
      harness.open();
      scrapes(harness, 0, 2);
      assertThat(harness.extractOutputValues()).isNotEmpty();
      harness.processElement2(new StreamRecord<>(budget(1, "0.08", "")));
      harness.processElement2(new StreamRecord<>(RATES));
      state = harness.snapshot(1, 1);
    }
    // Gone from the configuration since: a newer record without a body.
    ControlRecord gone =
        new ControlRecord("rates/all", Control.newBuilder().setVersion(2).build().toByteArray());
    try (var harness = nodes(List.of(gone))) {
      harness.initializeState(state);
      harness.open();
      scrapes(harness, 2, 1);

      assertThat(harness.extractOutputValues())
          .isNotEmpty()
          .allMatch(increment -> increment.unpricedModels().equals(List.of(TestScrape.MODEL)));
    }
  }

  @Test
  void a_budget_whose_scope_a_node_leaves_by_another_owner_is_told_once_that_it_burns_nothing()
      throws Exception {
    ControlRecord budget = budget(1, "100", "team:\"a\"");
    List<SpendIncrement> increments;
    try (var harness = nodes(List.of(RATES, budget))) {
      harness.open();
      harness.processElement2(new StreamRecord<>(owned(1, "a")));
      scrapes(harness, 0, 2);
      harness.processElement2(new StreamRecord<>(owned(2, "b")));
      OperatorSubtaskState state = harness.snapshot(1, 1);
      try (var restored = nodes(List.of(RATES, budget))) {
        restored.initializeState(state);
        restored.open();
        scrapes(restored, 2, 3);
        increments = new ArrayList<>(harness.extractOutputValues());
        increments.addAll(restored.extractOutputValues());
      }
    }

    assertThat(increments)
        .extracting(add -> new BigInteger(add.burnPerHour()).signum())
        .containsExactly(1, 1, 0);
    CrossingSeen last = last(told(increments));
    assertThat(spent(last)).as("15 s of four devices").isEqualTo("0.04");
    assertThat(Unscaled.fromBytes(last.getBurnPerHour())).hasToString("0");
    assertThat(last.getTopHolder()).isEmpty();
  }

  @Test
  void a_changed_filter_counts_no_node_and_names_no_holder_of_the_one_before() throws Exception {
    List<SpendIncrement> increments;
    List<SpendIncrement> underWay;
    try (var harness = nodes(List.of(RATES))) {
      harness.open();
      harness.processElement2(new StreamRecord<>(budget(1, "100", "namespace:\"team-0\"")));
      for (int i = 0; i < 2; i++) {
        long at = TestScrape.START + i * TestScrape.CADENCE;
        harness.processElement1(new StreamRecord<>(TestScrape.record(TestScrape.of("n1", 2, at))));
        harness.processElement1(new StreamRecord<>(TestScrape.record(TestScrape.of("n2", 1, at))));
      }
      underWay = harness.extractOutputValues().subList(3, 4);
      harness.processElement2(new StreamRecord<>(budget(2, "100", "namespace:\"team-1\"")));
      long at = TestScrape.START + 2 * TestScrape.CADENCE;
      harness.processElement1(new StreamRecord<>(TestScrape.record(TestScrape.of("n1", 2, at))));
      increments = new ArrayList<>(harness.extractOutputValues());
      assertThat(increments).hasSize(5);
      increments.addAll(underWay);
    }
    assertThat(underWay)
        .singleElement()
        .satisfies(add -> assertThat(add.node()).isEqualTo("c1/n2"));

    CrossingSeen last = last(told(increments));
    assertThat(last.getBudgetVersion()).isEqualTo(2);
    assertThat(Unscaled.fromBytes(last.getBurnPerHour())).as("n1 alone").hasToString("2.4");
    assertThat(last.getTopHolder()).startsWith("pod:team-1/");
    assertThat(last.getTopNode()).isEqualTo("n1");
  }

  @Test
  void a_budget_that_has_devices_of_another_scrape_of_the_node_is_not_told_that_it_left()
      throws Exception {
    List<SampleBatch> scrapes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SampleBatch whole = TestScrape.of("n1", 2, TestScrape.START + i * TestScrape.CADENCE);
      scrapes.add(whole.toBuilder().removeSamples(1).build());
      scrapes.add(whole.toBuilder().removeSamples(0).build());
    }

    assertThat(increments(List.of(RATES, budget(1, "100", "namespace:\"team-0\"")), scrapes))
        .extracting(add -> new BigInteger(add.burnPerHour()).signum())
        .containsExactly(1, 1, 1);
  }

  private static ControlRecord owned(long version, String team) {
    return new ControlRecord(
        "ownership/all",
        Control.newBuilder()
            .setVersion(version)
            .setOwnership(
                OwnershipRules.newBuilder()
                    .addRules(OwnershipRule.newBuilder().setName("all").setMatch("").setTeam(team)))
            .build()
            .toByteArray());
  }

  /** What is told of budgets after the last increment. */
  private static List<CrossingSeen> told(List<SpendIncrement> increments) throws Exception {
    List<CrossingSeen> told = new ArrayList<>();
    try (var harness = budgets()) {
      harness.open();
      for (SpendIncrement increment : increments) {
        harness.processElement(new StreamRecord<>(increment));
      }
      harness.setProcessingTime(BudgetSpendFunction.TOLD_EVERY.toMillis());
      for (CrossingRecord record : harness.extractOutputValues()) {
        told.add(CrossingSeen.parseFrom(record.value()));
      }
    }
    return told;
  }

  private static <T> T last(List<T> all) {
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1);
  }

  private static ControlRecord budget(long version, String limit, String filter) {
    return budget("b1", version, limit, filter);
  }

  private static ControlRecord budget(String id, long version, String limit, String filter) {
    return budget(watch(id, version, limit, filter));
  }

  private static BudgetWatch watch(String id, long version, String limit, String filter) {
    return BudgetWatch.newBuilder()
        .setBudgetId(id)
        .setVersion(version)
        .setFilter(filter)
        .setCurrency("USD")
        .setLimit(Unscaled.toBytes(Amount.parse(limit)))
        .addThresholdPercents(50)
        .addThresholdPercents(100)
        .build();
  }

  private static ControlRecord budget(BudgetWatch watch) {
    return new ControlRecord(
        "budget/" + watch.getBudgetId(),
        Control.newBuilder().setVersion(watch.getVersion()).setBudget(watch).build().toByteArray());
  }

  private static List<SpendIncrement> increments(List<ControlRecord> control, int scrapes)
      throws Exception {
    try (var harness = nodes(List.of())) {
      harness.open();
      for (ControlRecord record : control) {
        harness.processElement2(new StreamRecord<>(record));
      }
      scrapes(harness, 0, scrapes);
      return harness.extractOutputValues();
    }
  }

  /** Sends scrapes of a node with four devices, each twice. */
  private static void scrapes(
      KeyedTwoInputStreamOperatorTestHarness<String, NodeRecord, ControlRecord, SpendIncrement>
          harness,
      int first,
      int count)
      throws Exception {
    for (int i = first; i < first + count; i++) {
      long at = TestScrape.START + i * TestScrape.CADENCE;
      NodeRecord record = TestScrape.record(TestScrape.of("n1", 4, at));
      harness.processElement1(new StreamRecord<>(record));
      harness.processElement1(new StreamRecord<>(record));
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, NodeRecord, ControlRecord, SpendIncrement>
      nodes(List<ControlRecord> initialControl) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new NodeSpendFunction(initialControl), List.of(NodeSpendFunction.CONTROL)),
        NodeRecord::nodeKey,
        null,
        Types.STRING);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SpendIncrement, CrossingRecord>
      budgets() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new BudgetSpendFunction()),
        SpendIncrement::budgetId,
        Types.STRING);
  }

  private static List<CrossingSeen> crossings(List<SpendIncrement> increments) throws Exception {
    try (var harness = budgets()) {
      harness.open();
      for (SpendIncrement increment : increments) {
        harness.processElement(new StreamRecord<>(increment));
      }
      List<CrossingSeen> crossings = new ArrayList<>();
      for (CrossingRecord record : harness.extractOutputValues()) {
        crossings.add(CrossingSeen.parseFrom(record.value()));
      }
      return crossings;
    }
  }
}
