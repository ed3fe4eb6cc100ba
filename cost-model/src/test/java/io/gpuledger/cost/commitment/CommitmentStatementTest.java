package io.gpuledger.cost.commitment;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.block;
import static io.gpuledger.cost.commitment.CommitmentFixture.commitment;
import static io.gpuledger.cost.commitment.CommitmentFixture.credits;
import static io.gpuledger.cost.commitment.CommitmentFixture.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CommitmentStatementTest {
  private static final TimeRange MARCH = range("2026-03-01", "2026-04-01");

  private static CommitmentEntry entry(Commitment commitment) {
    return new CommitmentEntry(
        commitment, Optional.empty(), Optional.empty(), Filter.everything(), Optional.empty());
  }

  private static CommitmentFacts facts(TimeRange month, Optional<BilledCommitment> billed) {
    return new CommitmentFacts(month, month.end(), billed, Optional.empty(), List.of(), List.of());
  }

  private static BilledCommitment bill(Map<String, String> used, Map<String, String> unused) {
    return new BilledCommitment(
        "CoreWeave",
        "USD",
        Amount.of(70_080),
        Amount.of(4_896),
        amounts(used),
        amounts(unused),
        Amount.parse("-0.5"),
        0,
        Optional.of(Amount.of(9_000)),
        Optional.of(Amount.of(12_000)),
        Optional.empty());
  }

  private static SortedMap<String, Amount> amounts(Map<String, String> texts) {
    SortedMap<String, Amount> amounts = new TreeMap<>();
    texts.forEach((key, text) -> amounts.put(key, Amount.parse(text)));
    return amounts;
  }

  private static List<String> shares(CommitmentStatement of) {
    return of.shares().stream()
        .map(share -> share.party() + (share.used() ? " used " : " unused ") + share.cost())
        .toList();
  }

  @Test
  void what_the_bill_divides_is_repeated_to_the_last_digit_and_the_contract_names_the_owner() {
    BilledCommitment bill =
        bill(Map.of("vision", "4500", "speech", "1500.000000000000000001"), Map.of("-", "2000"));

    CommitmentStatement of =
        CommitmentStatement.of(entry(block(Optional.empty())), facts(MARCH, Optional.of(bill)));

    assertThat(of.origin()).isEqualTo(CommitmentStatement.Origin.BILL);
    assertThat(of.amortised()).hasValue(Amount.parse("7999.500000000000000001"));
    assertThat(of.used()).hasValue(Amount.parse("6000.000000000000000001"));
    assertThat(of.unused()).hasValue(Amount.of(2_000));
    assertThat(shares(of))
        .containsExactly(
            "speech used 1500.000000000000000001 USD",
            "vision used 4500 USD",
            "platform unused 2000 USD");
    assertThat(of.utilisation().orElseThrow().displayed(4)).hasToString("0.7500");
    assertThat(of.coverage().orElseThrow().displayed(4)).hasToString("0.7500");
    assertThat(of.breakEven().orElseThrow().displayed(4)).hasToString("0.6667");
  }

  @Test
  void a_commitment_that_only_bills_know_keeps_the_owners_of_the_ledger() {
    CommitmentStatement of =
        CommitmentStatement.ofBill(bill(Map.of("vision", "10"), Map.of("-", "30")));

    assertThat(shares(of)).containsExactly("vision used 10 USD", "- unused 30 USD");
    assertThat(of.utilisation().orElseThrow().displayed(2)).hasToString("0.25");
  }

  @Test
  void without_a_bill_the_contract_tells_the_cost_and_use_stays_unknown() {
    CommitmentEntry entry =
        new CommitmentEntry(
            block(Optional.empty()),
            Optional.of(new Money("USD", Amount.parse("6.25"))),
            Optional.empty(),
            Filter.everything(),
            Optional.empty());

    CommitmentStatement of = CommitmentStatement.of(entry, facts(MARCH, Optional.empty()));

    assertThat(of.origin()).isEqualTo(CommitmentStatement.Origin.CONTRACT);
    assertThat(of.amortised()).hasValue(Amount.of(8_160));
    assertThat(of.purchased())
        .hasValue(new CommitmentStatement.Purchased(Amount.of(70_080), Amount.of(4_896)));
    assertThat(of.used()).isEmpty();
    assertThat(of.unused()).isEmpty();
    assertThat(of.utilisation()).isEmpty();
    // 8,160 / (408 h x 8 x 6.25)
    assertThat(of.breakEven().orElseThrow().displayed(3)).hasToString("0.400");
    assertThat(of.notes()).anyMatch(note -> note.startsWith("What was used is not known"));
  }

  @Test
  void without_a_bill_telemetry_tells_what_was_used() {
    Commitment block = block(Optional.empty());
    List<IntervalUse> hours = new ArrayList<>();
    for (Instant hour = block.term().start(); hour.isBefore(MARCH.end()); ) {
      Instant next = hour.plusSeconds(3_600);
      hours.add(
          new IntervalUse(
              new TimeRange(hour, next),
              List.of(
                  Draw.ofHours("vision", Amount.of(5)),
                  Draw.ofHours("speech", Amount.parse("1.5")))));
      hour = next;
    }

    CommitmentStatement of =
        CommitmentStatement.of(
            entry(block),
            new CommitmentFacts(
                MARCH, MARCH.end(), Optional.empty(), Optional.of(hours), List.of(), List.of()));

    assertThat(shares(of))
        .containsExactly(
            "speech used 1530 USD", "vision used 5100 USD", "platform unused 1530 USD");
    assertThat(of.used()).hasValue(Amount.of(6_630));
    assertThat(of.unused()).hasValue(Amount.of(1_530));
    assertThat(of.utilisation().orElseThrow().displayed(4)).hasToString("0.8125");
  }

  @Test
  void a_stock_costs_what_was_drawn_and_its_rest_expires_with_the_owner() {
    TimeRange june = range("2026-06-01", "2026-07-01");
    List<PrepaidUse.Withdrawal> drawn =
        List.of(
            new PrepaidUse.Withdrawal(at("2026-02-01"), "vision", Amount.of(300)),
            new PrepaidUse.Withdrawal(at("2026-06-01"), "speech", Amount.of(400)));

    CommitmentStatement of =
        CommitmentStatement.of(
            entry(credits()),
            new CommitmentFacts(
                june, june.end(), Optional.empty(), Optional.empty(), drawn, List.of()));

    assertThat(of.amortised()).hasValue(Amount.of(630));
    assertThat(shares(of)).containsExactly("speech used 360 USD", "platform unused 270 USD");
    assertThat(of.purchased())
        .hasValue(new CommitmentStatement.Purchased(Amount.ZERO, Amount.ZERO));
    assertThat(of.utilisation().orElseThrow().displayed(1)).hasToString("0.7");
  }

  @Test
  void a_month_below_the_minimum_leaves_the_shortfall_to_its_owner() {
    TieredRate rate =
        new TieredRate(
            TieredRate.Mode.GRADUATED,
            List.of(
                new TieredRate.Tier(Amount.ZERO, Amount.of(3)),
                new TieredRate.Tier(Amount.of(1_000), Amount.parse("2.5")),
                new TieredRate.Tier(Amount.of(5_000), Amount.of(2))));
    Commitment minimum =
        commitment(
            CommitmentKind.TAKE_OR_PAY,
            range("2026-01-01", "2027-01-01"),
            new TakeOrPayTerms(Amount.of(5_000), "GPU-Hours", rate, ZoneOffset.UTC),
            Optional.empty());
    List<PrepaidUse.Withdrawal> taken =
        List.of(
            new PrepaidUse.Withdrawal(at("2026-02-10"), "a", Amount.of(9_999)),
            new PrepaidUse.Withdrawal(at("2026-03-10"), "a", Amount.of(4_200)));

    CommitmentStatement of =
        CommitmentStatement.of(
            entry(minimum),
            new CommitmentFacts(
                MARCH, MARCH.end(), Optional.empty(), Optional.empty(), taken, List.of()));

    assertThat(of.amortised()).hasValue(Amount.of(13_000));
    assertThat(shares(of)).containsExactly("research used 11000 USD", "platform unused 2000 USD");
    assertThat(of.utilisation().orElseThrow().displayed(2)).hasToString("0.84");
  }

  @Test
  void a_spend_commitment_burns_down_and_bears_no_cost_of_its_own() {
    Commitment spend =
        commitment(
            CommitmentKind.SPEND_COMMITMENT,
            range("2026-01-01", "2027-01-01"),
            new SpendTerms(
                List.of(
                    SpendTarget.withShare(
                        range("2026-01-01", "2027-01-01"),
                        Amount.of(1_200_000),
                        Amount.parse("0.25")))),
            Optional.empty());
    TimeRange may = range("2026-05-01", "2026-06-01");

    CommitmentStatement of =
        CommitmentStatement.of(
            entry(spend),
            new CommitmentFacts(
                may,
                at("2026-05-27"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(
                    new SpendPosting(at("2026-03-01"), Amount.of(300_000), Amount.of(140_000)))));

    assertThat(of.amortised()).isEmpty();
    assertThat(of.burnDown().orElseThrow().projectedShortfall()).hasValue(Amount.of(150_000));
    assertThat(of.burnDown().orElseThrow().counted()).isEqualTo(Amount.of(440_000));
  }

  @Test
  void what_does_not_fit_the_kind_is_refused_with_its_key() {
    assertThatThrownBy(
            () ->
                new CommitmentEntry(
                    credits(),
                    Optional.of(new Money("EUR", Amount.of(1))),
                    Optional.of(Filter.everything()),
                    Filter.everything(),
                    Optional.of(Filter.everything())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.field())
                    .containsExactly("alternative", "alternative", "devices", "marketplace"));
  }
}
