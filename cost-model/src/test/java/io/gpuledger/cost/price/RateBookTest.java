package io.gpuledger.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateBookTest {
  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  /** The complaint of opencost#2215: a new family of GPUs (here B200) cost nothing. */
  @Test
  void a_rate_holds_in_its_half_open_range_and_a_gap_is_unpriced() {
    RateBook book = RateBook.of(List.of(rate("H100", "2.95", JANUARY, JUNE)));

    assertThat(book.rateOf("H100", "USD", JANUARY)).isPresent();
    assertThat(book.rateOf("H100", "USD", JUNE)).isEmpty();
    assertThat(book.rateOf("H100", "EUR", JANUARY)).isEmpty();
    assertThat(book.rateOf("B200", "USD", JANUARY)).isEmpty();
  }

  @Test
  void two_rates_of_a_model_may_touch_but_not_overlap() {
    HourlyRate first = rate("H100", "2.95", JANUARY, JUNE);
    RateBook book = RateBook.of(List.of(first, rate("H100", "2.50", JUNE, DECEMBER)));
    assertThat(book.rateOf("H100", "USD", JUNE).orElseThrow().perDeviceHour().amount())
        .isEqualTo(Amount.parse("2.5"));

    assertThatThrownBy(() -> RateBook.of(List.of(first, rate("H100", "1", JANUARY, DECEMBER))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("H100");
  }

  @Test
  void one_model_may_have_a_rate_in_each_of_two_currencies() {
    HourlyRate euros =
        new HourlyRate("H100", new Money("EUR", Amount.of(3)), new TimeRange(JANUARY, JUNE));
    RateBook book = RateBook.of(List.of(rate("H100", "2.95", JANUARY, JUNE), euros));

    assertThat(book.rateOf("H100", "USD", JANUARY).orElseThrow().perDeviceHour().amount())
        .hasToString("2.95");
    assertThat(book.rateOf("H100", "EUR", JANUARY)).contains(euros);
  }

  @Test
  void time_times_price_is_rounded_once_after_the_pieces_are_added() {
    BigInteger products = BigInteger.ZERO;
    for (int i = 0; i < 720 * 60; i++) {
      products = products.add(DeviceTimePrice.product(60_000_000_000L, Amount.parse("2.95")));
    }
    assertThat(DeviceTimePrice.amount(products)).hasToString("2124");
    assertThat(DeviceTimePrice.amount(DeviceTimePrice.product(1_200_000_000_000L, Amount.of(200))))
        .hasToString("66.666666666666666667");
  }

  private static HourlyRate rate(String model, String price, Instant from, Instant to) {
    return new HourlyRate(model, new Money("USD", Amount.parse(price)), new TimeRange(from, to));
  }
}
