package io.gpuledger.dashboard.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.close.Variance;
import io.gpuledger.cost.close.VarianceItem;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.VarianceFigures;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VarianceWhyTest {
  private static final VarianceFigures.Key GPUS =
      new VarianceFigures.Key("USD", "vision", "AWS", "EC2");
  private static final VarianceFigures.Key TAX =
      new VarianceFigures.Key("USD", "search", "AWS", "Tax");

  private static VarianceItem use(String key, String hours, String cost) {
    return new VarianceItem(
        key,
        VarianceItem.Kind.USAGE,
        Optional.of(Amount.parse(hours)),
        "device-seconds",
        Amount.parse(cost),
        Optional.empty(),
        Amount.ZERO);
  }

  private static VarianceItem tax(String cost) {
    return new VarianceItem(
        "Tax",
        VarianceItem.Kind.ONE_OFF,
        Optional.empty(),
        "",
        Amount.parse(cost),
        Optional.empty(),
        Amount.ZERO);
  }

  private static VarianceFigures figures(VarianceItem tax, VarianceItem... gpus) {
    return new VarianceFigures(Map.of(GPUS, group(gpus), TAX, group(tax)));
  }

  private static VarianceFigures.Group group(VarianceItem... items) {
    return new VarianceFigures.Group(List.of(items), BigInteger.ZERO, 0);
  }

  private static Map<String, Object> rest(VarianceFigures before, VarianceFigures after) {
    Variance total =
        Variance.of(before.of(GPUS).items(), after.of(GPUS).items())
            .plus(Variance.of(before.of(TAX).items(), after.of(TAX).items()));
    return VarianceWhy.lines("USD", total, before, after).get(2);
  }

  @Test
  void a_move_to_a_cheaper_model_is_named_where_it_moved_the_rest_most() {
    VarianceFigures before =
        figures(tax("10"), use("H100", "100", "1000"), use("A100", "100", "200"));
    VarianceFigures after = figures(tax("15"), use("H100", "50", "500"), use("A100", "150", "300"));

    assertThat(rest(before, after))
        .containsEntry("amount", "-395")
        .extractingByKey("words")
        .asString()
        .endsWith(", most by vision / AWS / EC2 (mix)");
  }

  @Test
  void a_tax_that_moved_it_more_than_the_mix_is_named_instead() {
    VarianceFigures before =
        figures(tax("10"), use("H100", "100", "1000"), use("A100", "100", "200"));
    VarianceFigures after =
        figures(tax("1010"), use("H100", "50", "500"), use("A100", "150", "300"));

    assertThat(rest(before, after))
        .containsEntry("amount", "600")
        .extractingByKey("words")
        .asString()
        .endsWith(", most by search / AWS / Tax / Tax (no usage)");
  }
}
