package io.gpuledger.streaming.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultPointTest {
  @Test
  void a_point_is_armed_by_name_in_any_locale() {
    for (FaultPoint point : FaultPoint.values()) {
      assertThat(FaultPoint.Arming.parse(point.pointName()).point).isEqualTo(point);
    }
  }

  @Test
  void a_count_says_at_which_time_it_strikes() {
    assertThat(FaultPoint.Arming.parse("spool_written:3").remaining).hasValue(3);
    assertThat(FaultPoint.Arming.parse("spool_written").remaining).hasValue(1);
  }

  @Test
  void an_unknown_point_or_count_is_refused() {
    assertThatThrownBy(() -> FaultPoint.Arming.parse("nowhere"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FaultPoint.Arming.parse("spool_written:0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_unarmed_point_does_nothing() {
    for (FaultPoint point : FaultPoint.values()) {
      point.reached();
    }
  }
}
