package io.gpuledger.cost.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataMovedTest {
  @ParameterizedTest
  @CsvSource({
    "B, 1",
    "Bytes, 1",
    "kB, 1000",
    "KB, 1000",
    "MB, 1000000",
    "GB, 1000000000",
    "TB, 1000000000000",
    "PB, 1000000000000000",
    "KiB, 1024",
    "GiB, 1073741824",
    "TiB, 1099511627776",
    "Gigabytes, 1000000000",
    "GIGABYTE, 1000000000",
    "gibibyte, 1073741824",
    "mebibytes, 1048576",
    "10 GB, 10000000000",
    "1 GiB, 1073741824"
  })
  void a_unit_of_data_is_what_it_says_to_the_byte(String text, BigInteger bytes) {
    assertThat(DataUnit.parse(text)).map(DataUnit::bytes).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Gb",
        "gb",
        "Gigabit",
        "GB-Mo",
        "GB-Months",
        "GB Hours",
        "Requests",
        "1000 Requests",
        "0 GB",
        "-1 GB",
        "1.5 GB",
        "Hours",
        "GB/s",
        "Quantity"
      })
  void what_is_no_amount_of_data_is_never_guessed(String text) {
    assertThat(DataUnit.parse(text)).isEmpty();
  }

  /** The example of docs/rules/unit-costs.md. */
  @Test
  void a_gigabyte_and_a_gibibyte_are_told_apart() {
    DataMoved both =
        DataMoved.of(Amount.parse("9"), "GB", Optional.of(Amount.of(100)))
            .plus(DataMoved.of(Amount.parse("9"), "GiB", Optional.of(Amount.of(100))));

    assertThat(Unit.GIGABYTE.shown(both.moved(), 3)).isEqualTo(new BigDecimal("207.374"));
    assertThat(both.perGigabyte()).contains(new BigDecimal("0.086800"));
    assertThat(both.perGibibyte()).contains(new BigDecimal("0.093200"));
  }

  @Test
  void money_without_data_stands_apart_and_takes_no_part_in_the_price() {
    DataMoved sum =
        DataMoved.of(Amount.parse("9"), "GB", Optional.of(Amount.of(100)))
            .plus(DataMoved.of(Amount.parse("32.4"), "Hours", Optional.of(Amount.of(720))))
            .plus(DataMoved.of(Amount.parse("1"), "GB", Optional.empty()));

    assertThat(sum.amount()).hasToString("9");
    assertThat(sum.uncounted()).hasToString("33.4");
    assertThat(sum.all()).hasToString("42.4");
    assertThat(sum.perGigabyte()).contains(new BigDecimal("0.090000"));
    assertThat(sum.minus(sum)).isEqualTo(DataMoved.NOTHING);
    assertThat(DataMoved.NOTHING.perGigabyte()).isEmpty();
  }

  @Test
  void the_last_digit_of_a_quantity_counts() {
    DataMoved one =
        DataMoved.of(Amount.ZERO, "B", Optional.of(Amount.parse("0.000000000000000001")));
    assertThat(one.moved()).isEqualTo(BigInteger.ONE);
  }
}
