package io.gpuledger.cost.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpendShortfallTest {
  private static Instant day(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  private static SpendTarget target(String from, String to, String committed) {
    return new SpendTarget(new TimeRange(day(from), day(to)), Amount.parse(committed), Amount.ZERO);
  }

  /** 36,500 in 2026, then 3,650 in the first ten days of 2027. */
  private static final List<SpendTarget> TARGETS =
      List.of(
          target("2026-01-01", "2027-01-01", "36500"), target("2027-01-01", "2027-01-11", "3650"));

  private static List<String> at(String start, String asOf, List<SpendPosting> spend) {
    return TARGETS.stream()
        .flatMap(target -> SpendShortfall.of(target, day(start), day(asOf), spend).stream())
        .map(Amount::toString)
        .toList();
  }

  @Test
  void nothing_spent_makes_the_part_of_the_promise_of_the_time_gone_by() {
    assertThat(at("2026-01-01", "2026-02-01", List.of())).containsExactly("3100");
    assertThat(at("2026-12-01", "2027-01-01", List.of())).containsExactly("36500");
  }

  @Test
  void half_of_the_pace_makes_half_of_it_and_the_pace_nothing() {
    SpendPosting half = new SpendPosting(day("2026-01-15"), Amount.of(1550), Amount.ZERO);
    SpendPosting whole = new SpendPosting(day("2026-01-15"), Amount.of(3100), Amount.ZERO);

    assertThat(at("2026-01-01", "2026-02-01", List.of(half))).containsExactly("1550");
    assertThat(at("2026-01-01", "2026-02-01", List.of(whole))).isEmpty();
  }

  @Test
  void a_target_that_ends_within_the_days_is_short_wholly_beside_the_one_that_follows() {
    assertThat(at("2026-12-06", "2027-01-06", List.of())).containsExactly("36500", "1825");
  }

  @Test
  void a_target_that_ended_before_the_days_is_the_providers_to_bill() {
    assertThat(at("2027-01-01", "2027-02-01", List.of())).containsExactly("3650");
    assertThat(at("2027-02-01", "2027-03-01", List.of())).isEmpty();
  }

  @Test
  void a_target_to_come_is_not_short() {
    assertThat(at("2025-11-01", "2025-12-01", List.of())).isEqualTo(List.of());
    assertThat(SpendShortfall.of(TARGETS.get(0), day("2025-12-01"), day("2026-01-01"), List.of()))
        .isEqualTo(Optional.empty());
  }

  private static Commitment commitment(Optional<Ending> ending) {
    return new Commitment(
        new CommitmentKey("edp", "c-1", "AWS"),
        CommitmentKind.SPEND_COMMITMENT,
        "USD",
        new TimeRange(day("2026-01-01"), day("2027-01-11")),
        new Parties("finance", "finance"),
        new SpendTerms(TARGETS),
        ending);
  }

  private static Optional<SpendShortfall> missing(String amount) {
    return Optional.of(new SpendShortfall("AWS", "edp", "USD", Optional.of(Amount.parse(amount))));
  }

  @Test
  void two_targets_that_are_short_are_one_sum_of_their_commitment() {
    assertThat(
            SpendShortfall.of(
                commitment(Optional.empty()), day("2026-12-06"), day("2027-01-06"), List.of()))
        .isEqualTo(missing("38325"));
  }

  @Test
  void a_target_that_an_early_end_cuts_off_is_owed_no_more_from_then_on() {
    Commitment canceled =
        commitment(Optional.of(Ending.canceled(day("2026-07-01"), Amount.of(-500))));

    assertThat(SpendShortfall.of(canceled, day("2026-05-01"), day("2026-06-01"), List.of()))
        .as("151 of 365 days")
        .isEqualTo(missing("15100"));
    for (String month : List.of("2026-06", "2026-07", "2026-12")) {
      assertThat(
              SpendShortfall.of(
                  canceled,
                  day(month + "-01"),
                  day(YearMonth.parse(month).plusMonths(1) + "-01"),
                  List.of()))
          .as(month)
          .isEmpty();
    }
    assertThat(SpendShortfall.ended(canceled, day("2026-12-01"), day("2027-01-01"), List.of()))
        .isEmpty();
  }

  @Test
  void a_target_that_was_over_before_the_early_end_is_owed_wholly() {
    Commitment canceled = commitment(Optional.of(Ending.canceled(day("2027-01-05"), Amount.ZERO)));

    assertThat(SpendShortfall.of(canceled, day("2026-12-01"), day("2027-01-01"), List.of()))
        .isEqualTo(missing("36500"));
    assertThat(SpendShortfall.of(canceled, day("2026-12-10"), day("2027-01-10"), List.of()))
        .isEqualTo(missing("36500"));
  }

  @Test
  void credits_beyond_the_spend_make_no_shortfall_above_the_promise() {
    SpendPosting credit = new SpendPosting(day("2026-01-15"), Amount.of(-1_000), Amount.ZERO);

    assertThat(at("2026-01-01", "2026-02-01", List.of(credit))).containsExactly("3100");
  }

  @Test
  void what_ended_short_within_some_days_is_told_for_these_days_only() {
    Commitment commitment = commitment(Optional.empty());
    SpendPosting spent = new SpendPosting(day("2026-03-01"), Amount.of(30_000), Amount.ZERO);

    assertThat(SpendShortfall.ended(commitment, day("2026-11-01"), day("2026-12-01"), List.of()))
        .isEmpty();
    assertThat(
            SpendShortfall.ended(commitment, day("2026-12-01"), day("2027-01-01"), List.of(spent)))
        .isEqualTo(missing("6500"));
    assertThat(
            SpendShortfall.ended(commitment, day("2027-01-01"), day("2027-02-01"), List.of(spent)))
        .isEqualTo(missing("3650"));
    assertThat(SpendShortfall.ended(commitment, day("2026-12-01"), day("2026-12-31"), List.of()))
        .as("not over yet")
        .isEmpty();
  }
}
