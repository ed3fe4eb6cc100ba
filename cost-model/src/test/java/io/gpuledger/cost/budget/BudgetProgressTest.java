package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetProgressTest {
  private static final String OCTOBER = "2026-10";
  private static final Budget BUDGET =
      new Budget("b1", 3, usd("300.000000000000000001"), List.of(50, 80, 100));

  @Test
  void a_jump_reports_every_threshold_it_passes_together_and_once() {
    assertThat(percents(usd("250"), Set.of())).containsExactly(50, 80);
    assertThat(percents(usd("250"), Set.of(50, 80))).isEmpty();
    assertThat(percents(usd("400"), Set.of(50, 80))).containsExactly(100);
  }

  @Test
  void a_threshold_is_reached_at_its_exact_amount_and_not_a_digit_before() {
    assertThat(percents(usd("300"), Set.of(50, 80))).isEmpty();
    assertThat(percents(usd("300.000000000000000001"), Set.of(50, 80))).containsExactly(100);
  }

  @Test
  void a_credit_below_zero_reaches_nothing() {
    assertThat(percents(usd("-500"), Set.of())).isEmpty();
  }

  @Test
  void another_currency_is_refused() {
    Money euros = new Money("EUR", Amount.of(500));
    assertThatThrownBy(() -> percents(euros, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("budget b1 is in USD, not EUR");
  }

  private static List<Integer> percents(Money spent, Set<Integer> reported) {
    return BudgetProgress.crossings(BUDGET, OCTOBER, SpendKind.ESTIMATED, spent, reported).stream()
        .map(Crossing::thresholdPercent)
        .toList();
  }

  private static Money usd(String amount) {
    return new Money("USD", Amount.parse(amount));
  }
}
