package io.gpuledger.ingest.focus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.FocusColumn;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that a mapper writes are those that would be read of the same text. */
class WrittenCellsTest {
  private final ColumnReader costs = reader(FocusColumn.BILLED_COST, false);

  private static ColumnReader reader(FocusColumn column, boolean rounds) {
    return new ColumnSlots().reader(column, rounds);
  }

  private static ColumnValue ofText(ColumnReader reader, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Objects.requireNonNull(reader.read(bytes, 0, bytes.length));
  }

  private static void isSame(ColumnReader reader, BigDecimal number) {
    ColumnValue read = ofText(reader, number.toPlainString());
    ColumnValue written = Objects.requireNonNull(reader.read(number));

    assertThat(written.fault).isEqualTo(read.fault);
    assertThat(written.high()).isEqualTo(read.high());
    assertThat(written.low()).isEqualTo(read.low());
    assertThat(written.residual()).isEqualTo(read.residual());
    assertThat(written.printA()).isEqualTo(read.printA());
    assertThat(written.printB()).isEqualTo(read.printB());
    assertThat(written.decimalBytes()).isEqualTo(read.decimalBytes());
    if (read.fault == null) {
      assertThat(written.exact()).isEqualByComparingTo(read.exact());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.000000000000000001",
        "0.0000000000000000001",
        "0.0000000000000000010",
        "9.223372036854775807",
        "9.223372036854775808",
        "-9.223372036854775809",
        "98.32",
        "1E+5",
        "1E-18",
        "999999999999.999999999999999999",
        "-1000000000000",
        "1E+30",
        "123.4567890123456789012345"
      })
  void a_number_is_as_its_plain_text(String text) {
    isSame(costs, new BigDecimal(text));
    isSame(reader(FocusColumn.BILLED_COST, true), new BigDecimal(text));
    isSame(reader(FocusColumn.PRICING_QUANTITY, false), new BigDecimal(text));
    isSame(reader(FocusColumn.PRICING_QUANTITY, true), new BigDecimal(text));
  }

  @Test
  void many_numbers_are_as_their_plain_texts_however_they_meet_in_the_memory() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      isSame(
          costs, BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(20)));
    }
  }

  @Test
  void a_text_is_as_it_would_be_read_and_an_empty_one_is_no_value() {
    ColumnReader names = reader(FocusColumn.CHARGE_CATEGORY, false);
    for (String text : new String[] {"Usage", "Purchase", "Usage", "usage", "Ümlaut", "Usage"}) {
      ColumnValue written = Objects.requireNonNull(names.read(text));
      assertThat(written).isSameAs(ofText(names, text));
    }
    assertThat(names.read("")).isNull();
    assertThat(names.read("\\N")).isNull();
    assertThat(names.read("")).isNull();
  }

  @Test
  void a_number_is_asked_for_exactly_however_often() {
    ColumnValue cell = ofText(reader(FocusColumn.BILLED_COST, true), "1.00000000000000000049");

    assertThat(cell.exact()).isEqualByComparingTo("1.00000000000000000049");
    assertThat(cell.exact()).isEqualByComparingTo("1.00000000000000000049");
    assertThat(ofText(costs, "-42.5").exact()).isEqualByComparingTo("-42.5");
  }
}
