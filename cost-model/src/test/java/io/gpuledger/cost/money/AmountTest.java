package io.gpuledger.cost.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.00, 0",
    "2124.000, 2124",
    "1e-18, 0.000000000000000001",
    "-1E-18, -0.000000000000000001",
    "1.5e3, 1500",
    "99999999999999999999.999999999999999999, 99999999999999999999.999999999999999999",
  })
  void the_text_is_canonical_and_reads_back_as_an_equal_amount(String read, String written) {
    Amount amount = Amount.parse(read);

    assertThat(amount.toString()).isEqualTo(written);
    assertThat(Amount.parse(written)).isEqualTo(amount).hasSameHashCodeAs(amount);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-19", "0.0000000000000000001", "-2.9500000000000000001"})
  void digits_past_scale_18_are_refused_and_never_cut(String text) {
    assertThatThrownBy(() -> Amount.parse(text)).isInstanceOf(ArithmeticException.class);
  }

  /** Written out, the digits of such a text would fill the memory. */
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e99999999", "1e-999999999"})
  void an_absurd_exponent_is_refused_before_it_is_written_out(String text) {
    assertThatThrownBy(() -> Amount.parse(text)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Amount.rounded(new BigDecimal(text), Rounding.READ))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "Infinity", "1,5", "0x10", "--1"})
  void what_is_no_decimal_is_refused(String text) {
    assertThatThrownBy(() -> Amount.parse(text)).isInstanceOf(NumberFormatException.class);
  }

  @Test
  void rounding_at_reading_goes_to_the_even_neighbour_and_for_people_away_from_zero() {
    assertThat(Amount.rounded(new BigDecimal("0.0000000000000000005"), Rounding.READ))
        .isEqualTo(Amount.ZERO);
    assertThat(Amount.rounded(new BigDecimal("0.0000000000000000015"), Rounding.READ))
        .hasToString("0.000000000000000002");
    assertThat(Amount.parse("0.005").displayed(2)).isEqualByComparingTo("0.01");
    assertThat(Amount.parse("-0.005").displayed(2)).isEqualByComparingTo("-0.01");
  }

  @Test
  void sums_do_not_depend_on_the_order_and_do_not_wrap() {
    Amount large = Amount.parse("99999999999999999999.999999999999999999");
    Amount small = Amount.ofUnscaled(BigInteger.ONE);

    assertThat(large.plus(small).plus(large.negated())).isEqualTo(small);
    assertThat(small.plus(large.negated()).plus(large)).isEqualTo(small);
    assertThat(large.plus(large).toString()).isEqualTo("199999999999999999999.999999999999999998");
  }

  @Test
  void currencies_never_mix() {
    assertThatThrownBy(() -> Money.zero("USD").plus(Money.zero("EUR")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("USD")
        .hasMessageContaining("EUR");
  }
}
