package io.gpuledger.cost.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens, vectors and queries cost, in whatever unit a bill counts them. */
class ConsumptionTest {
  private static Consumption charge(String cost, String unit, String quantity) {
    return Consumption.of(
        Amount.parse(cost),
        unit,
        quantity.isEmpty() ? Optional.empty() : Optional.of(Amount.parse(quantity)),
        0);
  }

  @ParameterizedTest
  @CsvSource({
    "Tokens, 1, million tokens",
    "token, 1, million tokens",
    "1000 Tokens, 1000, million tokens",
    "1K tokens, 1000, million tokens",
    "1M Tokens, 1000000, million tokens",
    "1000000 Tokens, 1000000, million tokens",
    "million tokens, 1000000, million tokens",
    "Vectors, 1, million vectors",
    "1M vectors, 1000000, million vectors",
    "Queries, 1, thousand queries",
    "10 searches, 10, thousand queries"
  })
  void units_of_a_kind_are_compared_whatever_their_block(String text, String block, String unit) {
    CountedUnit read = CountedUnit.parse(text).orElseThrow();

    assertThat(read.block()).isEqualTo(new BigInteger(block));
    assertThat(read.counted().name()).isEqualTo(unit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Read Units",
        "GB-Hours",
        "DBUs",
        "Requests",
        "0 tokens",
        "Token-Hours",
        "1.5 tokens"
      })
  void what_a_provider_made_up_for_itself_stays_what_it_is(String text) {
    assertThat(CountedUnit.parse(text)).isEmpty();
  }

  @Test
  void a_million_tokens_cost_what_their_charges_cost_over_all_blocks() {
    // 2.5 million at 3.00 and 0.5 million at 4.00: 9.50 over 3 million
    Consumption sum = charge("7.5", "Tokens", "2500000").plus(charge("2", "1000 Tokens", "500"));

    Consumption.Compared tokens = sum.in(Unit.MILLION_TOKENS).orElseThrow();
    assertThat(tokens.amount()).isEqualTo(Amount.parse("9.5"));
    assertThat(tokens.price(UnitMeasure.COST_PER_MILLION_TOKENS).orElseThrow())
        .isEqualByComparingTo("3.166667");
    assertThat(sum.byUnit().get("1000 Tokens").quantity()).isEqualTo(Amount.parse("500"));
    assertThat(sum.in(Unit.MILLION_VECTORS)).isEmpty();
  }

  @Test
  void money_of_another_unit_or_of_none_is_in_no_price() {
    Consumption sum =
        charge("3", "Tokens", "1000000")
            .plus(charge("100", "Hours", "4"))
            .plus(charge("7", "", ""))
            .plus(charge("5", "Tokens", ""));

    assertThat(
            sum.in(Unit.MILLION_TOKENS)
                .orElseThrow()
                .price(UnitMeasure.COST_PER_MILLION_TOKENS)
                .orElseThrow())
        .isEqualByComparingTo("3");
    assertThat(sum.uncounted()).isEqualTo(Amount.parse("12"));
    assertThat(sum.amount()).isEqualTo(Amount.parse("115"));
  }

  @Test
  void there_is_no_price_where_all_that_was_used_was_taken_back() {
    Consumption sum = charge("3", "Tokens", "1000000").plus(charge("-3", "Tokens", "-1000000"));

    assertThat(sum.in(Unit.MILLION_TOKENS).orElseThrow().price(UnitMeasure.COST_PER_MILLION_TOKENS))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cache-read-input, cached-input",
    "cached_input, cached-input",
    "Cached Input, cached-input",
    "cache-write-input, cache-write",
    "cache-write-1h, cache-write-1h",
    "output, output",
    "'', ''"
  })
  void a_class_of_tokens_has_one_word_across_providers(String told, String word) {
    assertThat(TokenTypeName.of(told)).isEqualTo(word);
  }

  @Test
  void money_that_is_not_known_takes_the_price_of_its_own_unit_alone() {
    Consumption sum =
        charge("5", "Tokens", "1000000")
            .plus(Consumption.of(Amount.ZERO, "Images", Optional.of(Amount.parse("3")), 1));

    assertThat(sum.in(Unit.MILLION_TOKENS).orElseThrow().price(UnitMeasure.COST_PER_MILLION_TOKENS))
        .contains(new java.math.BigDecimal("5.000000"));
    assertThat(sum.byUnit().get("Images").price(6)).isEmpty();
    Consumption unpaid =
        sum.plus(Consumption.of(Amount.ZERO, "Tokens", Optional.of(Amount.parse("9")), 1));
    assertThat(
            unpaid.in(Unit.MILLION_TOKENS).orElseThrow().price(UnitMeasure.COST_PER_MILLION_TOKENS))
        .isEmpty();
  }

  @Test
  void what_was_given_back_beyond_what_was_paid_is_no_price() {
    Consumption sum = charge("-4", "Tokens", "1000000");

    assertThat(sum.in(Unit.MILLION_TOKENS).orElseThrow().price(UnitMeasure.COST_PER_MILLION_TOKENS))
        .isEmpty();
    assertThat(sum.byUnit().get("Tokens").price(6)).isEmpty();
  }
}
