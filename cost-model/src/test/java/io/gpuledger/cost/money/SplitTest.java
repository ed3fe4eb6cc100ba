package io.gpuledger.cost.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
  private static List<BigInteger> weights(long... weights) {
    List<BigInteger> list = new ArrayList<>();
    for (long weight : weights) {
      list.add(BigInteger.valueOf(weight));
    }
    return list;
  }

  @Test
  void two_hundred_in_three_is_exact_and_the_odd_digits_go_to_the_first_parts() {
    assertThat(Split.byWeight(Amount.of(200), weights(1, 1, 1)))
        .extracting(Amount::toString)
        .containsExactly("66.666666666666666667", "66.666666666666666667", "66.666666666666666666");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 7, 200, -1, -5, -200})
  void equal_parts_are_those_of_equal_weights(long whole) {
    List<Amount> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      parts.add(Amount.ofUnscaled(Split.equalPart(BigInteger.valueOf(whole), 3, i)));
    }

    assertThat(parts)
        .isEqualTo(Split.byWeight(Amount.ofUnscaled(BigInteger.valueOf(whole)), weights(1, 1, 1)));
  }

  @Test
  void there_is_no_part_beyond_the_last() {
    assertThatThrownBy(() -> Split.equalPart(BigInteger.TEN, 3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no part 3 of 3");
  }

  @Test
  void a_credit_is_the_mirror_of_a_charge() {
    List<Amount> charge = Split.byWeight(Amount.parse("0.01"), weights(3, 5, 9, 0));
    List<Amount> credit = Split.byWeight(Amount.parse("-0.01"), weights(3, 5, 9, 0));

    assertThat(credit).isEqualTo(charge.stream().map(Amount::negated).toList());
  }

  @Test
  void the_largest_remainder_gets_the_odd_digit_and_a_weight_of_zero_gets_nothing() {
    Amount smallest = Amount.ofUnscaled(BigInteger.ONE);

    assertThat(Split.byWeight(smallest, weights(1, 2, 0)))
        .containsExactly(Amount.ZERO, smallest, Amount.ZERO);
    assertThat(Split.byWeight(Amount.ZERO, weights(1, 2))).containsOnly(Amount.ZERO);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void parts_sum_to_the_whole_and_lie_within_one_last_digit_of_their_share(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      Amount total =
          Amount.ofUnscaled(
              new BigInteger(1 + random.nextInt(100), random)
                  .subtract(new BigInteger(1 + random.nextInt(100), random)));
      List<BigInteger> weights = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(40); i++) {
        weights.add(new BigInteger(random.nextInt(60), random));
      }
      weights.add(BigInteger.ONE);
      BigInteger sum = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);

      List<Amount> parts = Split.byWeight(total, weights);

      assertThat(parts.stream().reduce(Amount.ZERO, Amount::plus)).isEqualTo(total);
      for (int i = 0; i < parts.size(); i++) {
        BigInteger off =
            parts
                .get(i)
                .unscaled()
                .multiply(sum)
                .subtract(total.unscaled().multiply(weights.get(i)));
        assertThat(off.abs()).isLessThan(sum);
      }
    }
  }

  @Test
  void weights_that_cannot_divide_are_refused() {
    assertThatThrownBy(() -> Split.byWeight(Amount.of(1), weights(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Split.byWeight(Amount.of(1), weights(2, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The rule word for word, without the short cuts of the class. */
  private static List<Amount> slowly(Amount total, List<BigInteger> weights) {
    BigInteger sum = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger whole = total.unscaled().abs();
    List<BigInteger> parts = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      parts.add(whole.multiply(weights.get(i)).divide(sum));
      order.add(i);
    }
    order.sort(
        (a, b) ->
            whole
                .multiply(weights.get(b))
                .mod(sum)
                .compareTo(whole.multiply(weights.get(a)).mod(sum)));
    BigInteger left = whole.subtract(parts.stream().reduce(BigInteger.ZERO, BigInteger::add));
    for (int k = 0; k < left.intValueExact(); k++) {
      parts.set(order.get(k), parts.get(order.get(k)).add(BigInteger.ONE));
    }
    return parts.stream()
        .map(part -> Amount.ofUnscaled(total.signum() < 0 ? part.negate() : part))
        .toList();
  }

  @Test
  void weights_with_a_common_divisor_divide_as_the_rule_says_word_for_word() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      BigInteger unit = BigInteger.valueOf(1 + random.nextLong(3_600_000_000_000L));
      List<BigInteger> weights = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(12); i++) {
        weights.add(unit.multiply(BigInteger.valueOf(random.nextInt(60))));
      }
      weights.add(unit);
      Amount total =
          Amount.ofUnscaled(new BigInteger(90, random).subtract(BigInteger.ONE.shiftLeft(89)));

      assertThat(Split.byWeight(total, weights)).isEqualTo(slowly(total, weights));
    }
  }

  @Test
  void weights_beyond_a_long_divide_as_the_rule_says_word_for_word() {
    List<BigInteger> weights =
        List.of(BigInteger.TWO.pow(80), BigInteger.TWO.pow(79), BigInteger.TEN.pow(23));

    assertThat(Split.byWeight(Amount.parse("55.04"), weights))
        .isEqualTo(slowly(Amount.parse("55.04"), weights));
  }

  @Test
  void several_totals_divide_each_as_alone_and_equal_ones_alike() {
    List<BigInteger> weights = weights(3_600, 7_200, 1_800);
    List<Amount> totals =
        List.of(Amount.of(200), Amount.ZERO, Amount.parse("200.0"), Amount.parse("-0.07"));

    assertThat(Split.allByWeight(totals, weights))
        .isEqualTo(totals.stream().map(total -> Split.byWeight(total, weights)).toList());
  }

  @Test
  void weights_that_sum_to_zero_are_refused_for_a_total_of_zero_too() {
    assertThatThrownBy(() -> Split.byWeight(Amount.ZERO, weights(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights sum to zero");
  }
}
