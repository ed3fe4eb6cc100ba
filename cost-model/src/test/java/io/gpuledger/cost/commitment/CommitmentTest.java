package io.gpuledger.cost.commitment;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.block;
import static io.gpuledger.cost.commitment.CommitmentFixture.commitment;
import static io.gpuledger.cost.commitment.CommitmentFixture.credits;
import static io.gpuledger.cost.commitment.CommitmentFixture.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitmentTest {
  @Test
  void a_commitment_goes_from_pending_to_how_it_ended() {
    Commitment whole = block(Optional.empty());
    Commitment exchanged =
        block(Optional.of(Ending.exchanged(at("2026-09-15"), Amount.of(34_752), "c-2")));

    assertThat(whole.statusAt(at("2026-03-14")).focusValue()).isEqualTo("Pending");
    assertThat(whole.statusAt(at("2026-03-15")).focusValue()).isEqualTo("Active");
    assertThat(whole.statusAt(at("2027-03-15")).focusValue()).isEqualTo("Expired");
    assertThat(exchanged.statusAt(at("2026-09-15")).focusValue()).isEqualTo("Superseded");
    assertThat(
            block(Optional.of(Ending.canceled(at("2026-09-15"), Amount.ZERO)))
                .statusAt(at("2026-10-01"))
                .focusValue())
        .isEqualTo("Canceled");
  }

  @Test
  void an_exchange_at_the_unamortised_rest_loses_nothing() {
    Commitment old =
        block(Optional.of(Ending.exchanged(at("2026-09-15"), Amount.of(34_752), "c-2")));
    PrepaidPosition position = PrepaidPosition.of(old);

    assertThat(position.losses().upTo(at("2028-01-01"))).isEqualTo(Amount.ZERO);
    assertThat(position.balance(at("2026-09-16"))).isEqualTo(Amount.ZERO);
    assertThat(old.costWithin(range("2026-09-15", "2027-04-01")).amount()).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_fee_for_ending_is_a_larger_loss_and_a_refund_above_the_rest_a_gain() {
    TimeRange all = range("2026-01-01", "2028-01-01");

    assertThat(
            PrepaidPosition.of(
                    block(Optional.of(Ending.canceled(at("2026-09-15"), Amount.of(-500)))))
                .losses()
                .within(all))
        .hasToString("35252");
    assertThat(
            PrepaidPosition.of(
                    block(Optional.of(Ending.canceled(at("2026-09-15"), Amount.of(35_000)))))
                .losses()
                .within(all))
        .hasToString("-248");
  }

  @Test
  void how_a_commitment_is_paid_follows_from_its_terms() {
    TimeRange term = range("2026-01-01", "2027-01-01");
    Optional<Upfront> upfront = Optional.of(Upfront.paid(Amount.of(10), term.start()));
    HourlyTerms.Phase paid = new HourlyTerms.Phase(term, Amount.of(1), Amount.ZERO);
    HourlyTerms.Phase fee = new HourlyTerms.Phase(term, Amount.of(1), Amount.of(2));

    assertThat(new HourlyTerms(List.of(fee), Optional.empty()).paymentModel())
        .isEqualTo("No Upfront");
    assertThat(new HourlyTerms(List.of(fee), upfront).paymentModel()).isEqualTo("Partial Upfront");
    assertThat(new HourlyTerms(List.of(paid), upfront).paymentModel()).isEqualTo("All Upfront");
    assertThat(CommitmentKind.SAVINGS_PLAN.focusCategory()).isEqualTo("Spend");
    assertThat(CommitmentKind.CAPACITY_BLOCK.focusCategory()).isEqualTo("Usage");
  }

  @ParameterizedTest
  @EnumSource(CommitmentKind.class)
  void terms_of_another_kind_are_refused(CommitmentKind kind) {
    TimeRange term = range("2026-01-01", "2026-07-01");
    CommitmentTerms other =
        kind == CommitmentKind.PREPAID
            ? new SpendTerms(List.of(new SpendTarget(term, Amount.of(1), Amount.ZERO)))
            : credits().terms();

    assertThatThrownBy(() -> commitment(kind, term, other, Optional.empty()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("terms: of a " + kind.text() + " must be");
  }

  @Test
  void every_fault_of_a_commitment_is_named_at_once() {
    TimeRange term = range("2026-01-01", "2027-01-01");
    HourlyTerms gap =
        new HourlyTerms(
            List.of(
                new HourlyTerms.Phase(range("2026-01-01", "2026-02-01"), Amount.of(1), Amount.ZERO),
                new HourlyTerms.Phase(
                    range("2026-03-01", "2026-06-01"), Amount.of(1), Amount.ZERO)),
            Optional.empty());

    assertThatThrownBy(
            () ->
                commitment(
                    CommitmentKind.RESERVED_INSTANCE,
                    term,
                    gap,
                    Optional.of(Ending.canceled(at("2027-01-01"), Amount.ZERO))))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(3))
        .hasMessageContaining(
            "the phase from 2026-03-01T00:00:00Z should begin at 2026-02-01T00:00:00Z")
        .hasMessageContaining("end at 2026-06-01T00:00:00Z, the term at 2027-01-01T00:00:00Z")
        .hasMessageContaining("does not lie within the term");
    assertThatThrownBy(() -> new Parties("research", " "))
        .hasMessageContaining("unusedOwner: is missing");
    assertThatThrownBy(() -> Upfront.paid(Amount.ZERO, term.start()))
        .hasMessageContaining("leave the upfront payment out");
    assertThatThrownBy(() -> new Ending(term.start(), Ending.Kind.EXCHANGED, Amount.ZERO, ""))
        .hasMessageContaining("successorId");
    assertThatThrownBy(() -> new SpendTarget(term, Amount.of(10), Amount.of(11)))
        .hasMessageContaining("11 is not between 0 and the commitment of 10");
  }

  @Test
  void an_idle_hour_is_not_made_good_by_a_busy_one() {
    Commitment block = block(Optional.empty());
    Instant start = block.term().start();
    TimeRange twoHours = new TimeRange(start, start.plusSeconds(7_200));
    List<IntervalUse> hours =
        List.of(
            new IntervalUse(
                new TimeRange(start, start.plusSeconds(3_600)),
                List.of(
                    Draw.ofHours("vision", Amount.of(12)), Draw.ofHours("speech", Amount.of(4)))));

    CommitmentUse use = CommitmentUse.of(block, twoHours, hours);

    assertThat(use.utilisation().orElseThrow().displayed(2)).hasToString("0.50");
    assertThat(use.coverage().orElseThrow().displayed(2)).hasToString("0.50");
    assertThat(use.covered())
        .containsEntry("vision", Draw.ofHours("vision", Amount.of(6)).measure())
        .containsEntry("speech", Draw.ofHours("speech", Amount.of(2)).measure());
  }

  @Test
  void nothing_is_committed_after_the_end_and_its_cost_goes_to_the_owner_of_the_rest() {
    Commitment ended = block(Optional.of(Ending.canceled(at("2026-03-15"), Amount.of(70_080))));
    CommitmentUse use = CommitmentUse.of(ended, range("2026-04-01", "2026-05-01"), List.of());

    assertThat(use.utilisation()).isEmpty();
    assertThat(use.coverage()).isEmpty();
    assertThat(use.shareOut(new Money("USD", Amount.of(7)), ended.parties()))
        .containsExactly(
            new CommitmentShare(
                "platform", false, BigInteger.ZERO, new Money("USD", Amount.of(7))));
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void shares_and_measures_close_for_any_use(long seed) {
    Random random = new Random(seed);
    Commitment block = block(Optional.empty());
    for (int round = 0; round < 100; round++) {
      TreeSet<Instant> cuts = new TreeSet<>();
      for (int i = 0; i < 12; i++) {
        cuts.add(block.term().start().plusSeconds(random.nextInt(31_000_000)));
      }
      List<IntervalUse> uses = new ArrayList<>();
      Instant from = cuts.first();
      for (Instant to : cuts.tailSet(from, false)) {
        TimeRange interval = new TimeRange(from, to);
        List<Draw> draws = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
          draws.add(
              Draw.ofDeviceNanos(
                  "team-" + i, interval.length().toNanos() / 7 * random.nextInt(30)));
        }
        uses.add(new IntervalUse(interval, draws));
        from = to;
      }
      TimeRange period = new TimeRange(cuts.first(), cuts.last());
      CommitmentUse use = CommitmentUse.of(block, period, uses);
      Money cost = block.costWithin(period);

      assertThat(use.unused().signum()).isNotNegative();
      assertThat(use.used()).isLessThanOrEqualTo(use.eligible());
      Amount sum =
          use.shareOut(cost, block.parties()).stream()
              .map(share -> share.cost().amount())
              .reduce(Amount.ZERO, Amount::plus);
      assertThat(sum).isEqualTo(cost.amount());
    }
  }

  /** FOCUS: effective cost of used and unused over the term is the billed cost of the purchase. */
  @Test
  void over_the_term_used_and_unused_cost_is_what_was_paid() {
    Commitment block = block(Optional.empty());
    Random random = new Random(44);
    Amount sum = Amount.ZERO;
    for (Instant from = at("2026-03-01"); from.isBefore(block.end()); ) {
      TimeRange week = new TimeRange(from, from.plusSeconds(7 * 86_400));
      IntervalUse drawn =
          new IntervalUse(
              week,
              List.of(
                  Draw.ofHours("vision", Amount.of(random.nextInt(1_000))),
                  Draw.ofHours("speech", Amount.of(random.nextInt(1_000)))));
      CommitmentUse use = CommitmentUse.of(block, week, List.of(drawn));
      for (CommitmentShare share : use.shareOut(block.costWithin(week), block.parties())) {
        sum = sum.plus(share.cost().amount());
      }
      from = week.end();
    }

    assertThat(sum).isEqualTo(Amount.of(70_080 + 12 * 8_760));
  }

  @Test
  void overlapping_intervals_are_refused() {
    Commitment block = block(Optional.empty());
    TimeRange period = range("2026-04-01", "2026-05-01");
    IntervalUse use = new IntervalUse(range("2026-04-30", "2026-05-02"), List.of());

    assertThatThrownBy(() -> CommitmentUse.of(block, period, List.of(use)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("overlaps another one or leaves the period");
  }

  @Test
  void what_is_drawn_beyond_the_stock_is_told_and_not_priced() {
    PrepaidUse use =
        PrepaidUse.of(
            credits(),
            List.of(
                new PrepaidUse.Withdrawal(at("2026-02-01"), "vision", Amount.of(999)),
                new PrepaidUse.Withdrawal(at("2026-02-01"), "speech", Amount.of(5))));

    assertThat(use.overdrawn()).hasToString("4");
    assertThat(use.drawn().get(1).quantity()).hasToString("1");
    assertThat(use.leftCost()).isEqualTo(Amount.ZERO);
    assertThatThrownBy(
            () ->
                PrepaidUse.of(
                    credits(),
                    List.of(new PrepaidUse.Withdrawal(at("2026-07-01"), "vision", Amount.of(-1)))))
        .hasMessageContaining("-1 is below 0")
        .hasMessageContaining("out of the term");
  }

  @Test
  void thirds_of_a_prepaid_price_and_the_rest_sum_to_it() {
    Commitment odd =
        commitment(
            CommitmentKind.PREPAID,
            range("2026-01-01", "2026-07-01"),
            new PrepaidTerms(Amount.of(3), "Credits", Amount.of(200), at("2026-01-01")),
            Optional.empty());
    List<PrepaidUse.Withdrawal> one =
        List.of(new PrepaidUse.Withdrawal(at("2026-02-01"), "a", Amount.of(1)));

    assertThat(PrepaidUse.of(odd, one).drawn().get(0).cost()).hasToString("66.666666666666666667");
    assertThat(PrepaidUse.of(odd, one).leftCost()).hasToString("133.333333333333333333");
  }
}
