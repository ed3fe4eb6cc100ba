package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpentTest {
  @ParameterizedTest
  @CsvSource({
    "10, 9.999999999999999999, 10, FROM_BILL",
    "10, 10.000000000000000001, 10.000000000000000001, ESTIMATED",
    "10, 10, 10, FROM_BILL",
    "10, , 10, FROM_BILL",
    "-2, , -2, FROM_BILL",
    "-2, 0, 0, ESTIMATED",
  })
  void the_larger_of_bill_and_estimate_counts(
      String fromBill, String estimated, String counted, SpendKind kind) {
    Spent spent =
        new Spent(Amount.parse(fromBill), Optional.ofNullable(estimated).map(Amount::parse));

    assertThat(spent.counted()).isEqualTo(Amount.parse(counted));
    assertThat(spent.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(SpendKind.class)
  void a_kind_is_found_by_its_code(SpendKind kind) {
    assertThat(SpendKind.of(kind.code())).isEqualTo(kind);
  }

  @Test
  void a_text_that_is_no_kind_is_refused() {
    assertThatThrownBy(() -> SpendKind.of("actual")).hasMessageContaining("\"actual\"");
    assertThatThrownBy(() -> SpendKind.of(SpendKind.PROGRESS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
