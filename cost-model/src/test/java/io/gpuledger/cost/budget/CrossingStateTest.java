package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.budget.CrossingState.Changes;
import io.gpuledger.cost.budget.CrossingState.Standing;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossingStateTest {
  private static final List<Integer> THRESHOLDS = List.of(50, 80, 100);

  private final CrossingState state =
      new CrossingState(Amount.of(1_000), CrossingState.DEFAULT_MARGIN);
  private final Map<Integer, Standing> standing = new HashMap<>();

  private Changes spend(String spent) {
    Changes changes = state.changes(THRESHOLDS, standing, Amount.parse(spent));
    changes.crossed().forEach(percent -> standing.put(percent, Standing.CROSSED));
    changes.again().forEach(percent -> standing.put(percent, Standing.CROSSED));
    changes.recovered().forEach(percent -> standing.put(percent, Standing.RECOVERED));
    return changes;
  }

  @Test
  void one_jump_crosses_all_that_it_passes() {
    assertThat(spend("1000").crossed()).containsExactly(50, 80, 100);
  }

  @Test
  void a_threshold_is_crossed_at_its_very_amount() {
    assertThat(spend("799.999999999999999999").crossed()).containsExactly(50);
    assertThat(spend("800").crossed()).containsExactly(80);
  }

  @Test
  void a_spend_that_sways_within_the_margin_changes_nothing() {
    spend("800");

    assertThat(spend("799").isEmpty()).isTrue();
    assertThat(spend("780").isEmpty()).isTrue();
    assertThat(spend("801").isEmpty()).isTrue();
  }

  @Test
  void a_threshold_recovers_below_the_margin_and_is_crossed_again_only_after_that() {
    spend("800");

    assertThat(spend("779.999999999999999999").recovered()).containsExactly(80);
    assertThat(spend("779").isEmpty()).isTrue();
    assertThat(spend("799").isEmpty()).isTrue();
    Changes back = spend("805");
    assertThat(back.again()).containsExactly(80);
    assertThat(back.crossed()).isEmpty();
  }

  @Test
  void a_fall_recovers_every_threshold_above_it() {
    spend("1000");

    assertThat(spend("100").recovered()).containsExactly(50, 80, 100);
  }

  @Test
  void a_threshold_smaller_than_the_margin_recovers_when_nothing_is_spent() {
    CrossingState wide = new CrossingState(Amount.of(1_000), BigDecimal.TEN);

    assertThat(wide.isRecovered(5, Amount.parse("0.01"))).isFalse();
    assertThat(wide.isRecovered(5, Amount.ZERO)).isTrue();
    assertThat(wide.isRecovered(5, Amount.of(-20))).isTrue();
  }

  @Test
  void without_a_margin_it_recovers_just_below() {
    CrossingState sharp = new CrossingState(Amount.of(1_000), BigDecimal.ZERO);

    assertThat(sharp.isRecovered(80, Amount.parse("799.999999999999999999"))).isTrue();
    assertThat(sharp.isRecovered(80, Amount.of(800))).isFalse();
  }

  @Test
  void margins_and_limits_out_of_range_are_refused() {
    assertThatThrownBy(() -> new CrossingState(Amount.ZERO, BigDecimal.ONE))
        .hasMessageContaining("limit");
    assertThatThrownBy(() -> new CrossingState(Amount.of(1), BigDecimal.valueOf(51)))
        .hasMessageContaining("margin");
    assertThatThrownBy(() -> new CrossingState(Amount.of(1), BigDecimal.valueOf(-1)))
        .hasMessageContaining("margin");
  }
}
