package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScopeBurnTest {
  private static final long MINUTE = 60_000_000L;
  private static final long NOW = 100 * MINUTE;

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
    return new Burn(Amount.parse(perHour), holder, "", Amount.parse(top), 0, atMicros, false);
  }
}
