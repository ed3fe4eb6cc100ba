package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.Payment;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.currency.RealisedDifference;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceJournalTest {
  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC);
  private static final BookPeriod OCTOBER = CALENDAR.period(2026, 10);
  private static final BookPeriod NOVEMBER = CALENDAR.period(2026, 11);
  private static final GlAccount CLOUD = new GlAccount("6100", "4711", "DE01");
  private static final GlAccount PAYABLE = new GlAccount("2100", "", "DE01");
  private static final GlAccount RATES = new GlAccount("6880", "", "DE01");
  private static final Instant PAID_AT = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void a_correction_is_booked_in_the_period_that_bears_it() {
    CorrectionLine line =
        new CorrectionLine(
            FigureKey.of(Map.of("team", "vision"), "USD"),
            OCTOBER,
            NOVEMBER,
            LocalDate.of(2026, 11, 12),
            Amount.parse("-19.75"));

    JournalEntry entry = DifferenceJournal.of(line, CLOUD, PAYABLE);

    assertThat(entry.kind()).isEqualTo(JournalEntry.Kind.CORRECTION);
    assertThat(entry.period()).isEqualTo(NOVEMBER);
    assertThat(entry.reference()).isEqualTo("correction " + line.id() + " of FY2026-P10");
    assertThat(entry.lines())
        .extracting(l -> l.side() + " " + l.account().account() + " " + l.amount())
        .containsExactly("CREDIT 6100 19.75 USD", "DEBIT 2100 19.75 USD");
  }

  @Test
  void a_moved_rate_is_a_loss_or_a_gain_on_an_account_of_its_own() {
    DifferenceJournal.Booking booking = new DifferenceJournal.Booking(NOVEMBER, RATES, PAYABLE);

    assertThat(DifferenceJournal.of(difference("109"), "INV-1/1", booking).orElseThrow().lines())
        .extracting(l -> l.side() + " " + l.account().account() + " " + l.amount())
        .containsExactly("DEBIT 6880 1 USD", "CREDIT 2100 1 USD");
    assertThat(DifferenceJournal.of(difference("107"), "INV-1/1", booking).orElseThrow().lines())
        .extracting(l -> l.side() + " " + l.account().account() + " " + l.amount())
        .containsExactly("CREDIT 6880 1 USD", "DEBIT 2100 1 USD");
    assertThat(DifferenceJournal.of(difference("108"), "INV-1/1", booking)).isEmpty();
    assertThatThrownBy(
            () ->
                DifferenceJournal.of(
                    difference("109"),
                    "INV-1/1",
                    new DifferenceJournal.Booking(OCTOBER, RATES, PAYABLE)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the payment of 2026-11-20 does not lie in FY2026-P10");
  }

  @Test
  void a_close_locks_the_rates_of_its_period_and_a_reopening_frees_them() {
    PeriodClose closed =
        PeriodClose.open(OCTOBER, List.of())
            .submit("ana", PAID_AT)
            .signOff("ben", PAID_AT, PAID_AT);
    BookRates locked = BookRates.of(rates("1.08")).lock(OCTOBER.range(), closed.closeId(), PAID_AT);
    BookRates changed = locked.withCurrent(rates("1.2"));
    PeriodClose reopened = closed.reopen("ben", PAID_AT, "a credit note");

    assertThat(converted(changed)).isEqualTo(new Money("USD", Amount.of(108)));
    assertThat(converted(changed.unlock(reopened.closeId())))
        .isEqualTo(new Money("USD", Amount.of(120)));
  }

  private static Money converted(BookRates rates) {
    Instant at = OCTOBER.range().start();
    return ((Conversion.Converted)
            rates.convert(new Money("EUR", Amount.of(100)), "USD", RatePurpose.CLOSING, at))
        .converted();
  }

  private static RealisedDifference difference(String paid) {
    Conversion.Converted invoice =
        (Conversion.Converted)
            rates("1.08")
                .convert(
                    new Money("EUR", Amount.of(100)),
                    "USD",
                    RatePurpose.CLOSING,
                    OCTOBER.range().start());
    Payment payment =
        new Payment(
            PAID_AT, new Money("EUR", Amount.of(100)), new Money("USD", Amount.parse(paid)));
    return RealisedDifference.of(invoice, List.of(payment)).get(0);
  }

  private static ExchangeRateBook rates(String perEuro) {
    return ExchangeRateBook.of(
        List.of(
            new ExchangeRate(
                new CurrencyPair("EUR", "USD"),
                RatePurpose.CLOSING,
                Amount.parse(perEuro),
                OCTOBER.range(),
                "bank")),
        List.of());
  }
}
