package io.gpuledger.cost.currency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSpansTest {
  private static ExchangeRate rate(String rate, String from, String to) {
    return new ExchangeRate(
        new CurrencyPair("USD", "EUR"),
        RatePurpose.CLOSING,
        Amount.parse(rate),
        new TimeRange(Instant.parse(from), Instant.parse(to)),
        "bank");
  }

  private static List<String> spans(BookRates rates, String first, String end) {
    return RateSpans.of(
            rates, "EUR", RatePurpose.CLOSING, LocalDate.parse(first), LocalDate.parse(end))
        .stream()
        .map(LocalDate::toString)
        .toList();
  }

  @Test
  void a_span_ends_with_its_month_and_where_a_rate_changes_or_begins_to_be_missing() {
    BookRates rates =
        BookRates.of(
            ExchangeRateBook.of(
                List.of(
                    rate("0.9", "2026-10-10T00:00:00Z", "2026-10-20T00:00:00Z"),
                    rate("0.8", "2026-10-20T00:00:00Z", "2026-11-03T00:00:00Z")),
                List.of()));

    assertThat(spans(rates, "2026-10-05", "2026-11-06"))
        .containsExactly("2026-10-05", "2026-10-10", "2026-10-20", "2026-11-01", "2026-11-03");
  }

  @Test
  void a_day_converts_by_the_rate_of_its_first_instant() {
    BookRates rates =
        BookRates.of(
            ExchangeRateBook.of(
                List.of(rate("0.9", "2026-10-10T12:00:00Z", "2026-10-20T00:00:00Z")), List.of()));

    assertThat(spans(rates, "2026-10-09", "2026-10-13"))
        .containsExactly("2026-10-09", "2026-10-11");
  }

  @Test
  void a_lock_cuts_where_its_rates_are_others() {
    ExchangeRateBook now =
        ExchangeRateBook.of(
            List.of(rate("0.5", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")), List.of());
    BookRates rates =
        BookRates.of(
                ExchangeRateBook.of(
                    List.of(rate("0.9", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")),
                    List.of()))
            .lock(
                new TimeRange(
                    Instant.parse("2026-10-04T00:00:00Z"), Instant.parse("2026-10-11T00:00:00Z")),
                "FY2026-P10",
                Instant.parse("2026-10-12T00:00:00Z"))
            .withCurrent(now);

    assertThat(spans(rates, "2026-10-01", "2026-10-20"))
        .containsExactly("2026-10-01", "2026-10-04", "2026-10-11");
  }

  @Test
  void the_difference_of_two_books_is_told_rate_by_rate() {
    ExchangeRateBook before =
        ExchangeRateBook.of(
            List.of(rate("0.9", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")), List.of());
    ExchangeRateBook after =
        ExchangeRateBook.of(
            List.of(rate("0.9", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")), List.of());

    assertThat(RateChange.between(before, before)).isEmpty();
    assertThat(RateChange.between(before, after).stream().map(RateChange::words))
        .containsExactly(
            "closing rate of USD to EUR from 2026-10-01T00:00:00Z: 0.9 until"
                + " 2026-11-01T00:00:00Z (bank) is now gone",
            "closing rate of USD to EUR from 2026-12-01T00:00:00Z: none is now 0.9 until"
                + " 2027-01-01T00:00:00Z (bank)");
  }
}
