package io.gpuledger.ingest.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalReaderTest {
  private static final long SEED = 20_261_124;

  private static ColumnValue read(String text, boolean rounds) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return DecimalReader.ofCosts(rounds).read(new ColumnValue.Slice(bytes, 0));
  }

  @Test
  void what_an_amount_prints_is_read_back_as_the_same_amount() {
    Random random = new Random(SEED);
    BigInteger limit = BigInteger.TEN.pow(30);
    for (int i = 0; i < 20_000; i++) {
      BigInteger unscaled = new BigInteger(random.nextInt(1, 100), random).mod(limit);
      Amount amount = Amount.ofUnscaled(random.nextBoolean() ? unscaled : unscaled.negate());

      ColumnValue plain = read(amount.toString(), false);
      ColumnValue scientific = read(amount.toBigDecimal().stripTrailingZeros().toString(), false);

      assertThat(plain.unscaled()).as("seed %s: %s", SEED, amount).isEqualTo(amount.unscaled());
      assertThat(scientific.unscaled()).isEqualTo(amount.unscaled());
      assertThat(new BigInteger(plain.decimalBytes().toByteArray())).isEqualTo(amount.unscaled());
    }
  }

  @Test
  void computed_floats_are_rounded_half_even_and_the_residual_is_kept() {
    ColumnValue cell = read("0.1234567890123456785", true);

    assertThat(Amount.ofUnscaled(cell.unscaled())).hasToString("0.123456789012345678");
    assertThat(cell.residual()).contains(new BigDecimal("5E-19"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.30000000000000004, 2E-44, 1e-7, 123456.789, 2e-3})
  void a_double_becomes_its_shortest_decimal(double value) {
    String text = ParquetValues.shortest(value);

    assertThat(Double.parseDouble(text)).isEqualTo(value);
    assertThat(new BigDecimal(text).precision())
        .isLessThanOrEqualTo(new BigDecimal(Double.toString(value)).precision());
  }
}
