package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceInCurrencyTest {
  private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");
  private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

  /** The example of docs/rules/variance.md. */
  @Test
  void the_same_dollars_at_another_rate_are_a_change_of_the_rate_alone() {
    VarianceInCurrency euros = euros("0.9", "0.92");

    Variance variance =
        Variance.of(
            euros.before("USD", List.of(usage("H100", "10", "100", "120"))),
            euros.after("USD", List.of(usage("H100", "10", "100", "120"))));

    assertThat(variance.before()).hasToString("90");
    assertThat(variance.after()).hasToString("92");
    assertThat(variance.currency()).as("100 x (0.92 - 0.90)").hasToString("2");
    assertThat(variance.usage()).isEqualTo(Amount.ZERO);
    assertThat(variance.rate()).isEqualTo(Amount.ZERO);
    assertThat(variance.commitment()).isEqualTo(Amount.ZERO);
  }

  @Test
  void the_rate_weighs_the_later_charges_and_all_other_parts_are_told_at_the_old_rate() {
    VarianceInCurrency euros = euros("0.9", "0.92");

    Variance variance =
        Variance.of(
            euros.before(
                "USD",
                List.of(
                    usage("H100", "10", "100", "120"),
                    item("Tax", VarianceItem.Kind.ONE_OFF, "5"))),
            euros.after(
                "USD",
                List.of(
                    usage("H100", "20", "150", "240"),
                    item("Tax", VarianceItem.Kind.ONE_OFF, "10"))));

    assertThat(variance.before()).as("105 x 0.90").hasToString("94.5");
    assertThat(variance.after()).as("160 x 0.92").hasToString("147.2");
    assertThat(variance.currency()).as("160 x 0.02").hasToString("3.2");
    assertThat(variance.usage()).as("120 more x 0.90").hasToString("108");
    assertThat(variance.commitment()).as("(-90 + 20) x 0.90").hasToString("-63");
    assertThat(variance.oneOff()).as("5 x 0.90").hasToString("4.5");
    assertThat(variance.rate()).isEqualTo(Amount.ZERO);
    assertThat(variance.change()).hasToString("52.7");
  }

  @Test
  void own_currency_has_no_part_of_rates_and_another_currency_is_a_thing_of_its_own() {
    VarianceInCurrency euros = euros("0.9", "0.92");

    assertThat(euros.after("EUR", List.of(usage("H100", "1", "7", "7"))))
        .containsExactly(usage("H100", "1", "7", "7"));
    assertThat(euros.after("USD", List.of(usage("H100", "1", "7", "7"))).get(0).key())
        .isEqualTo("H100 in USD");
  }

  @Test
  void a_currency_with_a_rate_in_one_month_alone_does_not_convert() {
    VarianceInCurrency euros =
        new VarianceInCurrency(
            ExchangeRateBook.of(List.of(rate("0.9", SEPTEMBER, OCTOBER)), List.of()),
            "EUR",
            RatePurpose.MONTHLY_AVERAGE,
            SEPTEMBER,
            OCTOBER);

    assertThat(euros.converts("USD")).isFalse();
    assertThat(euros.converts("EUR")).isTrue();
    assertThatThrownBy(() -> euros.after("USD", List.of(usage("H100", "1", "7", "7"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("USD does not convert at 2026-10-01");
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 20_261_130, 8})
  void items_and_effects_sum_to_the_converted_totals_to_the_last_digit(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      VarianceInCurrency euros = euros(price(random), price(random));
      List<VarianceItem> old = month(random);
      List<VarianceItem> now = month(random);

      Variance variance = Variance.of(euros.before("USD", old), euros.after("USD", now));

      assertThat(variance.before()).as("seed " + seed).isEqualTo(whole(euros, SEPTEMBER, old));
      assertThat(variance.after()).isEqualTo(whole(euros, OCTOBER, now));
      assertThat(variance.currency())
          .isEqualTo(whole(euros, OCTOBER, now).minus(whole(euros, SEPTEMBER, now)));
    }
  }

  /** What a month's sum is worth, converted once. */
  private static Amount whole(VarianceInCurrency euros, Instant at, List<VarianceItem> items) {
    Amount sum = items.stream().map(VarianceItem::cost).reduce(Amount.ZERO, Amount::plus);
    return new VarianceInCurrency(euros.converter(), "EUR", euros.purpose(), at, at)
        .before("USD", List.of(item("all", VarianceItem.Kind.USAGE, sum.toString())))
        .get(0)
        .cost();
  }

  private static List<VarianceItem> month(Random random) {
    List<VarianceItem> items = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(9); i++) {
      items.add(item("key-" + i, VarianceItem.Kind.USAGE, amount(random).toString()));
    }
    return items;
  }

  private static Amount amount(Random random) {
    return Amount.ofUnscaled(new BigInteger(70, random).subtract(BigInteger.TWO.pow(69)));
  }

  private static String price(Random random) {
    return Amount.ofUnscaled(new BigInteger(60, random).add(BigInteger.ONE)).toString();
  }

  private static VarianceInCurrency euros(String before, String after) {
    return new VarianceInCurrency(
        ExchangeRateBook.of(
            List.of(rate(before, SEPTEMBER, OCTOBER), rate(after, OCTOBER, NOVEMBER)), List.of()),
        "EUR",
        RatePurpose.MONTHLY_AVERAGE,
        SEPTEMBER,
        OCTOBER);
  }

  private static ExchangeRate rate(String perUnit, Instant from, Instant to) {
    return new ExchangeRate(
        new CurrencyPair("USD", "EUR"),
        RatePurpose.MONTHLY_AVERAGE,
        Amount.parse(perUnit),
        new TimeRange(from, to),
        "test");
  }

  private static VarianceItem usage(String key, String quantity, String cost, String without) {
    return new VarianceItem(
        key,
        VarianceItem.Kind.USAGE,
        Optional.of(Amount.parse(quantity)),
        "h",
        Amount.parse(cost),
        Optional.of(Amount.parse(without)),
        Amount.ZERO);
  }

  private static VarianceItem item(String key, VarianceItem.Kind kind, String cost) {
    return new VarianceItem(
        key, kind, Optional.empty(), "", Amount.parse(cost), Optional.empty(), Amount.ZERO);
  }
}
