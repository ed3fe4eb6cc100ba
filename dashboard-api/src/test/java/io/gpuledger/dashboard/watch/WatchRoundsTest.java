package io.gpuledger.dashboard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.DeliveryLedger;
import io.gpuledger.dashboard.config.AlertKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchRoundsTest extends WatchBed {
  @Test
  void a_quiet_ledger_raises_nothing() {
    rounds(5);

    assertThat(ledger.list(100)).isEmpty();
  }

  @Test
  void one_outage_of_an_exporter_over_500_gpus_is_one_message() {
    facts.sources.add(WatchFixtures.outage("dcgm-a", 500));
    facts.coverage = Optional.of(new BigDecimal("0.41"));

    rounds(30);

    assertThat(ledger.list(100)).hasSize(1);
    assertThat(text(ledger.list(100).get(0)))
        .contains("Source dcgm-a no longer delivers")
        .contains("500 targets do not answer");
  }

  @Test
  void forty_sources_that_stop_together_are_one_message_and_one_more_is_another() {
    for (int i = 0; i < 40; i++) {
      facts.sources.add(WatchFixtures.outage("source-" + i, 1));
    }

    rounds(3);
    assertThat(of(AlertKind.STALE_SOURCE)).hasSize(1);
    assertThat(text(of(AlertKind.STALE_SOURCE).get(0)))
        .contains("40 sources no longer deliver")
        .contains("and 28 more");

    facts.sources.add(WatchFixtures.outage("late", 1));
    rounds(3);
    assertThat(of(AlertKind.STALE_SOURCE)).hasSize(2);
    assertThat(of(AlertKind.STALE_SOURCE).get(0).about().title())
        .isEqualTo("Source late no longer delivers");
  }

  @Test
  void an_outage_is_over_with_its_last_source_and_the_next_one_is_a_new_episode() {
    facts.sources.add(WatchFixtures.outage("a", 1));
    facts.sources.add(WatchFixtures.outage("b", 1));
    rounds(3);

    facts.sources.remove(0);
    rounds(2);
    assertThat(open(AlertKind.STALE_SOURCE)).hasSize(1);
    facts.sources.clear();
    rounds(2);
    assertThat(open(AlertKind.STALE_SOURCE)).isEmpty();
    assertThat(of(AlertKind.STALE_SOURCE).get(0).recoveryReason())
        .isEqualTo("every source of it delivers again");

    facts.sources.add(WatchFixtures.outage("a", 1));
    rounds(3);
    assertThat(open(AlertKind.STALE_SOURCE)).hasSize(1);
    assertThat(text(open(AlertKind.STALE_SOURCE).get(0))).contains("Again: Source a");
  }

  @Test
  void one_failed_scrape_is_no_outage() {
    facts.sources.add(WatchFixtures.outage("a", 1));
    rounds(1);
    facts.sources.clear();
    rounds(1);
    facts.sources.add(WatchFixtures.outage("a", 1));
    rounds(1);

    assertThat(ledger.list(100)).isEmpty();
  }

  @Test
  void coverage_recovers_above_its_goal_by_a_margin_only() {
    facts.coverage = Optional.of(new BigDecimal("0.949999"));
    rounds(3);
    assertThat(open(AlertKind.COVERAGE_DROP)).hasSize(1);

    facts.coverage = Optional.of(new BigDecimal("0.955"));
    rounds(3);
    assertThat(open(AlertKind.COVERAGE_DROP)).hasSize(1);

    facts.coverage = Optional.of(new BigDecimal("0.96"));
    rounds(1);
    assertThat(open(AlertKind.COVERAGE_DROP)).isEmpty();
    facts.coverage = Optional.empty();
    rounds(2);
    assertThat(of(AlertKind.COVERAGE_DROP)).hasSize(1);
  }

  @Test
  void a_gap_that_an_outage_explains_is_no_second_alert_for_a_day_and_one_after_it() {
    facts.sources.add(WatchFixtures.outage("a", 1));
    rounds(2);
    facts.sources.clear();
    facts.coverage = Optional.of(new BigDecimal("0.91"));

    rounds(20);
    assertThat(of(AlertKind.COVERAGE_DROP)).isEmpty();
    rounds(10);
    assertThat(of(AlertKind.COVERAGE_DROP)).hasSize(1);
  }

  @Test
  void what_has_no_price_is_told_once_and_over_when_it_has_one() {
    facts.unpriced.add(new WatchFacts.Unpriced("NVIDIA B200", "measured hours without a rate"));
    facts.unpriced.add(new WatchFacts.Unpriced("SKU X1", "3 charges"));
    rounds(4);
    assertThat(of(AlertKind.UNPRICED)).hasSize(1);

    facts.unpriced.remove(0);
    rounds(1);
    assertThat(open(AlertKind.UNPRICED)).hasSize(1);
    facts.unpriced.clear();
    rounds(1);
    assertThat(open(AlertKind.UNPRICED)).isEmpty();
  }

  @Test
  void rejects_rise_against_the_delivery_before() {
    assertThat(RejectsWatch.isRising(WatchFixtures.refused("d", 0, Optional.of(0L)))).isFalse();
    assertThat(RejectsWatch.isRising(WatchFixtures.refused("d", 1, Optional.of(0L)))).isTrue();
    assertThat(RejectsWatch.isRising(WatchFixtures.refused("d", 6, Optional.of(3L)))).isFalse();
    assertThat(RejectsWatch.isRising(WatchFixtures.refused("d", 7, Optional.of(3L)))).isTrue();
    assertThat(RejectsWatch.isRising(WatchFixtures.refused("d", 1, Optional.empty()))).isTrue();
  }

  @Test
  void a_delivery_with_more_rejects_is_told_once_and_over_with_a_better_one() {
    facts.refused.add(WatchFixtures.refused("d-2", 250, Optional.of(3L)));
    rounds(3);
    assertThat(of(AlertKind.REJECTS_RISING)).hasSize(1);

    facts.refused.clear();
    rounds(1);
    assertThat(open(AlertKind.REJECTS_RISING)).isEmpty();
  }

  @Test
  void an_invoice_that_ties_informs_and_one_that_does_not_stays_open_until_it_does() {
    facts.invoices.add(WatchFixtures.invoice("not tied"));
    rounds(2);
    assertThat(of(AlertKind.INVOICE_ARRIVED)).isEmpty();
    assertThat(open(AlertKind.INVOICE_MISMATCH)).hasSize(1);
    assertThat(text(open(AlertKind.INVOICE_MISMATCH).get(0))).contains("USD -17.25");

    facts.invoices.clear();
    facts.invoices.add(WatchFixtures.invoice(""));
    rounds(3);
    assertThat(open(AlertKind.INVOICE_MISMATCH)).isEmpty();
    assertThat(of(AlertKind.INVOICE_ARRIVED)).hasSize(1);
    assertThat(of(AlertKind.INVOICE_ARRIVED).get(0).channel()).isEqualTo("mail-1");
  }

  @Test
  void a_commitment_is_told_thirty_and_seven_days_before_it_ends_and_never_after() {
    facts.commitments.add(WatchFixtures.commitment("2026-11-20T00:00:00Z", "0.95", "0"));
    rounds(3);
    assertThat(of(AlertKind.COMMITMENT_EXPIRING)).hasSize(1);
    clock.move(Duration.ofDays(21));
    rounds(3);
    assertThat(of(AlertKind.COMMITMENT_EXPIRING)).hasSize(2);
    assertThat(text(of(AlertKind.COMMITMENT_EXPIRING).get(0))).contains("ends in 5 days");

    clock.move(Duration.ofDays(10));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_EXPIRING)).isEmpty();
    assertThat(of(AlertKind.COMMITMENT_EXPIRING)).hasSize(2);
  }

  @Test
  void use_of_a_commitment_has_a_floor_with_a_margin() {
    facts.commitments.add(WatchFixtures.commitment("2028-01-01T00:00:00Z", "0.79", "0"));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);
    facts.commitments.set(0, WatchFixtures.commitment("2028-01-01T00:00:00Z", "0.81", "0"));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).hasSize(1);

    facts.commitments.set(0, WatchFixtures.commitment("2028-01-01T00:00:00Z", "0.82", "0"));
    rounds(2);
    assertThat(open(AlertKind.COMMITMENT_UNUSED)).isEmpty();
  }

  @Test
  void a_projected_shortfall_is_told_until_the_projection_is_met() {
    facts.commitments.add(WatchFixtures.commitment("2028-01-01T00:00:00Z", "0.95", "250000"));
    rounds(3);
    assertThat(of(AlertKind.SHORTFALL)).hasSize(1);
    facts.commitments.set(0, WatchFixtures.commitment("2028-01-01T00:00:00Z", "0.95", "0"));
    rounds(1);

    assertThat(open(AlertKind.SHORTFALL)).isEmpty();
  }

  @Test
  void a_channel_that_fails_is_told_elsewhere_and_never_by_itself() {
    standing.put("slack", new DeliveryLedger.Standing(0, 3, 3, 9, "", "answered 404"));
    rounds(2);
    assertThat(of(AlertKind.DELIVERY_FAILURE)).hasSize(1);
    assertThat(of(AlertKind.DELIVERY_FAILURE).get(0).channel()).isEqualTo("mail-1");

    standing.put("mail-1", new DeliveryLedger.Standing(0, 1, 1, 9, "", "answered 410"));
    rounds(2);
    assertThat(of(AlertKind.DELIVERY_FAILURE)).hasSize(2);
    // Nothing is left but the product itself; PagerDuty is for what pages.
    assertThat(of(AlertKind.DELIVERY_FAILURE).get(0).channel()).isEqualTo("preview");

    standing.clear();
    rounds(1);
    assertThat(open(AlertKind.DELIVERY_FAILURE)).isEmpty();
  }

  @Test
  void idle_gpus_are_one_alert_for_each_holder_to_its_team() {
    idle.add(WatchFixtures.idle("job:1"));
    rounds(3);

    assertThat(of(AlertKind.IDLE_GPU)).hasSize(1);
    Alert alert = of(AlertKind.IDLE_GPU).get(0);
    assertThat(alert.channel()).isEqualTo("mail-1");
    assertThat(alert.teamScope()).containsExactly("research");
    assertThat(text(alert))
        .contains("64 GPUs")
        .contains("USD 192.00 per hour")
        .contains("scancel 1");
  }

  @Test
  void a_runaway_job_pages_once_and_names_the_job_its_owner_and_what_it_has_cost() {
    runaways.add(WatchFixtures.runaway("search", 5_200));
    rounds(3);

    assertThat(of(AlertKind.RUNAWAY_JOB)).hasSize(1);
    Alert alert = of(AlertKind.RUNAWAY_JOB).get(0);
    assertThat(alert.channel()).isEqualTo("slack, on-call");
    assertThat(alert.about().severity().code()).isEqualTo("page");
    assertThat(alert.teamScope()).containsExactly("search");
    assertThat(text(alert))
        .contains("job:4711 burns more by itself")
        .contains("USD 5,200.00 per hour")
        .contains("USD 1,234.00 so far")
        .contains("gpu-07")
        .contains("ada")
        .contains("scancel 4711");

    runaways.clear();
    rounds(1);
    assertThat(open(AlertKind.RUNAWAY_JOB)).isEmpty();
  }

  @Test
  void a_job_of_two_teams_is_one_runaway_and_one_of_nobody_is_seen_by_all_who_see_all() {
    runaways.add(WatchFixtures.runaway("", 5_200));
    runaways.add(WatchFixtures.runaway("search", 1_200));
    rounds(2);

    assertThat(of(AlertKind.RUNAWAY_JOB)).hasSize(1);
    assertThat(of(AlertKind.RUNAWAY_JOB).get(0).teamScope()).isEmpty();
  }

  @Test
  void a_kind_that_cannot_be_looked_for_does_not_keep_the_others_from_it() {
    facts.broken = true;
    facts.unpriced.add(new WatchFacts.Unpriced("NVIDIA B200", "hours"));
    rounds(2);

    assertThat(of(AlertKind.UNPRICED)).hasSize(1);
  }

  @Test
  void what_was_told_before_a_restart_is_not_told_again() {
    facts.unpriced.add(new WatchFacts.Unpriced("NVIDIA B200", "hours"));
    idle.add(WatchFixtures.idle("job:1"));
    rounds(2);
    store.close();

    open();
    rounds(2);

    assertThat(of(AlertKind.UNPRICED)).hasSize(1);
    assertThat(of(AlertKind.IDLE_GPU)).hasSize(1);
  }
}
