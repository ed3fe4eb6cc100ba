package io.gpuledger.sql.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine's arithmetic that {@link MoneyLint} allows, and that which it forbids. */
@Tag("live")
class MoneyFunctionsTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  @Test
  void the_allowed_functions_are_exact_where_the_operators_wrap() {
    String product = "toDecimal128('720', 18)";
    String price = "toDecimal128('2.95', 18)";
    assertThat(LEDGER.query("SELECT multiplyDecimal(" + product + ", " + price + ", 18)"))
        .isEqualTo("2124");
    assertThat(
            LEDGER.query(
                "SELECT divideDecimal(toDecimal128('200', 18), toDecimal128('3', 18), 18)"))
        .isEqualTo("66.666666666666666666");
    assertThat(
            LEDGER.query(
                "SELECT toTypeName(multiplyDecimal("
                    + product
                    + ", "
                    + price
                    + ", 18)), toTypeName(sum(toDecimal256("
                    + price
                    + ", 18)))"))
        .isEqualTo("Decimal(76, 18)\tDecimal(76, 18)");
    // The trap itself, so that a version of the engine that mends it is noticed.
    assertThat(LEDGER.query("SELECT " + product + " * " + price)).isNotEqualTo("2124");
  }

  @Test
  void sums_past_a_decimal_of_38_digits_do_not_wrap() {
    assertThat(
            LEDGER.query(
                "SELECT sum(toDecimal256(x, 18)) FROM (SELECT"
                    + " toDecimal128('99999999999999999999', 18) AS x FROM numbers(1000))"))
        .isEqualTo("99999999999999999999000");
  }
}
