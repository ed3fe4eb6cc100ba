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

class VarianceTest {
  /** The example of docs/rules/variance.md. */
  @Test
  void a_change_is_usage_rate_mix_commitment_one_off_and_other() {
    Variance variance =
        Variance.of(
            List.of(
                usage("H100", "1000", "2500", "3000"),
                usage("A100", "1000", "1000", "1000"),
                item("block-1", VarianceItem.Kind.UNUSED_COMMITMENT, "100"),
                item("storage", VarianceItem.Kind.USAGE, "50")),
            List.of(
                usage("H100", "1500", "3000", "4200"),
                usage("A100", "700", "700", "700"),
                item("block-1", VarianceItem.Kind.UNUSED_COMMITMENT, "40"),
                item("storage", VarianceItem.Kind.USAGE, "65"),
                item("Credit", VarianceItem.Kind.ONE_OFF, "-200")));

    assertThat(variance.before()).hasToString("3650");
    assertThat(variance.after()).hasToString("3605");
    assertThat(variance.usage()).as("4000 x 200 / 2000").hasToString("400");
    assertThat(variance.rate()).as("4200 - 3000 x 1.5").hasToString("-300");
    assertThat(variance.mix()).as("4900 - 4000 - 400 + 300").hasToString("800");
    assertThat(variance.commitment())
        .as("H100 -1200 instead of -500, unused 40 instead of 100")
        .hasToString("-760");
    assertThat(variance.oneOff()).hasToString("-200");
    assertThat(variance.other()).hasToString("15");
    assertThat(variance.currency()).isEqualTo(Amount.ZERO);
    assertThat(variance.change()).hasToString("-45");
  }

  @Test
  void a_benefit_that_one_month_does_not_tell_stays_in_the_price() {
    Variance variance =
        Variance.of(
            List.of(usage("H100", "10", "20", "30")),
            List.of(
                new VarianceItem(
                    "H100",
                    VarianceItem.Kind.USAGE,
                    Optional.of(Amount.of(10)),
                    "h",
                    Amount.of(25),
                    Optional.empty(),
                    Amount.ZERO)));
    assertThat(variance.rate()).hasToString("5");
    assertThat(variance.commitment()).isEqualTo(Amount.ZERO);
  }

  @Test
  void an_exchange_rate_is_told_apart_from_a_price() {
    Variance variance =
        Variance.of(
            List.of(usage("H100", "10", "20", "20")),
            List.of(
                new VarianceItem(
                    "H100",
                    VarianceItem.Kind.USAGE,
                    Optional.of(Amount.of(10)),
                    "h",
                    Amount.of(22),
                    Optional.empty(),
                    Amount.of(2))));
    assertThat(variance.currency()).hasToString("2");
    assertThat(variance.rate()).isEqualTo(Amount.ZERO);
  }

  @Test
  void what_has_a_unit_of_its_own_is_usage_and_rate_and_never_mix() {
    Variance variance =
        Variance.of(
            List.of(counted("egress", "100", "GB", "9"), counted("tokens", "4", "1M", "10")),
            List.of(counted("egress", "150", "GB", "12"), counted("tokens", "2", "1M", "6")));
    assertThat(variance.usage()).as("9 x 50/100 + 10 x -2/4").hasToString("-0.5");
    assertThat(variance.rate()).as("12 - 13.5 + 6 - 5").hasToString("-0.5");
    assertThat(variance.mix()).isEqualTo(Amount.ZERO);
    assertThat(variance.other()).isEqualTo(Amount.ZERO);
    assertThat(variance.change()).hasToString("-1");
  }

  @Test
  void what_came_or_went_is_other_and_nothing_is_nothing() {
    Variance variance =
        Variance.of(
            List.of(usage("H100", "10", "20", "20")), List.of(usage("B200", "10", "50", "60")));
    assertThat(variance.other()).hasToString("40");
    assertThat(variance.commitment()).hasToString("-10");
    assertThat(Variance.of(List.of(), List.of())).isEqualTo(Variance.NONE);
  }

  @Test
  void a_key_that_comes_twice_and_parts_that_do_not_sum_are_refused() {
    VarianceItem one = usage("H100", "1", "1", "1");
    assertThatThrownBy(() -> Variance.of(List.of(one, one), List.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("H100 comes twice");
    assertThatThrownBy(
            () ->
                new Variance(
                    Amount.ZERO,
                    Amount.of(1),
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO,
                    Amount.ZERO))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is not the change 1");
    assertThatThrownBy(() -> usage("H100", "-1", "1", "1")).isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_130, 77})
  void the_parts_sum_to_the_change_to_the_last_digit(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      Variance variance = Variance.of(month(random), month(random));
      assertThat(
              variance
                  .usage()
                  .plus(variance.rate())
                  .plus(variance.mix())
                  .plus(variance.commitment())
                  .plus(variance.currency())
                  .plus(variance.oneOff())
                  .plus(variance.other()))
          .as("seed " + seed)
          .isEqualTo(variance.after().minus(variance.before()));
      assertThat(variance.plus(Variance.NONE)).isEqualTo(variance);
    }
  }

  private static List<VarianceItem> month(Random random) {
    List<VarianceItem> items = new ArrayList<>();
    for (VarianceItem.Kind kind : VarianceItem.Kind.values()) {
      for (int i = 0; i < 6; i++) {
        if (random.nextBoolean()) {
          items.add(
              new VarianceItem(
                  "key-" + i,
                  kind,
                  random.nextBoolean()
                      ? Optional.of(Amount.of(random.nextInt(5)))
                      : Optional.empty(),
                  random.nextBoolean() ? "h" : "GB",
                  amount(random),
                  random.nextBoolean() ? Optional.of(amount(random)) : Optional.empty(),
                  random.nextInt(4) == 0 ? amount(random) : Amount.ZERO));
        }
      }
    }
    return items;
  }

  private static Amount amount(Random random) {
    return Amount.ofUnscaled(new BigInteger(70, random).subtract(BigInteger.TWO.pow(69)));
  }

  private static VarianceItem usage(String key, String quantity, String cost, String without) {
    return new VarianceItem(
        key,
        VarianceItem.Kind.USAGE,
        Optional.of(Amount.parse(quantity)),
        "h",
        Amount.parse(cost),
        Optional.of(Amount.parse(without)),
        Amount.ZERO);
  }

  private static VarianceItem counted(String key, String quantity, String unit, String cost) {
    return new VarianceItem(
        key,
        VarianceItem.Kind.USAGE,
        Optional.of(Amount.parse(quantity)),
        unit,
        Amount.parse(cost),
        Optional.empty(),
        Amount.ZERO);
  }

  private static VarianceItem item(String key, VarianceItem.Kind kind, String cost) {
    return new VarianceItem(
        key, kind, Optional.empty(), "", Amount.parse(cost), Optional.empty(), Amount.ZERO);
  }
}
