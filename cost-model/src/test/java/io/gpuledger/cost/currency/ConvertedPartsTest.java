package io.gpuledger.cost.currency;

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
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertedPartsTest {
  private static final Instant AT = Instant.parse("2026-10-05T00:00:00Z");

  /** The example of docs/rules/currencies.md. */
  @Test
  void parts_of_a_hundred_dollars_sum_to_the_euros_of_a_hundred_dollars() {
    Conversion.Converted whole = inverse("1.08", "100");

    assertThat(whole.converted()).hasToString("92.592592592592592593 EUR");
    assertThat(ConvertedParts.of(whole, amounts("33.33", "33.33", "33.34")))
        .extracting(Amount::toString)
        .containsExactly("30.861111111111111111", "30.861111111111111111", "30.870370370370370371");
  }

  @Test
  void a_credit_converts_as_the_mirror_of_a_charge_and_nothing_stays_nothing() {
    List<Amount> charge = ConvertedParts.of(inverse("1.08", "100"), amounts("33.33", "0", "66.67"));
    List<Amount> credit =
        ConvertedParts.of(inverse("1.08", "-100"), amounts("-33.33", "0", "-66.67"));

    assertThat(credit).isEqualTo(charge.stream().map(Amount::negated).toList());
    assertThat(charge.get(1)).isEqualTo(Amount.ZERO);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void parts_of_mixed_signs_sum_exactly_at_every_level(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<Amount> parts = randomParts(random);
      Amount total = sum(parts);
      Conversion.Converted whole =
          inverse(
              Amount.ofUnscaled(new BigInteger(70, random).add(BigInteger.ONE)).toString(),
              total.toString());

      List<Amount> converted = ConvertedParts.of(whole, parts);

      assertThat(sum(converted)).isEqualTo(whole.converted().amount());
      for (int i = 0; i < parts.size(); i++) {
        assertThat(off(converted.get(i), parts.get(i), whole.rate())).isLessThan(BigInteger.ONE);
        List<Amount> halves = List.of(Amount.of(3), parts.get(i).minus(Amount.of(3)));
        assertThat(sum(ConvertedParts.of(parts.get(i), converted.get(i), whole.rate(), halves)))
            .isEqualTo(converted.get(i));
      }
    }
  }

  @Test
  void parts_that_are_not_the_whole_and_wholes_of_another_rate_are_refused() {
    Conversion.Converted whole = inverse("1.08", "100");

    assertThatThrownBy(() -> ConvertedParts.of(whole, amounts("50", "49.99")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("sum to 99.99, the whole is 100");
    assertThatThrownBy(
            () -> ConvertedParts.of(Amount.of(100), Amount.of(93), whole.rate(), amounts("100")))
        .hasMessageContaining("93 is not the whole at this rate");
  }

  /** The example of docs/rules/currencies.md. */
  @Test
  void each_payment_shows_what_the_moved_rate_cost() {
    Conversion.Converted invoice = direct("1.08", "10000");
    List<RealisedDifference> differences =
        RealisedDifference.of(invoice, List.of(payment("6000", "6540"), payment("4000", "4300")));

    assertThat(differences)
        .extracting(d -> d.booked() + ", " + d.difference())
        .containsExactly("6480 USD, 60 USD", "4320 USD, -20 USD");
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void booked_parts_of_all_payments_sum_to_the_booked_invoice(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Payment> payments = new ArrayList<>();
      Amount total = Amount.ZERO;
      for (int i = 0; i <= random.nextInt(12); i++) {
        Amount settled = Amount.ofUnscaled(new BigInteger(62, random).add(BigInteger.ONE));
        total = total.plus(settled);
        payments.add(payment(settled.toString(), "1"));
      }
      Conversion.Converted invoice = direct("1.0837", total.toString());

      List<RealisedDifference> differences = RealisedDifference.of(invoice, payments);

      assertThat(sum(differences.stream().map(d -> d.booked().amount()).toList()))
          .isEqualTo(invoice.converted().amount());
    }
  }

  @Test
  void payments_of_too_much_or_of_another_currency_are_refused() {
    Conversion.Converted invoice = direct("1.08", "100");

    assertThatThrownBy(
            () -> RealisedDifference.of(invoice, List.of(payment("60", "1"), payment("41", "1"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("101 is more than the invoice");
    Payment swapped =
        new Payment(AT, new Money("USD", Amount.of(1)), new Money("EUR", Amount.of(1)));
    assertThatThrownBy(() -> RealisedDifference.of(invoice, List.of(swapped)))
        .hasMessageContaining("1 USD is not in the invoice's currency")
        .hasMessageContaining("1 EUR is not in USD");
  }

  private static BigInteger off(Amount converted, Amount part, UsedRate rate) {
    return converted
        .unscaled()
        .multiply(rate.denominator())
        .subtract(part.unscaled().multiply(rate.numerator()))
        .abs()
        .divide(rate.denominator());
  }

  private static List<Amount> randomParts(Random random) {
    List<Amount> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(20); i++) {
      BigInteger size = new BigInteger(random.nextInt(80), random);
      parts.add(Amount.ofUnscaled(random.nextInt(4) == 0 ? size.negate() : size));
    }
    return parts;
  }

  private static Conversion.Converted direct(String rate, String euros) {
    return convert(rate, new Money("EUR", Amount.parse(euros)), "USD", List.of());
  }

  private static Conversion.Converted inverse(String rate, String dollars) {
    return convert(
        rate,
        new Money("USD", Amount.parse(dollars)),
        "EUR",
        List.of(new RateDerivation.Inverse(new CurrencyPair("USD", "EUR"))));
  }

  private static Conversion.Converted convert(
      String rate, Money amount, String to, List<RateDerivation> derivations) {
    ExchangeRate known =
        new ExchangeRate(
            new CurrencyPair("EUR", "USD"),
            RatePurpose.INVOICE,
            Amount.parse(rate),
            new TimeRange(AT, AT.plusSeconds(60)),
            "bank");
    return (Conversion.Converted)
        ExchangeRateBook.of(List.of(known), derivations)
            .convert(amount, to, RatePurpose.INVOICE, AT);
  }

  private static Payment payment(String settled, String paid) {
    return new Payment(
        AT, new Money("EUR", Amount.parse(settled)), new Money("USD", Amount.parse(paid)));
  }

  private static List<Amount> amounts(String... texts) {
    return Stream.of(texts).map(Amount::parse).toList();
  }

  private static Amount sum(List<Amount> amounts) {
    return amounts.stream().reduce(Amount.ZERO, Amount::plus);
  }
}
