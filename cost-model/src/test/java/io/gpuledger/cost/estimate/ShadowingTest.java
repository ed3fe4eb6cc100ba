package io.gpuledger.cost.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.estimate.Shadowing.Outcome;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShadowingTest {
  private static final Instant SETTLES = Instant.parse("2026-11-23T00:00:00Z");
  private static final Instant BEFORE = SETTLES.minusNanos(1);

  private static Shadowing of(String bill, String estimate, Instant now) {
    return Shadowing.of(
        bill.isEmpty() ? Optional.empty() : Optional.of(Amount.parse(bill)),
        Amount.parse(estimate),
        SETTLES,
        now);
  }

  @Test
  void an_estimate_stands_while_no_bill_is_visible_also_after_the_lag() {
    for (Instant now : List.of(BEFORE, SETTLES, SETTLES.plusSeconds(1_000_000))) {
      Shadowing shadowing = of("", "55.04", now);
      assertThat(shadowing.outcome()).isEqualTo(Outcome.NO_BILL);
      assertThat(shadowing.shown()).isEqualTo(Amount.parse("55.04"));
      assertThat(shadowing.settles()).isFalse();
    }
  }

  @Test
  void before_the_lag_bill_and_what_is_shown_come_to_the_larger_of_both_exactly() {
    Shadowing larger = of("20.000000000000000001", "55.04", BEFORE);
    assertThat(larger.outcome()).isEqualTo(Outcome.ESTIMATE_LARGER);
    assertThat(larger.shown()).isEqualTo(Amount.parse("35.039999999999999999"));
    assertThat(larger.shown().plus(Amount.parse("20.000000000000000001")))
        .isEqualTo(Amount.parse("55.04"));
    assertThat(larger.settles()).isTrue();

    Shadowing smaller = of("60", "55.04", BEFORE);
    assertThat(smaller.outcome()).isEqualTo(Outcome.BILL_LARGER);
    assertThat(smaller.shown()).isEqualTo(Amount.ZERO);
    assertThat(smaller.settles()).isTrue();

    assertThat(of("55.04", "55.04", BEFORE).outcome()).isEqualTo(Outcome.BILL_LARGER);
  }

  @Test
  void from_the_instant_of_the_lag_on_a_bill_shadows_the_estimate_whole() {
    for (String bill : List.of("0", "0.01", "20", "60", "-3")) {
      Shadowing shadowing = of(bill, "55.04", SETTLES);
      assertThat(shadowing.outcome()).as(bill).isEqualTo(Outcome.SHADOWED);
      assertThat(shadowing.shown()).isEqualTo(Amount.ZERO);
      assertThat(shadowing.settles()).isFalse();
    }
  }

  @Test
  void a_bill_of_zero_is_a_bill_and_one_below_zero_covers_nothing() {
    assertThat(of("0", "5", BEFORE).outcome()).isEqualTo(Outcome.ESTIMATE_LARGER);
    assertThat(of("-3", "5", BEFORE).shown()).isEqualTo(Amount.of(5));
    assertThat(of("0", "0", BEFORE).shown()).isEqualTo(Amount.ZERO);
    assertThatThrownBy(() -> of("", "-1", BEFORE)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_shown_is_divided_over_the_charges_to_the_last_digit() {
    List<Amount> charges =
        List.of(Amount.parse("1"), Amount.parse("1"), Amount.parse("1"), Amount.ZERO);
    List<Amount> shown = of("1", "3", BEFORE).shownOf(charges);
    assertThat(shown.stream().reduce(Amount.ZERO, Amount::plus)).isEqualTo(Amount.of(2));
    assertThat(shown)
        .containsExactly(
            Amount.parse("0.666666666666666667"),
            Amount.parse("0.666666666666666667"),
            Amount.parse("0.666666666666666666"),
            Amount.ZERO);
    assertThat(of("", "3", BEFORE).shownOf(charges)).isEqualTo(charges);
    assertThat(of("1", "3", SETTLES).shownOf(charges)).containsOnly(Amount.ZERO);
    assertThatThrownBy(() -> of("1", "4", BEFORE).shownOf(charges))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_bill_in_another_currency_stands_alone() {
    Shadowing shadowing = Shadowing.inOtherCurrency(Amount.of(5), SETTLES);
    assertThat(shadowing.outcome()).isEqualTo(Outcome.OTHER_CURRENCY);
    assertThat(shadowing.shown()).isEqualTo(Amount.ZERO);
  }
}
