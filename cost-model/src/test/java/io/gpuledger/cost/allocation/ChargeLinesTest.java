package io.gpuledger.cost.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.device.MachineShapes;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChargeLinesTest {
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final Optional<MachineShape> P5 =
      MachineShapes.STANDARD.find("p5.48xlarge", Optional.empty());
  private static final LineHolder ALICE = LineHolder.ofKey("pod:ml/a");

  /** Six devices of eight are held, two are free. */
  private static final ChargeTelemetry SIX_HELD =
      new ChargeTelemetry(
          "c1",
          "n1",
          List.of(
              new DeviceTime(
                  State.ACTIVE, "H100", List.of(new DeviceTime.Share(ALICE, 1)), 6 * HOUR),
              new DeviceTime(State.UNALLOCATED, "H100", List.of(), 2 * HOUR)));

  @Test
  void processors_and_memory_go_with_the_devices_and_count_no_device_time() {
    List<AllocationLine> lines =
        lines(rules(Method.RESIDUAL)).of(hour("55.04", "Usage"), SIX_HELD, P5);
    assertThat(lines)
        .extracting(
            line -> line.part().component(),
            AllocationLine::state,
            line -> line.holder().key(),
            AllocationLine::deviceModel,
            AllocationLine::deviceNanos,
            line -> line.costs().billed())
        .containsExactly(
            row(Component.GPU, State.ACTIVE, "pod:ml/a", "NVIDIA H100", 6 * HOUR, "30.219984"),
            row(Component.GPU, State.UNALLOCATED, "-", "NVIDIA H100", 2 * HOUR, "10.073328"),
            row(Component.CPU, State.NOT_GPU, "-", "-", 0, "1.517328"),
            row(Component.CPU, State.NOT_GPU, "pod:ml/a", "-", 0, "4.551984"),
            row(Component.MEMORY, State.NOT_GPU, "-", "-", 0, "2.169344"),
            row(Component.MEMORY, State.NOT_GPU, "pod:ml/a", "-", 0, "6.508032"));
    assertThat(lines).extracting(AllocationLine::lineNo).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(lines)
        .extracting(line -> line.part().splitRule())
        .containsOnly(
            "residual for p5.48xlarge: 192 vCPU at 0.031611, 2048 GiB at 0.004237 USD an hour");
    assertThat(sum(lines)).isEqualTo(costs("55.04"));
  }

  @Test
  void without_a_policy_all_of_a_machine_is_its_devices() {
    List<AllocationLine> lines =
        lines(NodeSplitRules.DEFAULT).of(hour("55.04", "Usage"), SIX_HELD, P5);
    assertThat(lines).hasSize(2).allMatch(line -> line.part().component() == Component.GPU);
    assertThat(lines).allMatch(line -> line.part().splitRule().isEmpty());
  }

  @Test
  void a_credit_is_divided_like_the_machine_was_on_its_day() {
    ChargeLines lines = lines(rules(Method.RESIDUAL));
    lines.of(hour("55.04", "Usage"), SIX_HELD, P5);
    List<AllocationLine> credit = lines.of(hour("-5.504", "Credit"), SIX_HELD, P5);
    assertThat(component(credit, Component.GPU)).isEqualTo(Amount.parse("-4.0293312"));
    assertThat(component(credit, Component.CPU)).isEqualTo(Amount.parse("-0.6069312"));
    assertThat(component(credit, Component.MEMORY)).isEqualTo(Amount.parse("-0.8677376"));
    assertThat(credit.get(0).part().splitRule()).startsWith("like the machine: residual for p5");
    assertThat(sum(credit)).isEqualTo(costs("-5.504"));
  }

  @Test
  void a_credit_of_a_machine_that_was_not_seen_is_the_devices_and_says_so() {
    List<AllocationLine> credit =
        lines(rules(Method.RESIDUAL)).of(hour("-5", "Credit"), SIX_HELD, P5);
    assertThat(component(credit, Component.GPU)).isEqualTo(Amount.parse("-5"));
    assertThat(credit.get(0).part().splitRule())
        .isEqualTo("all to the devices: no charge of the machine that day to divide it like");
  }

  @Test
  void a_credit_of_a_day_without_the_machine_does_not_follow_other_days_of_the_run() {
    // A run of one day alone sees no other day: its lines must not differ from those of a month.
    ChargeLines lines = lines(rules(Method.RESIDUAL));
    lines.of(hour("55.04", "Usage"), SIX_HELD, P5);
    List<AllocationLine> credit =
        lines.of(share("-5", "Credit", "USD", "a", START.plus(Duration.ofDays(1))), SIX_HELD, P5);
    List<AllocationLine> alone =
        lines(rules(Method.RESIDUAL))
            .of(share("-5", "Credit", "USD", "a", START.plus(Duration.ofDays(1))), SIX_HELD, P5);
    assertThat(credit).isEqualTo(alone);
  }

  @Test
  void a_credit_follows_its_own_account_and_currency_where_others_bill_the_same_machine() {
    ChargeLines lines = lines(rules(Method.RESIDUAL));
    lines.of(hour("55.04", "Usage"), SIX_HELD, P5);
    // Another account bills the machine at a price that processors and memory use up.
    lines.of(share("1", "Usage", "USD", "b", START), SIX_HELD, P5);
    List<AllocationLine> credit = lines.of(hour("-5.504", "Credit"), SIX_HELD, P5);
    assertThat(component(credit, Component.GPU)).isEqualTo(Amount.parse("-4.0293312"));
    List<AllocationLine> euros = lines.of(share("-5", "Credit", "EUR", "a", START), SIX_HELD, P5);
    assertThat(component(euros, Component.GPU)).isEqualTo(Amount.parse("-5"));
  }

  @Test
  void an_unused_commitment_stays_one_though_its_resource_is_a_machine() {
    DayShare usage = hour("5", "Usage");
    AllocationCharge of = usage.charge();
    AllocationCharge unused =
        new AllocationCharge(
            of.deliveryId(),
            of.rowNo(),
            of.period(),
            of.costs(),
            Accelerator.NO,
            true,
            OptionalLong.empty(),
            of.keys());
    assertThat(
            lines(NodeSplitRules.DEFAULT)
                .of(DayShare.of(unused).get(0), SIX_HELD, Optional.empty()))
        .extracting(AllocationLine::state)
        .containsExactly(State.UNUSED_COMMITMENT);
  }

  @Test
  void a_machine_of_unknown_size_or_currency_is_not_split_and_says_so() {
    ChargeLines lines = lines(rules(Method.RESIDUAL));
    assertThat(lines.of(hour("55.04", "Usage"), SIX_HELD, Optional.empty()).get(0).part())
        .isEqualTo(
            new LinePart(Component.GPU, "all to the devices: what the machine holds is not known"));
    DayShare euros = share("55.04", "Usage", "EUR");
    assertThat(lines.of(euros, SIX_HELD, P5).get(0).part().splitRule())
        .isEqualTo("all to the devices: no reference prices in EUR");
  }

  @Test
  void a_model_without_a_reference_price_is_unpriced_and_never_zero() {
    List<AllocationLine> lines =
        lines(rules(Method.RATIO)).of(hour("55.04", "Usage"), SIX_HELD, P5);
    assertThat(lines.get(0).part().splitRule())
        .startsWith("residual (NVIDIA H100 is unpriced) for p5.48xlarge");
    assertThat(component(lines, Component.GPU)).isEqualTo(Amount.parse("40.293312"));
  }

  @Test
  void the_ratio_names_the_price_of_the_model() {
    ReferencePrices prices =
        new ReferencePrices(
            "USD",
            Amount.parse("0.031611"),
            Amount.parse("0.004237"),
            Map.of("NVIDIA H100", Amount.parse("4")));
    NodeSplitRules ratio = NodeSplitRules.of(Method.RATIO, List.of(prices), MachineShapes.STANDARD);
    List<AllocationLine> lines = lines(ratio).of(hour("46.746688", "Usage"), SIX_HELD, P5);
    assertThat(component(lines, Component.GPU)).isEqualTo(Amount.parse("32"));
    assertThat(lines.get(0).part().splitRule())
        .startsWith("ratio for p5.48xlarge: 8 NVIDIA H100 at 4, 192 vCPU at 0.031611");
  }

  @Test
  void rules_that_split_otherwise_have_another_version() {
    assertThat(
            List.of(
                version(NodeSplitRules.DEFAULT),
                version(rules(Method.RESIDUAL)),
                version(rules(Method.RATIO))))
        .doesNotHaveDuplicates();
    assertThat(version(rules(Method.ALL_TO_DEVICES))).isEqualTo(version(NodeSplitRules.DEFAULT));
  }

  private static String version(NodeSplitRules split) {
    return new AllocationRules(
            OwnershipRules.NONE, SliceWeighting.DOMINANT, HolderWeighting.MEASURED, split)
        .version();
  }

  private static org.assertj.core.groups.Tuple row(
      Component component, State state, String holder, String model, long nanos, String billed) {
    return org.assertj.core.api.Assertions.tuple(
        component, state, holder, model, nanos, Amount.parse(billed));
  }

  private static NodeSplitRules rules(Method method) {
    return NodeSplitRules.of(method, List.of(ReferencePrices.PUBLISHED), MachineShapes.STANDARD);
  }

  private static ChargeLines lines(NodeSplitRules split) {
    return new ChargeLines(
        new AllocationRules(
            OwnershipRules.NONE, SliceWeighting.DOMINANT, HolderWeighting.MEASURED, split));
  }

  private static Amount component(List<AllocationLine> lines, Component component) {
    return lines.stream()
        .filter(line -> line.part().component() == component)
        .map(line -> line.costs().billed())
        .reduce(Amount.ZERO, Amount::plus);
  }

  private static Costs sum(List<AllocationLine> lines) {
    return lines.stream().map(AllocationLine::costs).reduce(Costs.ZERO, Costs::plus);
  }

  private static Costs costs(String all) {
    Amount amount = Amount.parse(all);
    return new Costs(amount, amount, amount, amount);
  }

  private static DayShare hour(String cost, String category) {
    return share(cost, category, "USD");
  }

  private static DayShare share(String cost, String category, String currency) {
    return share(cost, category, currency, "a", START);
  }

  private static DayShare share(
      String cost, String category, String currency, String account, Instant start) {
    ChargeKeys keys =
        new ChargeKeys(
            Map.of(
                Name.CHARGE_CATEGORY,
                category,
                Name.CURRENCY,
                currency,
                Name.ACCOUNT,
                account,
                Name.RESOURCE,
                "i-1",
                Name.DEVICE_MODEL,
                "NVIDIA H100"),
            Map.of());
    AllocationCharge charge =
        new AllocationCharge(
            "d",
            1,
            new TimeRange(start, start.plus(Duration.ofHours(1))),
            costs(cost),
            Accelerator.YES,
            false,
            OptionalLong.of(8 * HOUR),
            keys);
    return DayShare.of(charge).get(0);
  }
}
