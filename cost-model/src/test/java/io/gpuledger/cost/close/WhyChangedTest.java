package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhyChangedTest {
  private static final String HOURS = "GPU-Hours";

  /** The example of docs/rules/close.md. */
  @Test
  void a_change_is_usage_rate_and_mix_with_one_off_costs() {
    WhyChanged why =
        WhyChanged.of(
            List.of(usage("H100", "1000", "3000"), usage("A100", "1000", "1000")),
            List.of(
                usage("H100", "1500", "4200"),
                usage("A100", "700", "700"),
                PricedUsage.oneOff("refund of support", Amount.of(-200))));

    assertThat(why.usage()).hasToString("400");
    assertThat(why.rate()).hasToString("-300");
    assertThat(why.mixAndOneOff()).hasToString("600");
    assertThat(why.oneOff()).hasToString("-200");
    assertThat(why.mix()).hasToString("800");
    assertThat(why.change()).hasToString("700");
    assertThat(why.mostByRate()).contains("H100");
    assertThat(why.mostByOneOff()).contains("refund of support");
  }

  @Test
  void one_thing_at_one_price_has_usage_only_and_an_equal_month_nothing() {
    WhyChanged more =
        WhyChanged.of(List.of(usage("H100", "10", "30")), List.of(usage("H100", "12", "36")));
    assertThat(more.usage()).hasToString("6");
    assertThat(more.rate()).isEqualTo(Amount.ZERO);
    assertThat(more.mixAndOneOff()).isEqualTo(Amount.ZERO);

    WhyChanged same =
        WhyChanged.of(List.of(usage("H100", "10", "30")), List.of(usage("H100", "10", "30")));
    assertThat(same.change()).isEqualTo(Amount.ZERO);
    assertThat(same.mostByRate()).isEqualTo(Optional.empty());
    assertThat(same.mostByOneOff()).isEqualTo(Optional.empty());
    assertThat(WhyChanged.of(List.of(), List.of()).change()).isEqualTo(Amount.ZERO);
  }

  @Test
  void what_came_or_went_or_changed_its_unit_is_one_off() {
    WhyChanged why =
        WhyChanged.of(
            List.of(
                usage("gone", "10", "30"),
                PricedUsage.of("unit", Amount.of(1), "Tokens", Amount.of(5)),
                usage("none", "0", "4")),
            List.of(usage("came", "10", "50"), usage("unit", "1", "6"), usage("none", "2", "8")));

    assertThat(why.usage()).isEqualTo(Amount.ZERO);
    assertThat(why.rate()).isEqualTo(Amount.ZERO);
    assertThat(why.oneOff()).hasToString("25");
    assertThat(why.change()).hasToString("25");
    assertThat(why.mostByOneOff()).contains("came");
  }

  @ParameterizedTest
  @ValueSource(longs = {91, 92, 93, 94})
  void three_lines_sum_to_the_change_for_any_two_months(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<PricedUsage> before = month(random);
      List<PricedUsage> after = month(random);

      WhyChanged why = WhyChanged.of(before, after);

      assertThat(why.change()).isEqualTo(total(after).minus(total(before)));
      assertThat(why.mix().plus(why.oneOff())).isEqualTo(why.mixAndOneOff());
    }
  }

  @Test
  void a_key_comes_once_a_month() {
    assertThatThrownBy(
            () -> WhyChanged.of(List.of(usage("a", "1", "1"), usage("a", "1", "1")), List.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a comes twice in a period");
  }

  private static List<PricedUsage> month(Random random) {
    List<PricedUsage> month = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Amount cost =
          Amount.ofUnscaled(new BigInteger(80, random).subtract(new BigInteger(76, random)));
      int kind = random.nextInt(4);
      if (kind == 0) {
        month.add(PricedUsage.oneOff("k" + i, cost));
      } else if (kind > 1) {
        Amount quantity = Amount.ofUnscaled(new BigInteger(70, random));
        month.add(PricedUsage.of("k" + i, quantity, kind == 2 ? HOURS : "Tokens", cost));
      }
    }
    return month;
  }

  private static Amount total(List<PricedUsage> month) {
    return month.stream().map(PricedUsage::cost).reduce(Amount.ZERO, Amount::plus);
  }

  private static PricedUsage usage(String key, String quantity, String cost) {
    return PricedUsage.of(key, Amount.parse(quantity), HOURS, Amount.parse(cost));
  }
}
