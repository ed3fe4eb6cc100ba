package io.gpuledger.cost.owned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedPriceTest {
  private static final TimeRange OCTOBER =
      MonthlyFee.ofMonth(YearMonth.of(2026, 10), ZoneOffset.UTC);

  /** The complaint of opencost#3781: on-prem defaults about 730 times off. */
  @Test
  void a_price_per_month_is_never_read_as_one_per_hour() {
    assertThatThrownBy(() -> TypedPrice.read("2154 USD/month", TypedPrice.PerHour.class))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("'2154 USD/month' is a price per month, expected is PerHour");

    assertThat(october("2154 USD/month")).isEqualTo(new Money("USD", Amount.of(2_154)));
    assertThat(october("2154 USD/hour")).isEqualTo(new Money("USD", Amount.of(2_154 * 744)));
  }

  @Test
  void a_price_without_a_unit_is_none() {
    assertThatThrownBy(() -> TypedPrice.read("2.95 USD"))
        .hasMessageContaining("'2.95 USD' has no amount, currency and unit; write it as");
  }

  @ParameterizedTest
  @CsvSource({"2.95 USD/hour,PerHour", "0 EUR/month,PerMonth", "0.12 EUR/kWh,PerKwh"})
  void a_price_reads_as_it_prints(String text, String type) {
    TypedPrice price = TypedPrice.read(text);

    assertThat(price).hasToString(text);
    assertThat(price.getClass().getSimpleName()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2,95 USD/hour",
        "2.95 USD/day",
        "2.95 usd/hour",
        "2.95USD/hour",
        "-1 USD/hour",
        "0.0000000000000000001 USD/hour",
        ""
      })
  void what_is_no_price_is_refused(String text) {
    assertThatThrownBy(() -> TypedPrice.read(text)).isInstanceOf(RefusedException.class);
  }

  private static Money october(String price) {
    RecurringCost cost =
        new RecurringCost(
            "colo",
            CostKind.COLOCATION,
            "cage",
            Amount.of(1),
            TypedPrice.read(price),
            new TimeRange(OCTOBER.start(), OCTOBER.end().plusSeconds(1)));
    return new OwnedEstate(ZoneOffset.UTC, List.of(), List.of(cost), List.of(), List.of())
        .chargesOf(OCTOBER)
        .get(0)
        .amount();
  }
}
