package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.allocation.MachineTime.Processors;
import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of docs/rules/node-split.md, and what a split must keep. */
class NodeSplitTest {
  private static final List<Method> METHODS = List.of(Method.values());
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Processors P5_HOST = new Processors(192, 2_048);
  private static final MachineTime P5 = MachineTime.of("NVIDIA H100", 8, P5_HOST, HOUR);
  private static final MachineTime P5_WITHOUT_GPUS = MachineTime.of("", 0, P5_HOST, HOUR);

  @Test
  void processors_and_memory_cost_their_reference_prices_and_the_rest_is_gpu() {
    // p5.48xlarge at 55.04: 192 x 0.031611 and 2,048 x 0.004237.
    NodeSplit split = split("55.04", P5, NodeSplitPolicy.DEFAULT);

    assertThat(split.cpu().effective()).hasToString("6.069312");
    assertThat(split.memory().effective()).hasToString("8.677376");
    assertThat(split.gpu().effective()).hasToString("40.293312");
    assertThat(split.trace().get(1))
        .isEqualTo(
            "effective 55.04 = 40.293312 GPU (the rest) + 6.069312 CPU (192 vCPU-hours at 0.031611)"
                + " + 8.677376 memory (2048 GiB-hours at 0.004237)");
  }

  /**
   * The complaint of opencost#2029: where a node's price is normalised over ratios, a GPU makes the
   * same processors 20 to 37 times cheaper.
   */
  @Test
  void a_gpu_does_not_deflate_cpu() {
    NodeSplit without = split("14.746688", P5_WITHOUT_GPUS, NodeSplitPolicy.DEFAULT);
    NodeSplit with = split("55.04", P5, NodeSplitPolicy.DEFAULT);
    NodeSplit dearer = split("98.32", P5, NodeSplitPolicy.DEFAULT);

    assertThat(with.cpu()).isEqualTo(without.cpu()).isEqualTo(dearer.cpu());
    assertThat(with.memory()).isEqualTo(without.memory()).isEqualTo(dearer.memory());
    assertThat(without.gpu()).isEqualTo(Costs.ZERO);
  }

  @Test
  void a_machine_cheaper_than_its_host_scales_the_host_down_and_no_part_is_negative() {
    NodeSplit split = split("1", P5, NodeSplitPolicy.DEFAULT);

    assertThat(split.gpu()).isEqualTo(Costs.ZERO);
    // 6.069312 and 8.677376 of 14.746688
    assertThat(split.cpu().effective().displayed(6)).hasToString("0.411571");
    assertThat(split.memory().effective().displayed(6)).hasToString("0.588429");
    assertThat(sum(split)).isEqualTo(costs("1"));
    assertThat(split.trace().get(0)).endsWith(", scaled down to the cost");
  }

  @Test
  void at_ratios_of_reference_prices_a_gpu_price_of_another_age_gives_gpus_a_third() {
    // OpenCost's 0.95 a GPU-hour is of K80 and T4: 7.6 of 22.346688 is 34 % of a p5.
    NodeSplitPolicy old = ratio(Map.of("NVIDIA H100", Amount.parse("0.95")));
    NodeSplitPolicy today = ratio(Map.of("NVIDIA H100", Amount.of(4)));

    assertThat(split("55.04", P5, old).gpu().effective().displayed(4)).hasToString("18.7188");
    // 32 of 46.746688
    assertThat(split("55.04", P5, today).gpu().effective().displayed(4)).hasToString("37.6771");
  }

  /** The complaint of opencost#2215, here: a new GPU family has no price, which is not zero. */
  @Test
  void a_model_without_a_reference_price_is_named_and_split_by_the_residual_method() {
    NodeSplit split = split("55.04", P5, ratio(Map.of("NVIDIA A100", Amount.of(2))));

    assertThat(split.unpricedModel()).contains("NVIDIA H100");
    assertThat(split.gpu()).isEqualTo(split("55.04", P5, NodeSplitPolicy.DEFAULT).gpu());
  }

  @Test
  void all_may_go_to_the_devices() {
    NodeSplitPolicy all = new NodeSplitPolicy(Method.ALL_TO_DEVICES, ReferencePrices.PUBLISHED);

    assertThat(split("55.04", P5, all).gpu()).isEqualTo(costs("55.04"));
    NodeSplit none = split("10", P5_WITHOUT_GPUS, all);
    assertThat(none.gpu()).isEqualTo(Costs.ZERO);
    assertThat(sum(none)).isEqualTo(costs("10"));
  }

  @Test
  void a_credit_is_divided_like_the_charge_that_it_credits() {
    NodeSplit charge = split("55.04", P5, NodeSplitPolicy.DEFAULT);
    NodeSplit credit = charge.likewise(costs("-5.504"));

    assertThat(credit.gpu().billed()).hasToString("-4.0293312");
    assertThat(credit.cpu().billed()).hasToString("-0.6069312");
    assertThat(sum(credit)).isEqualTo(costs("-5.504"));
    assertThatThrownBy(() -> split("-1", P5, NodeSplitPolicy.DEFAULT))
        .hasMessageContaining("billed cost -1 is a credit");
    assertThatThrownBy(() -> split("0", P5, NodeSplitPolicy.DEFAULT).likewise(costs("-1")))
        .hasMessageContaining("costs nothing");
  }

  @Test
  void a_charge_that_a_commitment_covers_is_split_by_each_of_its_costs() {
    Costs covered =
        new Costs(Amount.ZERO, Amount.of(30), Amount.parse("98.32"), Amount.parse("55.04"));
    NodeSplit split = NodeSplit.of("USD", covered, P5, NodeSplitPolicy.DEFAULT);

    assertThat(split.gpu().billed()).isEqualTo(Amount.ZERO);
    assertThat(split.cpu().billed()).isEqualTo(Amount.ZERO);
    assertThat(split.gpu().effective()).hasToString("15.253312");
    assertThat(sum(split)).isEqualTo(covered);
    assertThat(split.likewise(costs("-3")).gpu().billed()).hasToString("-1.5253312");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void parts_sum_to_any_cost_exactly_and_none_is_below_zero(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Costs costs = new Costs(any(random), any(random), any(random), any(random));
      MachineTime machine =
          MachineTime.of(
              "x",
              random.nextInt(3),
              new Processors(1 + random.nextInt(9), random.nextInt(9)),
              Duration.ofNanos(1 + random.nextLong(1L << 50)));
      Method method = METHODS.get(random.nextInt(METHODS.size()));
      NodeSplitPolicy policy =
          new NodeSplitPolicy(
              method,
              new ReferencePrices(
                  "USD", Amount.of(1), Amount.parse("0.3"), Map.of("x", any(random))));

      NodeSplit split = NodeSplit.of("USD", costs, machine, policy);

      assertThat(sum(split)).as("seed %d", seed).isEqualTo(costs);
      for (Costs part : List.of(split.gpu(), split.cpu(), split.memory())) {
        assertThat(
                List.of(part.billed(), part.effective(), part.list(), part.contracted()).stream())
            .as("seed %d", seed)
            .allMatch(amount -> amount.signum() >= 0);
      }
    }
  }

  @Test
  void what_is_no_machine_or_no_price_is_refused() {
    assertThatThrownBy(() -> MachineTime.of("", 0, new Processors(0, 0), HOUR))
        .hasMessageContaining("without device, processor and memory");
    assertThatThrownBy(() -> new MachineTime("", Amount.of(-1), Amount.of(1), Amount.of(1)))
        .hasMessageContaining("a machine of -1");
    assertThatThrownBy(() -> new ReferencePrices("USD", Amount.ZERO, Amount.of(1), Map.of()))
        .hasMessageContaining("above 0, not 0 and 1");
    assertThatThrownBy(() -> ratio(Map.of("x", Amount.of(-1))))
        .hasMessageContaining("the reference price of x is -1");
    assertThatThrownBy(() -> NodeSplit.of("EUR", costs("1"), P5, NodeSplitPolicy.DEFAULT))
        .hasMessageContaining("a cost in EUR cannot be split by prices in USD");
  }

  private static NodeSplitPolicy ratio(Map<String, Amount> perDeviceHour) {
    ReferencePrices published = ReferencePrices.PUBLISHED;
    return new NodeSplitPolicy(
        Method.RATIO,
        new ReferencePrices("USD", published.perVcpuHour(), published.perGibHour(), perDeviceHour));
  }

  private static NodeSplit split(String cost, MachineTime machine, NodeSplitPolicy policy) {
    return NodeSplit.of("USD", costs(cost), machine, policy);
  }

  private static Costs sum(NodeSplit split) {
    return split.gpu().plus(split.cpu()).plus(split.memory());
  }

  private static Costs costs(String amount) {
    Amount each = Amount.parse(amount);
    return new Costs(each, each, each, each);
  }

  private static Amount any(Random random) {
    return Amount.ofUnscaled(new BigInteger(random.nextInt(90), random));
  }
}
