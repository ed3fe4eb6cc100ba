package io.gpuledger.dashboard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.DeliveryLedger;
import io.gpuledger.dashboard.config.AlertKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not an alert yet, not over yet, or not known now. */
class WatchDoubtTest extends WatchBed {
  @Test
  void a_runaway_that_was_told_stands_until_the_guard_was_heard_after_a_start() {
    runaways.add(WatchFixtures.runaway("search", 5_200));
    rounds(1);
    store.close();
    open();

    runaways.clear();
    rounds.run();
    assertThat(open(AlertKind.RUNAWAY_JOB)).hasSize(1);

    clock.move(RunawayWatch.HEARD_WITHIN);
    rounds.run();
    assertThat(open(AlertKind.RUNAWAY_JOB)).isEmpty();
  }

  @Test
  void a_runaway_that_was_told_without_its_cluster_is_neither_over_nor_told_again_with_it() {
    runaways.add(WatchFixtures.runaway("search", 5_200));
    rounds(1);

    runaways.set(0, WatchFixtures.runaway("east", "search", 5_200));
    rounds(2);
    runaways.add(WatchFixtures.runaway("research", 4_000));
    rounds(1);
    assertThat(of(AlertKind.RUNAWAY_JOB)).singleElement().matches(alert -> alert.isOpen());

    runaways.add(WatchFixtures.runaway("west", "search", 5_300));
    rounds(2);
    assertThat(open(AlertKind.RUNAWAY_JOB)).as("another one, told once").hasSize(2);

    runaways.clear();
    rounds(1);
    assertThat(open(AlertKind.RUNAWAY_JOB)).isEmpty();
    assertThat(of(AlertKind.RUNAWAY_JOB)).hasSize(2);
  }

  @Test
  void without_any_coverage_figure_a_drop_stands_and_none_is_told() {
    facts.coverage = Optional.empty();
    rounds(3);
    assertThat(of(AlertKind.COVERAGE_DROP)).isEmpty();

    facts.coverage = Optional.of(new BigDecimal("0.5"));
    rounds(2);
    facts.coverage = Optional.empty();
    rounds(3);

    assertThat(open(AlertKind.COVERAGE_DROP)).hasSize(1);
  }

  @Test
  void a_gap_of_telemetry_is_not_explained_by_a_bill_that_is_late() {
    facts.sources.add(
        new WatchFacts.Source("aws-main", "bills", true, Optional.empty(), "no access", 0, 0));
    facts.coverage = Optional.of(new BigDecimal("0.91"));

    rounds(3);

    assertThat(open(AlertKind.STALE_SOURCE)).hasSize(1);
    assertThat(open(AlertKind.COVERAGE_DROP)).hasSize(1);
  }

  @Test
  void use_of_a_commitment_that_is_not_known_ends_nothing() {
    facts.commitments.add(WatchFixtures.commitment("2028-01-01T00:00:00Z", "0.61", "250000"));
    rounds(2);
    WatchFacts.Commitment known = facts.commitments.get(0);
    facts.commitments.set(
        0,
        new WatchFacts.Commitment(
            known.provider(),
            known.id(),
            known.currency(),
            known.end(),
            known.owner(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            known.periodEnd()));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);
    assertThat(open(AlertKind.SHORTFALL)).hasSize(1);

    clock.move(Duration.ofDays(8));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);
  }

  @Test
  void a_commitment_that_only_bills_know_is_told_once_over_the_turns_of_months() {
    facts.commitments.add(WatchFixtures.commitment("2026-11-20T00:00:00Z", "0.61", "0"));
    rounds(2);
    facts.unbilled.add(java.time.YearMonth.of(2026, 11));
    clock.move(Duration.ofDays(9));
    rounds(3);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);
    assertThat(open(AlertKind.COMMITMENT_EXPIRING)).hasSize(1);

    // The first bill of the new month says the same.
    facts.unbilled.clear();
    clock.move(Duration.ofDays(5));
    rounds(3);

    assertThat(of(AlertKind.COMMITMENT_UNUSED)).hasSize(1);
    assertThat(of(AlertKind.COMMITMENT_EXPIRING)).hasSize(1);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);

    facts.commitments.clear();
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).isEmpty();
  }

  @Test
  void figures_of_an_earlier_month_are_said_to_be_of_it_and_what_has_ended_is_over() {
    facts.commitments.add(WatchFixtures.commitment("2026-11-27T00:00:00Z", "0.61", "0"));
    facts.unbilled.add(java.time.YearMonth.of(2026, 11));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);
    clock.move(Duration.ofDays(9));
    rounds(2);

    assertThat(text(of(AlertKind.COMMITMENT_EXPIRING).get(0)))
        .contains("used in October 2026: 61.0 %")
        .contains("the commitment itself, in October 2026 on average")
        .doesNotContain("this month");
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);

    clock.move(Duration.ofDays(26));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).isEmpty();
  }

  @Test
  void idle_gpus_that_were_told_stand_until_a_guard_that_lost_them_can_know_again() {
    idle.add(WatchFixtures.idle("job:1"));
    rounds(1);
    store.close();
    open();

    idle.clear();
    rounds(1);
    assertThat(open(AlertKind.IDLE_GPU)).hasSize(1);

    clock.move(WatchFixtures.POLICY.idleFor());
    rounds(1);
    assertThat(open(AlertKind.IDLE_GPU)).isEmpty();
  }

  @Test
  void a_channel_that_gets_through_again_is_no_failure_any_more() {
    standing.put("slack", new DeliveryLedger.Standing(0, 3, 3, 9, "", "answered 404"));
    rounds(2);
    standing.put("slack", new DeliveryLedger.Standing(0, 3, 0, 10, "", "answered 404"));
    rounds(1);

    assertThat(open(AlertKind.DELIVERY_FAILURE)).isEmpty();
  }
}
