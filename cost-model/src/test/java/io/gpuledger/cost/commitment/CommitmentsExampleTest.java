package io.gpuledger.cost.commitment;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.block;
import static io.gpuledger.cost.commitment.CommitmentFixture.commitment;
import static io.gpuledger.cost.commitment.CommitmentFixture.credits;
import static io.gpuledger.cost.commitment.CommitmentFixture.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of docs/rules/commitments.md, with the same figures. */
class CommitmentsExampleTest {
  @Test
  void a_block_from_the_middle_of_march_is_divided_among_its_users_and_the_owner_of_the_rest() {
    Commitment block = block(Optional.empty());
    TimeRange march = range("2026-03-01", "2026-04-01");
    List<IntervalUse> hours = new ArrayList<>();
    for (Instant hour = block.term().start(); hour.isBefore(march.end()); ) {
      Instant next = hour.plusSeconds(3_600);
      hours.add(
          new IntervalUse(
              new TimeRange(hour, next),
              List.of(
                  Draw.ofDeviceNanos("vision", 5 * 3_600_000_000_000L),
                  Draw.ofHours("speech", Amount.parse("1.5")))));
      hour = next;
    }

    Money cost = block.costWithin(march);
    CommitmentUse use = CommitmentUse.of(block, march, hours);

    assertThat(cost).hasToString("8160 USD");
    assertThat(use.shareOut(cost, block.parties()))
        .extracting(share -> share.party() + " " + share.used() + " " + share.cost())
        .containsExactly("speech true 1530 USD", "vision true 5100 USD", "platform false 1530 USD");
    assertThat(use.utilisation().orElseThrow().displayed(4)).hasToString("0.8125");
    assertThat(use.coverage().orElseThrow().displayed(4)).hasToString("1.0000");
  }

  @Test
  void a_canceled_block_leaves_its_upfront_payment_as_refund_and_loss() {
    Ending ending = Ending.canceled(at("2026-09-15"), Amount.of(30_000));
    PrepaidPosition position = PrepaidPosition.of(block(Optional.of(ending)));

    assertThat(position.balance(at("2026-09-15"))).hasToString("34752");
    TimeRange september = range("2026-09-01", "2026-10-01");
    assertThat(position.amortisation().within(september)).hasToString("2688");
    assertThat(position.credits().within(september)).hasToString("30000");
    assertThat(position.losses().within(september)).hasToString("4752");
    assertThat(position.balance(at("2026-10-01"))).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_ramp_bears_the_upfront_payment_by_its_committed_hours() {
    HourlyTerms terms =
        new HourlyTerms(
            List.of(
                new HourlyTerms.Phase(
                    range("2026-01-01", "2026-04-01"), Amount.of(4), Amount.of(6)),
                new HourlyTerms.Phase(
                    range("2026-04-01", "2027-01-01"), Amount.of(16), Amount.of(20))),
            Optional.of(Upfront.paid(Amount.of(119_000), at("2026-01-01"))));
    Commitment ramp =
        commitment(
            CommitmentKind.RESERVED_BLOCK,
            range("2026-01-01", "2027-01-01"),
            terms,
            Optional.empty());

    assertThat(ramp.costWithin(range("2026-01-01", "2026-04-01"))).hasToString("21960 USD");
    assertThat(ramp.costWithin(range("2026-04-01", "2027-01-01"))).hasToString("242000 USD");
    Spread amortisation = terms.amortisation();
    assertThat(amortisation.within(range("2026-01-01", "2026-04-01"))).hasToString("9000");
  }

  @Test
  void prepaid_credits_cost_what_is_drawn_and_the_rest_expires() {
    Commitment credits = credits();
    PrepaidUse use =
        PrepaidUse.of(
            credits,
            List.of(
                new PrepaidUse.Withdrawal(at("2026-02-01"), "vision", Amount.of(300)),
                new PrepaidUse.Withdrawal(at("2026-03-01"), "speech", Amount.of(400))));

    assertThat(use.drawn())
        .extracting(drawn -> drawn.withdrawal().party() + " " + drawn.cost())
        .containsExactly("vision 270", "speech 360");
    assertThat(use.leftQuantity()).hasToString("300");
    PrepaidPosition position = PrepaidPosition.of(credits, use);
    assertThat(position.losses().within(range("2026-06-01", "2026-07-01"))).hasToString("270");
    assertThat(position.balance(at("2026-06-01"))).hasToString("270");
    assertThat(position.balance(at("2026-07-01"))).isEqualTo(Amount.ZERO);
  }

  @Test
  void tiers_and_take_or_pay() {
    TieredRate rate =
        new TieredRate(
            TieredRate.Mode.GRADUATED,
            List.of(
                new TieredRate.Tier(Amount.ZERO, Amount.of(3)),
                new TieredRate.Tier(Amount.of(1_000), Amount.parse("2.5")),
                new TieredRate.Tier(Amount.of(5_000), Amount.of(2))));
    assertThat(rate.cost(Amount.of(6_000))).hasToString("15000");

    Commitment takeOrPay =
        commitment(
            CommitmentKind.TAKE_OR_PAY,
            range("2026-11-16", "2027-11-16"),
            new TakeOrPayTerms(Amount.of(5_000), "GPU-Hours", rate, ZoneOffset.UTC),
            Optional.empty());
    TakeOrPayMonth december =
        TakeOrPayMonth.of(takeOrPay, YearMonth.of(2026, 12), Amount.of(4_200));

    assertThat(december.takenCost()).hasToString("11000");
    assertThat(december.shortfall()).hasToString("800");
    assertThat(december.shortfallCost()).hasToString("2000");
    assertThat(december.payable()).hasToString("13000");
    assertThat(TakeOrPayMonth.of(takeOrPay, YearMonth.of(2026, 11), Amount.ZERO).minimum())
        .hasToString("2500");
  }

  @Test
  void a_spend_commitment_burns_down_with_a_projected_shortfall() {
    SpendTarget target =
        SpendTarget.withShare(
            range("2026-01-01", "2027-01-01"), Amount.of(1_200_000), Amount.parse("0.25"));
    List<SpendPosting> postings =
        List.of(
            new SpendPosting(at("2026-02-01"), Amount.of(180_000), Amount.of(140_000)),
            new SpendPosting(at("2026-05-01"), Amount.of(120_000), Amount.ZERO),
            new SpendPosting(at("2026-05-27"), Amount.of(999), Amount.ZERO));

    BurnDown burnDown = BurnDown.of(target, postings, at("2026-05-27"));

    assertThat(burnDown.counted()).hasToString("440000");
    assertThat(burnDown.remaining()).hasToString("760000");
    assertThat(burnDown.burned().displayed(4)).hasToString("0.3667");
    assertThat(burnDown.projected().orElseThrow()).hasToString("1050000");
    assertThat(burnDown.projectedShortfall().orElseThrow()).hasToString("150000");
    assertThat(burnDown.shortfallToDate().orElseThrow()).hasToString("60000");
  }

  @Test
  void three_years_of_a_p5_break_even_at_43_percent() {
    assertThat(
            BreakEven.utilisation(Amount.parse("2.972"), Amount.parse("6.88"))
                .orElseThrow()
                .displayed(3))
        .hasToString("0.432");
  }
}
