package io.gpuledger.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.problem.RefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitPriceTest {
  @Test
  void a_price_prints_as_it_is_read() {
    for (String text :
        List.of(
            "6.88 USD/GPU-hour",
            "55.04 USD/instance-hour of 8",
            "2150 EUR/GPU-month",
            "0.0028 USD/1M tokens")) {
      assertThat(UnitPrice.read(text)).hasToString(text);
    }
  }

  @Test
  void an_instance_hour_is_divided_by_its_devices_and_rounded_once() {
    assertThat(perHour("31.92 USD/instance-hour of 8")).isEqualTo("3.99");
    assertThat(perHour("10 USD/instance-hour of 3")).isEqualTo("3.333333333333333333");
    assertThat(perHour("6.88 USD/GPU-hour")).isEqualTo("6.88");
  }

  private static String perHour(String text) {
    return UnitPrice.read(text).perDeviceHour().orElseThrow().amount().toString();
  }

  /** The complaint of opencost#3781: a price of a month was read as one of an hour. */
  @Test
  void a_price_of_a_month_or_of_tokens_is_never_one_of_an_hour() {
    assertThat(UnitPrice.read("2150 USD/GPU-month").perDeviceHour()).isEmpty();
    assertThat(UnitPrice.read("3 USD/1M tokens").perDeviceHour()).isEmpty();
  }

  @Test
  void a_price_without_a_known_unit_or_an_exact_amount_is_refused() {
    for (String text :
        List.of(
            "6.88",
            "6.88 USD",
            "6.88 USD/hour",
            "6.88 usd/GPU-hour",
            "six USD/GPU-hour",
            "-1 USD/GPU-hour",
            "1.0000000000000000001 USD/GPU-hour",
            "55 USD/instance-hour",
            "55 USD/instance-hour of 0",
            "55 USD/instance-hour of 1025")) {
      assertThatThrownBy(() -> UnitPrice.read(text)).as(text).isInstanceOf(RefusedException.class);
    }
  }
}
