package io.gpuledger.cost.close;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.block;
import static io.gpuledger.cost.commitment.CommitmentFixture.credits;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentKey;
import io.gpuledger.cost.commitment.Ending;
import io.gpuledger.cost.commitment.PrepaidUse;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrepaidRollForwardTest {
  private static final Map<String, List<PrepaidUse.Withdrawal>> DRAWN =
      Map.of(
          "credits",
          List.of(
              new PrepaidUse.Withdrawal(at("2026-02-01"), "vision", Amount.of(300)),
              new PrepaidUse.Withdrawal(at("2026-05-01"), "speech", Amount.of(400))));

  private static BookPeriod month(YearMonth month) {
    return new BookPeriod(
        month.getYear(),
        month.getMonthValue(),
        month.atDay(1),
        month.plusMonths(1).atDay(1),
        ZoneOffset.UTC);
  }

  private static CommitmentEntry entry(String id, Commitment of) {
    return new CommitmentEntry(
        new Commitment(
            new CommitmentKey(id, "contract", "CoreWeave"),
            of.kind(),
            of.currency(),
            of.term(),
            of.parties(),
            of.terms(),
            of.ending()),
        Optional.empty(),
        Optional.empty(),
        Filter.everything(),
        Optional.empty());
  }

  private static List<CommitmentEntry> entries(Optional<Ending> ending) {
    return List.of(entry("credits", credits()), entry("block", block(ending)));
  }

  private static String text(RollForwardLine line) {
    return "%s %s + %s - %s + %s = %s"
        .formatted(
            line.commitmentId(),
            line.opening(),
            line.purchases(),
            line.amortisation(),
            line.adjustments(),
            line.closing());
  }

  @Test
  void each_line_and_the_total_go_from_opening_to_closing() {
    PrepaidRollForward march =
        PrepaidRollForward.of(
            entries(Optional.empty()), DRAWN, month(YearMonth.of(2026, 3)), at("2026-06-01"));

    assertThat(march.lines())
        .extracting(PrepaidRollForwardTest::text)
        .containsExactly("block 0 + 70080 - 3264 + 0 = 66816", "credits 630 + 0 - 0 + 0 = 630");
    assertThat(march.totals().values())
        .extracting(PrepaidRollForwardTest::text)
        .containsExactly("total 630 + 70080 - 3264 + 0 = 67446");
  }

  @Test
  void closing_is_the_next_opening_and_everything_ties_to_zero_at_the_end() {
    List<CommitmentEntry> entries = entries(Optional.empty());
    Amount before = Amount.ZERO;
    for (YearMonth month = YearMonth.of(2025, 12);
        !month.isAfter(YearMonth.of(2027, 4));
        month = month.plusMonths(1)) {
      PrepaidRollForward of = PrepaidRollForward.of(entries, DRAWN, month(month), at("2026-06-01"));
      RollForwardLine total = of.totals().get("USD");
      assertThat(total == null ? Amount.ZERO : total.opening()).as(month + "").isEqualTo(before);
      assertThat(of.leftAfterEnd()).isEmpty();
      before = total == null ? Amount.ZERO : total.closing();
    }
    assertThat(before).isEqualTo(Amount.ZERO);
  }

  @Test
  void a_cancellation_is_an_adjustment_and_leaves_nothing() {
    PrepaidRollForward september =
        PrepaidRollForward.of(
            entries(Optional.of(Ending.canceled(at("2026-09-15"), Amount.of(30_000)))),
            DRAWN,
            month(YearMonth.of(2026, 9)),
            at("2026-06-01"));

    assertThat(september.lines())
        .extracting(PrepaidRollForwardTest::text)
        .containsExactly("block 37440 + 0 - 2688 + -34752 = 0");
    assertThat(september.leftAfterEnd()).isEmpty();
  }

  @Test
  void a_month_before_all_of_it_has_no_lines() {
    PrepaidRollForward of =
        PrepaidRollForward.of(
            entries(Optional.empty()), Map.of(), month(YearMonth.of(2025, 6)), at("2026-06-01"));

    assertThat(of.lines()).isEmpty();
    assertThat(of.totals()).isEmpty();
  }
}
