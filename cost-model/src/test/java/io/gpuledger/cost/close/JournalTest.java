package io.gpuledger.cost.close;

import static io.gpuledger.cost.commitment.CommitmentFixture.at;
import static io.gpuledger.cost.commitment.CommitmentFixture.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.commitment.Ending;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal examples of docs/rules/close.md, and what an entry must be. */
class JournalTest {
  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC);
  private static final BookPeriod OCTOBER = CALENDAR.period(2026, 10);
  private static final BookPeriod NOVEMBER = CALENDAR.period(2026, 11);
  private static final GlAccount CLOUD = new GlAccount("6100", "4711", "DE01");
  private static final GlAccount ACCRUED = new GlAccount("2400", "", "DE01");

  @Test
  void what_is_not_billed_yet_is_accrued_and_undone_in_the_next_period() {
    AccrualRun run =
        AccrualRun.of(
            OCTOBER,
            NOVEMBER,
            List.of(
                item("coreweave", Optional.of("12400"), "9900.5"),
                item("lambda", Optional.of("100"), "130"),
                item("aws", Optional.of("7"), "7"),
                item("new-gpu", Optional.empty(), "0")));

    assertThat(run.entries())
        .extracting(JournalTest::text)
        .containsExactly(
            "2026-10-31 coreweave: DEBIT 6100 2499.5 USD, CREDIT 2400 2499.5 USD",
            "2026-10-31 lambda: CREDIT 6100 30 USD, DEBIT 2400 30 USD");
    assertThat(run.reversals().get(0).date()).isEqualTo("2026-11-01");
    assertThat(run.reversals().get(0).lines())
        .extracting(line -> line.side() + " " + line.account().account())
        .containsExactly("CREDIT 6100", "DEBIT 2400");
    assertThat(run.reversals().get(0).reference())
        .isEqualTo("coreweave, reversal of " + run.entries().get(0).id());
    assertThat(run.notAccrued())
        .containsExactly("new-gpu has no estimate; give the price that is missing");
  }

  @Test
  void an_accrual_and_its_reversal_sum_to_zero_on_every_account() {
    AccrualRun run =
        AccrualRun.of(
            OCTOBER, NOVEMBER, List.of(item("a", Optional.of("0.000000000000000001"), "0")));
    Amount onCloud = Amount.ZERO;
    for (List<JournalEntry> entries : List.of(run.entries(), run.reversals())) {
      for (JournalEntry entry : entries) {
        for (JournalLine line : entry.lines()) {
          onCloud = line.account().equals(CLOUD) ? onCloud.plus(line.signed()) : onCloud;
        }
      }
    }

    assertThat(onCloud).isEqualTo(Amount.ZERO);
  }

  @Test
  void reversals_go_to_the_very_next_period_and_keys_come_once() {
    assertThatThrownBy(
            () ->
                AccrualRun.of(
                    OCTOBER, CALENDAR.period(2026, 12), List.of(item("a", Optional.of("1"), "0"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("FY2026-P12 does not follow FY2026-P10");
    assertThatThrownBy(
            () ->
                AccrualRun.of(
                    OCTOBER,
                    NOVEMBER,
                    List.of(item("a", Optional.of("1"), "0"), item("a", Optional.of("2"), "0"))))
        .hasMessageContaining("a comes twice");
  }

  @Test
  void the_id_of_an_entry_is_that_of_its_content_in_whatever_order() {
    JournalLine debit = JournalLine.debit(CLOUD, usd("5"));
    JournalLine credit = JournalLine.credit(ACCRUED, usd("5"));
    JournalEntry entry = entry(LocalDate.of(2026, 10, 31), List.of(debit, credit));

    assertThat(entry.id())
        .isEqualTo(entry(LocalDate.of(2026, 10, 31), List.of(credit, debit)).id())
        .isNotEqualTo(entry(LocalDate.of(2026, 10, 30), List.of(debit, credit)).id())
        .isNotEqualTo(
            entry(
                    LocalDate.of(2026, 10, 31),
                    List.of(
                        JournalLine.credit(CLOUD, usd("5")), JournalLine.debit(ACCRUED, usd("5"))))
                .id())
        .hasSize(32);
  }

  @Test
  void an_entry_balances_in_each_currency_and_entity() {
    GlAccount otherEntity = new GlAccount("2400", "", "US01");

    assertThatThrownBy(
            () ->
                entry(
                    LocalDate.of(2026, 11, 1),
                    List.of(
                        JournalLine.debit(CLOUD, usd("5")),
                        JournalLine.credit(ACCRUED, new Money("EUR", Amount.of(5))))))
        .hasMessageContaining("debits less credits of DE01 in EUR are -5")
        .hasMessageContaining("debits less credits of DE01 in USD are 5")
        .hasMessageContaining("2026-11-01 does not lie in FY2026-P10");
    assertThatThrownBy(
            () ->
                entry(
                    LocalDate.of(2026, 10, 31),
                    List.of(
                        JournalLine.debit(CLOUD, usd("5")),
                        JournalLine.credit(otherEntity, usd("5")))))
        .hasMessageContaining("debits less credits of US01 in USD are -5");
    assertThatThrownBy(() -> JournalLine.debit(CLOUD, usd("0")))
        .hasMessageContaining("0 USD is not above 0");
    assertThatThrownBy(() -> entry(LocalDate.of(2026, 10, 31), List.of()))
        .hasMessageContaining("has fewer than two lines");
  }

  @Test
  void a_canceled_block_rolls_forward_to_zero() {
    PrepaidPosition position = canceled();

    assertThat(RollForwardLine.of(position, CALENDAR.period(2026, 3)))
        .isEqualTo(line("0", "70080", "3264", "0", "66816"));
    assertThat(RollForwardLine.of(position, CALENDAR.period(2026, 9)))
        .isEqualTo(line("37440", "0", "2688", "-34752", "0"));
    assertThat(RollForwardLine.of(position, OCTOBER).isEmpty()).isTrue();
    assertThatThrownBy(() -> line("1", "0", "0", "0", "0"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("0 is not 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
  void a_fully_amortised_commitment_closes_at_exactly_zero_in_any_calendar(String zone) {
    for (FiscalCalendar calendar :
        List.of(
            new FiscalCalendar.Months(Month.JULY, ZoneId.of(zone)),
            new FiscalCalendar.Weeks(
                FiscalCalendar.Pattern.FOUR_FOUR_FIVE,
                Month.DECEMBER,
                DayOfWeek.FRIDAY,
                FiscalCalendar.YearEnd.NEAREST_TO_MONTH_END,
                ZoneId.of(zone)))) {
      PrepaidPosition position = PrepaidPosition.of(block(Optional.empty()));
      BookPeriod period = calendar.periodAt(at("2026-02-01"));
      Amount opening = Amount.ZERO;
      Amount amortised = Amount.ZERO;
      while (period.firstDay().isBefore(LocalDate.of(2027, 5, 1))) {
        RollForwardLine line = RollForwardLine.of(position, period);
        assertThat(line.opening()).isEqualTo(opening);
        opening = line.closing();
        amortised = amortised.plus(line.amortisation());
        period = calendar.next(period);
      }

      assertThat(opening).isEqualTo(Amount.ZERO);
      assertThat(amortised).isEqualTo(Amount.of(70_080));
    }
  }

  @Test
  void what_lowers_a_prepaid_balance_is_one_balanced_entry() {
    PrepaidAccounts accounts =
        new PrepaidAccounts(
            new GlAccount("1500", "", "DE01"),
            CLOUD,
            new GlAccount("1300", "", "DE01"),
            new GlAccount("6990", "4711", "DE01"));

    JournalEntry september =
        PrepaidJournal.of(canceled(), CALENDAR.period(2026, 9), accounts).orElseThrow();

    assertThat(text(september))
        .isEqualTo(
            "2026-09-30 prepaid of c-1: DEBIT 6100 2688 USD, CREDIT 1500 2688 USD, "
                + "DEBIT 1300 30000 USD, CREDIT 1500 30000 USD, "
                + "DEBIT 6990 4752 USD, CREDIT 1500 4752 USD");
    assertThat(PrepaidJournal.of(canceled(), OCTOBER, accounts)).isEmpty();
  }

  @Test
  void what_is_paid_ahead_goes_to_the_prepaid_account_and_all_entries_leave_it_at_zero() {
    GlAccount prepaid = new GlAccount("1500", "", "DE01");
    GlAccount payable = new GlAccount("2000", "", "DE01");
    PrepaidAccounts accounts =
        new PrepaidAccounts(
            prepaid, CLOUD, new GlAccount("1300", "", "DE01"), new GlAccount("6990", "", "DE01"));

    assertThat(
            PrepaidJournal.purchase(canceled(), CALENDAR.period(2026, 3), prepaid, payable)
                .map(JournalTest::text))
        .contains("2026-03-31 purchase of c-1: DEBIT 1500 70080 USD, CREDIT 2000 70080 USD");
    assertThat(PrepaidJournal.purchase(canceled(), OCTOBER, prepaid, payable)).isEmpty();

    Amount balance = Amount.ZERO;
    for (int month = 1; month <= 12; month++) {
      BookPeriod period = CALENDAR.period(2026, month);
      List<JournalEntry> entries = new ArrayList<>();
      PrepaidJournal.purchase(canceled(), period, prepaid, payable).ifPresent(entries::add);
      PrepaidJournal.of(canceled(), period, accounts).ifPresent(entries::add);
      for (JournalEntry entry : entries) {
        for (JournalLine line : entry.lines()) {
          balance = line.account().equals(prepaid) ? balance.plus(line.signed()) : balance;
        }
      }
      assertThat(balance)
          .as("the account is at the closing of the roll-forward of month " + month)
          .isEqualTo(RollForwardLine.of(canceled(), period).closing());
    }
    assertThat(balance).isEqualTo(Amount.ZERO);
  }

  private static PrepaidPosition canceled() {
    return PrepaidPosition.of(
        block(Optional.of(Ending.canceled(at("2026-09-15"), Amount.of(30_000)))));
  }

  private static RollForwardLine line(
      String opening, String purchases, String amortisation, String adjustments, String closing) {
    return new RollForwardLine(
        "c-1",
        "USD",
        Amount.parse(opening),
        Amount.parse(purchases),
        Amount.parse(amortisation),
        Amount.parse(adjustments),
        Amount.parse(closing));
  }

  private static AccrualItem item(String key, Optional<String> estimated, String billed) {
    return new AccrualItem(
        key, CLOUD, ACCRUED, "USD", estimated.map(Amount::parse), Amount.parse(billed));
  }

  private static JournalEntry entry(LocalDate date, List<JournalLine> lines) {
    return new JournalEntry(JournalEntry.Kind.ACCRUAL, OCTOBER, date, "x", lines);
  }

  private static String text(JournalEntry entry) {
    return entry.date()
        + " "
        + entry.reference()
        + ": "
        + String.join(
            ", ",
            entry.lines().stream()
                .map(line -> line.side() + " " + line.account().account() + " " + line.amount())
                .toList());
  }

  private static Money usd(String amount) {
    return new Money("USD", Amount.parse(amount));
  }
}
