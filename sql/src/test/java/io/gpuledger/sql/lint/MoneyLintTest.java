package io.gpuledger.sql.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyLintTest {
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
}
