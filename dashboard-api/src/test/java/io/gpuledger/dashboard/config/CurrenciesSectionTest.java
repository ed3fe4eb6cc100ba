package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrenciesSectionTest {
  private static final Instant OCTOBER = Instant.parse("2026-10-05T00:00:00Z");
  private static final String TWO =
      """
      currencies:
        book: EUR
        rates:
          - {rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, to: 2026-11-01, source: ECB}
          - {rate: 1.25 EUR/GBP, purpose: monthly-average, from: 2026-10-01, source: bank}
        derived:
          - {of: EUR, in: USD}
          - {of: GBP, in: USD, via: EUR}
      """;

  private static CurrenciesConfig read(String text) {
    return ConfigReader.read("f.yaml", text).values().get(0).currencies();
  }

  private static List<String> faults(String text) {
    return ConfigReader.read("f.yaml", text).problems().stream().map(Problem::toString).toList();
  }

  private static String converted(CurrenciesConfig config, String from, String to, Instant at) {
    Conversion conversion =
        config
            .rates()
            .convert(new Money(from, Amount.parse("100")), to, RatePurpose.MONTHLY_AVERAGE, at);
    return conversion instanceof Conversion.Converted done
        ? done.converted().amount().toString()
        : "unconverted";
  }

  @Test
  void without_the_section_nothing_converts() {
    assertThat(read("")).isEqualTo(CurrenciesConfig.NONE);
    assertThat(CurrenciesConfig.NONE.book()).isEmpty();
  }

  @Test
  void a_rate_says_what_one_unit_is_worth_and_holds_within_its_dates() {
    CurrenciesConfig config = read(TWO);

    assertThat(config.book()).isEqualTo(Optional.of("EUR"));
    assertThat(config.purpose()).isEqualTo(RatePurpose.MONTHLY_AVERAGE);
    assertThat(converted(config, "USD", "EUR", OCTOBER)).isEqualTo("80");
    assertThat(converted(config, "USD", "EUR", Instant.parse("2026-11-01T00:00:00Z")))
        .isEqualTo("unconverted");
    assertThat(converted(config, "GBP", "EUR", Instant.parse("2030-01-01T00:00:00Z")))
        .isEqualTo("125");
    assertThat(converted(config, "EUR", "USD", OCTOBER)).isEqualTo("125");
    assertThat(converted(config, "GBP", "USD", OCTOBER)).isEqualTo("156.25");
    assertThat(converted(config, "USD", "GBP", OCTOBER)).isEqualTo("unconverted");
  }

  @Test
  void every_fault_is_told_at_its_place() {
    assertThat(
            faults(
                """
                currencies:
                  book: euro
                  purpose: spot
                  rates:
                    - {rate: 0.92, purpose: budget, from: 2026-10-01, source: ECB}
                    - {rate: 1 EUR/EUR, purpose: budget, from: 2026-10-01, source: ECB}
                    - {rate: 0.9 EUR/USD, purpose: daily, from: 2026-10-01, source: ECB}
                    - {rate: 0.9 EUR/USD, purpose: budget, from: 2026-10-02, to: 2026-10-01, source: ECB}
                    - {purpose: budget, source: ECB}
                    - {rate: 0.9 EUR/JPY, purpose: budget, from: 2026-10-01, source: ECB}
                    - {rate: 0.8 EUR/JPY, purpose: budget, from: 2026-12-01, source: ECB}
                    - {rate: 0 EUR/JPY, purpose: budget, from: 2026-12-01, source: ""}
                  derived:
                    - {of: EUR, in: EUR}
                    - {of: EUR, in: USD, via: USD}
                    - {of: GBP, in: USD, via: EUR}
                    - {of: GBP, in: USD}
                """))
        .containsExactly(
            "f.yaml:2:9 currencies.book: \"euro\" is not a currency code such as EUR",
            "f.yaml:3:12 currencies.purpose: \"spot\" is not one of invoice, monthly-average,"
                + " closing, budget",
            "f.yaml:5:14 currencies.rates[0].rate: \"0.92\" is not a rate such as 0.92 EUR/USD:"
                + " 0.92 EUR for one USD",
            "f.yaml:6:14 currencies.rates[1].rate: \"1 EUR/EUR\" is not a rate such as 0.92"
                + " EUR/USD: 0.92 EUR for one USD",
            "f.yaml:7:36 currencies.rates[2].purpose: \"daily\" is not one of invoice,"
                + " monthly-average, closing, budget",
            "f.yaml:8:66 currencies.rates[3].to: must be later than \"from\"",
            "f.yaml:9:7 currencies.rates[4].rate: \"rate\" is missing: expected a rate such as"
                + " 0.92 EUR/USD",
            "f.yaml:9:7 currencies.rates[4].from: \"from\" is missing: expected a date such as"
                + " 2026-10-01 or a UTC instant",
            "f.yaml:11:14 currencies.rates[6].rate: a budget rate of JPY to EUR above holds at the"
                + " same time",
            "f.yaml:12:14 currencies.rates[7].rate: \"0 EUR/JPY\" is not a rate such as 0.92"
                + " EUR/USD: 0.92 EUR for one USD",
            "f.yaml:12:68 currencies.rates[7].source: \"\" is not a text",
            "f.yaml:14:21 currencies.derived[0].in: is the same currency as \"of\"",
            "f.yaml:15:31 currencies.derived[1].via: USD is one of the two currencies",
            "f.yaml:17:12 currencies.derived[3].of: GBP to USD may be computed by an entry above"
                + " already");
  }

  @Test
  void rates_without_a_currency_of_own_books_are_refused() {
    assertThat(
            faults(
                "currencies: {rates: [{rate: 0.9 EUR/USD, purpose: budget, from: 2026-10-01,"
                    + " source: ECB}]}"))
        .containsExactly("f.yaml:1:21 currencies.rates: need \"book\", the currency of own books");
  }
}
