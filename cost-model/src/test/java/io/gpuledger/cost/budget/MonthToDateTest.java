package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonthToDateTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final long MINUTE = 60_000_000L;
  private static final long NOW = 100 * MINUTE;

  /** A model without a rate is named and not added as zero (opencost#2215). */
  @Test
  void additions_add_up_and_each_threshold_crosses_once() {
    MonthToDate.Step first = MonthToDate.after(null, usd(1, "", "60", "H100"));
    MonthToDate.Step second = MonthToDate.after(first.month(), usd(1, "", "60", "A100"));
    MonthToDate.Step third = MonthToDate.after(second.month(), usd(1, "", "60"));

    assertThat(percents(first)).containsExactly(50);
    assertThat(percents(second)).containsExactly(100);
    assertThat(percents(third)).isEmpty();
    assertThat(third.month().spent()).isEqualTo(new Money("USD", Amount.of(180)));
    assertThat(third.month().unpricedModels()).containsExactly("A100", "H100");
  }

  @Test
  void a_new_version_keeps_the_spend_and_reports_anew() {
    MonthToDate before = month(usd(1, "", "60"));

    MonthToDate.Step step = MonthToDate.after(before, usd(2, "", "0"));

    assertThat(step.month().spent().amount()).hasToString("60");
    assertThat(percents(step)).containsExactly(50);
  }

  @Test
  void another_filter_or_currency_counts_anew() {
    MonthToDate before = month(usd(1, "", "60", "H100"));

    for (SpendAddition addition :
        List.of(usd(2, "team:\"a\"", "51"), addition(2, "", "EUR", "51", List.of()))) {
      MonthToDate.Step step = MonthToDate.after(before, addition);

      assertThat(step.month().spent().amount()).hasToString("51");
      assertThat(step.month().unpricedModels()).isEmpty();
      assertThat(percents(step)).containsExactly(50);
    }
  }

  @Test
  void sevenths_are_added_as_they_are_and_divided_once() {
    BigInteger seventhOfTheLastDigit = BigInteger.valueOf(3_600_000_000_000L);
    SpendAddition addition = addition(1, "", "USD", seventhOfTheLastDigit, List.of());
    MonthToDate month = month(addition);
    assertThat(month.spent().amount()).isEqualTo(Amount.ZERO);

    for (int i = 1; i < 7; i++) {
      month = MonthToDate.after(month, addition).month();
    }

    assertThat(month.spent().amount()).hasToString("0.000000000000000001");
  }

  @Test
  void a_node_heard_of_ten_minutes_ago_still_burns_and_one_earlier_does_not() {
    ScopeBurn burn =
        ScopeBurn.of(
            Map.of(
                "c/now", burn("1", "pod:a/x", "1", NOW),
                "c/edge", burn("2", "pod:a/y", "2", NOW - 10 * MINUTE),
                "c/gone", burn("4", "pod:a/z", "4", NOW - 10 * MINUTE - 1)),
            NOW);

    assertThat(burn.perHour()).hasToString("3");
    assertThat(burn.topNode()).isEqualTo("c/edge");
    assertThat(burn.top().topHolder()).isEqualTo("pod:a/y");
  }

  @Test
  void the_top_holder_is_the_one_that_costs_most_on_one_node() {
    Map<String, Burn> nodes =
        Map.of(
            "c/n1", burn("9", "pod:a/x", "3", NOW),
            "c/n2", burn("4", "pod:a/y", "4", NOW),
            "c/n3", burn("4", "pod:a/z", "4", NOW));

    assertThat(ScopeBurn.of(nodes, NOW).topNode()).as("the first of equals").isEqualTo("c/n2");
    assertThat(ScopeBurn.of(Map.of("c/n1", burn("9", "", "0", NOW)), NOW).topNode()).isEmpty();
    assertThat(ScopeBurn.of(Map.of(), NOW).perHour()).isEqualTo(Amount.ZERO);
  }

  private static Burn burn(String perHour, String holder, String top, long atMicros) {
    return new Burn(Amount.parse(perHour), holder, "", Amount.parse(top), 0, atMicros);
  }

  private static MonthToDate month(SpendAddition addition) {
    return MonthToDate.after(null, addition).month();
  }

  private static List<Integer> percents(MonthToDate.Step step) {
    return step.crossings().stream().map(Crossing::thresholdPercent).toList();
  }

  private static SpendAddition usd(long version, String filter, String spent, String... unpriced) {
    return addition(version, filter, "USD", spent, List.of(unpriced));
  }

  /** Spends an amount under a limit of 100. */
  private static SpendAddition addition(
      long version, String filter, String currency, String spent, List<String> unpriced) {
    BigInteger sevenths =
        DeviceTimePrice.product(3_600_000_000_000L, Amount.parse(spent))
            .multiply(BigInteger.valueOf(7));
    return addition(version, filter, currency, sevenths, unpriced);
  }

  private static SpendAddition addition(
      long version, String filter, String currency, BigInteger sevenths, List<String> unpriced) {
    Money limit = new Money(currency, Amount.of(100));
    return new SpendAddition(
        new Budget("b", version, limit, List.of(50, 100)),
        filter,
        NOVEMBER,
        sevenths,
        unpriced,
        burn("1", "", "0", NOW));
  }
}
