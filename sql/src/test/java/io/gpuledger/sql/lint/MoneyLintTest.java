package io.gpuledger.sql.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("live")
class MoneyLintTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  static List<Path> files() throws IOException, URISyntaxException {
    Path list =
        Path.of(
            Objects.requireNonNull(
                    MoneyLintTest.class.getResource("/io/gpuledger/sql/schema/files.sql"))
                .toURI());
    Path root = Objects.requireNonNull(Objects.requireNonNull(list.getParent()).getParent());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_file_keeps_to_the_rules(Path file) throws IOException {
    assertThat(MoneyLint.check(Files.readString(file))).as(file.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT billed_cost * 2.95 FROM charges",
        "SELECT 720 * list_unit_price FROM charges",
        "SELECT sum(toDecimal256(billed_cost, 18)) / 3 FROM charges",
        "SELECT hours * (c.list_unit_price) FROM charges AS c",
        "SELECT 2 / max(effective_cost) FROM charges",
        "SELECT avg(billed_cost) FROM charges",
        "SELECT AVG (c.billed_cost) FROM charges AS c",
        "SELECT round(toDecimal256(billed_cost, 18), 2) FROM charges",
        "SELECT sum(billed_cost) FROM charges",
        "SELECT sumIf(billed_cost, 1) FROM charges",
        "SELECT sum(toDecimal256(billed_cost, 9)) FROM charges",
        "SELECT sum(toDecimal128(billed_cost, 18)) FROM charges",
        "SELECT sum(toDecimal256(billed_cost, 18) - 1) FROM charges",
        "SELECT toFloat64(billed_cost) FROM charges",
        "SELECT divide(billed_cost, 3) FROM charges",
        "SELECT multiplyDecimal(a, b) FROM t",
        "SELECT divideDecimal(a, b, 9) FROM t",
        "WITH x AS (SELECT billed_cost AS b FROM charges) SELECT b * 2 FROM x",
        "SELECT /* harmless */ `billed_cost`*2 FROM charges",
      })
  void wrong_arithmetic_is_found(String sql) {
    assertThat(MoneyLint.check(sql)).as(sql).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM charges",
        "SELECT count(*), c.* FROM charges AS c -- billed_cost * 2",
        "SELECT sum(toDecimal256(billed_cost, 18)) FROM charges",
        "SELECT sumIf(toDecimal256(c.billed_cost, 18), a / 2 > 1) FROM charges AS c",
        "SELECT multiplyDecimal(billed_cost, rate, 18), divideDecimal(list_cost, 3, 18) FROM c",
        "SELECT effective_nanos / 2, sum(state_nanos) * 3 FROM gpu_usage",
        "SELECT 'billed_cost * 2', max(billed_cost) - min(billed_cost) FROM charges",
      })
  void right_arithmetic_passes(String sql) {
    assertThat(MoneyLint.check(sql)).as(sql).isEmpty();
  }

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
