package io.gpuledger.cost.currency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeRateBookTest {
  private static final CurrencyPair EUR_USD = new CurrencyPair("EUR", "USD");
  private static final CurrencyPair USD_EUR = new CurrencyPair("USD", "EUR");
  private static final CurrencyPair USD_JPY = new CurrencyPair("USD", "JPY");
  private static final CurrencyPair EUR_JPY = new CurrencyPair("EUR", "JPY");
  private static final TimeRange OCTOBER = month("2026-10-01", "2026-11-01");
  private static final TimeRange NOVEMBER = month("2026-11-01", "2026-12-01");
  private static final Instant IN_OCTOBER = Instant.parse("2026-10-31T23:59:59.999999999Z");

  @Test
  void an_amount_converts_at_its_date_and_purpose_and_says_by_which_rate() {
    ExchangeRateBook book =
        ExchangeRateBook.of(
            List.of(
                rate(EUR_USD, RatePurpose.INVOICE, "1.08", OCTOBER),
                rate(EUR_USD, RatePurpose.INVOICE, "1.10", NOVEMBER),
                rate(EUR_USD, RatePurpose.CLOSING, "1.09", OCTOBER)),
            List.of());

    assertThat(convert(book, eur("1000"), "USD", RatePurpose.INVOICE, IN_OCTOBER))
        .isEqualTo("1080 USD by 1.08 (bank)");
    assertThat(convert(book, eur("1000"), "USD", RatePurpose.INVOICE, NOVEMBER.start()))
        .isEqualTo("1100 USD by 1.1 (bank)");
    assertThat(convert(book, eur("1000"), "USD", RatePurpose.CLOSING, IN_OCTOBER))
        .isEqualTo("1090 USD by 1.09 (bank)");
    assertThat(convert(book, eur("1000"), "EUR", RatePurpose.BUDGET, IN_OCTOBER))
        .isEqualTo("1000 EUR by 1 (same currency)");
  }

  @Test
  void a_missing_rate_leaves_the_amount_unconverted_and_takes_no_other_purpose_or_date() {
    ExchangeRateBook book =
        ExchangeRateBook.of(
            List.of(rate(EUR_USD, RatePurpose.INVOICE, "1.08", OCTOBER)), List.of());

    assertThat(convert(book, eur("5"), "USD", RatePurpose.BUDGET, IN_OCTOBER))
        .isEqualTo(
            "5 EUR: no budget rate from EUR to USD at 2026-10-31T23:59:59.999999999Z; add it to the"
                + " currencies");
    assertThat(convert(book, eur("5"), "USD", RatePurpose.INVOICE, OCTOBER.end()))
        .startsWith("5 EUR: no invoice rate");
    assertThat(convert(book, usd("5"), "EUR", RatePurpose.INVOICE, IN_OCTOBER))
        .as("the other direction is not inverted unasked")
        .startsWith("5 USD: no invoice rate");
  }

  @Test
  void inverse_and_cross_rates_are_computed_only_where_configured() {
    List<ExchangeRate> rates =
        List.of(
            rate(EUR_USD, RatePurpose.INVOICE, "1.25", OCTOBER),
            rate(USD_JPY, RatePurpose.INVOICE, "150", OCTOBER));
    ExchangeRateBook plain = ExchangeRateBook.of(rates, List.of());
    ExchangeRateBook derived =
        ExchangeRateBook.of(
            rates,
            List.of(
                new RateDerivation.Inverse(USD_EUR),
                new RateDerivation.Inverse(USD_JPY.inverse()),
                new RateDerivation.Cross(EUR_JPY, "USD"),
                new RateDerivation.Cross(EUR_JPY.inverse(), "USD")));

    assertThat(convert(plain, eur("2"), "JPY", RatePurpose.INVOICE, IN_OCTOBER))
        .startsWith("2 EUR: no");
    assertThat(convert(derived, usd("1"), "EUR", RatePurpose.INVOICE, IN_OCTOBER))
        .isEqualTo("0.8 EUR by 1 / 1.25 (bank)");
    assertThat(convert(derived, eur("2"), "JPY", RatePurpose.INVOICE, IN_OCTOBER))
        .isEqualTo("375 JPY by 1.25 (bank) x 150 (bank)");
    assertThat(
            convert(
                derived, new Money("JPY", Amount.of(375)), "EUR", RatePurpose.INVOICE, IN_OCTOBER))
        .isEqualTo("2 EUR by 1 / 150 (bank) x 1 / 1.25 (bank)");
  }

  @Test
  void a_cross_rate_is_rounded_once_and_a_pairs_own_rate_comes_first() {
    CurrencyPair threeToUsd = new CurrencyPair("AAA", "USD");
    List<ExchangeRate> rates =
        List.of(
            rate(threeToUsd.inverse(), RatePurpose.INVOICE, "3", OCTOBER),
            rate(USD_JPY, RatePurpose.INVOICE, "3", OCTOBER));
    List<RateDerivation> derivations =
        List.of(
            new RateDerivation.Inverse(threeToUsd),
            new RateDerivation.Cross(new CurrencyPair("AAA", "JPY"), "USD"));
    Money one = new Money("AAA", Amount.of(1));

    assertThat(
            convert(
                ExchangeRateBook.of(rates, derivations),
                one,
                "JPY",
                RatePurpose.INVOICE,
                IN_OCTOBER))
        .as("a third is never rounded on the way")
        .isEqualTo("1 JPY by 1 / 3 (bank) x 3 (bank)");

    List<ExchangeRate> withOwn =
        List.of(
            rates.get(0),
            rates.get(1),
            rate(new CurrencyPair("AAA", "JPY"), RatePurpose.INVOICE, "1.01", OCTOBER));
    assertThat(
            convert(
                ExchangeRateBook.of(withOwn, derivations),
                one,
                "JPY",
                RatePurpose.INVOICE,
                IN_OCTOBER))
        .isEqualTo("1.01 JPY by 1.01 (bank)");
  }

  @Test
  void every_contradiction_of_a_book_is_named_at_once() {
    List<ExchangeRate> rates =
        List.of(
            rate(EUR_USD, RatePurpose.INVOICE, "1.08", OCTOBER),
            rate(EUR_USD, RatePurpose.INVOICE, "1.09", month("2026-10-31", "2026-11-02")),
            rate(USD_JPY, RatePurpose.CLOSING, "150", OCTOBER),
            rate(USD_JPY, RatePurpose.CLOSING, "151", OCTOBER));
    List<RateDerivation> derivations =
        List.of(new RateDerivation.Inverse(USD_EUR), new RateDerivation.Cross(USD_EUR, "GBP"));

    assertThatThrownBy(() -> ExchangeRateBook.of(rates, derivations))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(3))
        .hasMessageContaining("invoice EUR to USD: has two rates at 2026-10-31T00:00:00Z")
        .hasMessageContaining("closing USD to JPY: has two rates at 2026-10-01T00:00:00Z")
        .hasMessageContaining("USD to EUR: may be computed in two ways");
  }

  @Test
  void a_rate_that_is_none_is_refused() {
    assertThatThrownBy(() -> rate(EUR_USD, RatePurpose.INVOICE, "0", OCTOBER))
        .isInstanceOf(RefusedException.class)
        .hasMessage("invoice rate EUR to USD rate: 0 is not between 0 and 10^12");
    assertThatThrownBy(
            () -> new ExchangeRate(EUR_USD, RatePurpose.BUDGET, Amount.of(-1), OCTOBER, " "))
        .hasMessageContaining("-1 is not between")
        .hasMessageContaining("source: is missing");
    assertThatThrownBy(() -> new CurrencyPair("EUR", "EUR")).hasMessageContaining("same currency");
    assertThatThrownBy(() -> new RateDerivation.Cross(EUR_JPY, "EUR"))
        .hasMessageContaining("one of the two");
  }

  @Test
  void a_book_takes_as_many_rates_as_its_limit_and_no_more() {
    ExchangeRate one = rate(EUR_USD, RatePurpose.INVOICE, "1.08", OCTOBER);

    assertThatThrownBy(
            () ->
                ExchangeRateBook.of(
                    Collections.nCopies(ExchangeRateBook.RATES_LIMIT + 1, one), List.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("120001 rates, at most 120000 are allowed");
  }

  @Test
  void a_closed_period_keeps_its_rates_when_the_book_changes() {
    ExchangeRateBook before =
        ExchangeRateBook.of(
            List.of(rate(EUR_USD, RatePurpose.CLOSING, "1.08", OCTOBER)), List.of());
    ExchangeRateBook after =
        ExchangeRateBook.of(
            List.of(
                rate(EUR_USD, RatePurpose.CLOSING, "1.20", OCTOBER),
                rate(EUR_USD, RatePurpose.CLOSING, "1.30", NOVEMBER),
                rate(EUR_JPY, RatePurpose.CLOSING, "160", OCTOBER)),
            List.of());

    BookRates locked =
        BookRates.of(before).lock(OCTOBER, "close-2026-10", NOVEMBER.end()).withCurrent(after);

    assertThat(convert(locked, eur("1"), "USD", RatePurpose.CLOSING, IN_OCTOBER))
        .isEqualTo("1.08 USD by 1.08 (bank)");
    assertThat(convert(locked, eur("1"), "USD", RatePurpose.CLOSING, NOVEMBER.start()))
        .isEqualTo("1.3 USD by 1.3 (bank)");
    assertThat(convert(locked, eur("1"), "JPY", RatePurpose.CLOSING, IN_OCTOBER))
        .as("what was unconverted when signed stays so")
        .startsWith("1 EUR: no closing rate");
    assertThat(
            convert(
                locked.unlock("close-2026-10"), eur("1"), "USD", RatePurpose.CLOSING, IN_OCTOBER))
        .isEqualTo("1.2 USD by 1.2 (bank)");
    assertThatThrownBy(() -> locked.lock(month("2026-10-31", "2026-11-02"), "x", IN_OCTOBER))
        .hasMessageContaining("locked by close close-2026-10");
    assertThatThrownBy(() -> locked.unlock("close-2026-09"))
        .hasMessageContaining("close-2026-09 locks no rates");
  }

  @Test
  void a_total_keeps_what_could_not_be_converted_beside_it() {
    ExchangeRateBook book =
        ExchangeRateBook.of(
            List.of(rate(EUR_USD, RatePurpose.INVOICE, "1.08", OCTOBER)), List.of());
    Money yen = new Money("JPY", Amount.of(300));

    ConvertedSum sum =
        ConvertedSum.of(
            "USD",
            List.of(
                book.convert(eur("100"), "USD", RatePurpose.INVOICE, IN_OCTOBER),
                book.convert(usd("1"), "USD", RatePurpose.INVOICE, IN_OCTOBER),
                book.convert(yen, "USD", RatePurpose.INVOICE, IN_OCTOBER),
                book.convert(yen, "USD", RatePurpose.INVOICE, IN_OCTOBER)));

    assertThat(sum.converted()).hasToString("109 USD");
    assertThat(sum.unconverted()).containsOnlyKeys("JPY");
    assertThat(sum.unconverted().get("JPY")).hasToString("600 JPY");
    assertThat(sum.missing()).hasSize(1);
    assertThat(sum.complete()).isFalse();
  }

  private static String convert(
      CurrencyConverter rates, Money amount, String to, RatePurpose purpose, Instant at) {
    Conversion conversion = rates.convert(amount, to, purpose, at);
    if (conversion instanceof Conversion.Converted converted) {
      return converted.converted() + " by " + converted.rate();
    }
    Conversion.Unconverted left = (Conversion.Unconverted) conversion;
    return left.original() + ": " + left.reason();
  }

  private static ExchangeRate rate(
      CurrencyPair pair, RatePurpose purpose, String perUnit, TimeRange valid) {
    return new ExchangeRate(pair, purpose, Amount.parse(perUnit), valid, "bank");
  }

  private static Money eur(String amount) {
    return new Money("EUR", Amount.parse(amount));
  }

  private static Money usd(String amount) {
    return new Money("USD", Amount.parse(amount));
  }

  private static TimeRange month(String from, String to) {
    return new TimeRange(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
  }
}
