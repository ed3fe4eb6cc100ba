package io.gpuledger.cost.allocation;

import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Splits the charges of machines, in the order in which they come: those that pay for a machine's
 * time first, then credits, taxes and whatever else stands on the same machine, which are divided
 * like the machine was on that day in the same account and currency. Other days do not count: which
 * of them a run sees depends on what else is computed anew.
 *
 * <p>Remembers one machine; one instance serves one thread.
 */
public final class MachineSplitter {
  private final NodeSplitRules rules;
  private final Map<Bill, Split> split = new HashMap<>();
  private String machine = "";

  public MachineSplitter(NodeSplitRules rules) {
    this.rules = rules;
  }

  /**
   * A part of a charge's day.
   *
   * @param costs the part's money
   * @param part what it is, by which rule
   */
  record Piece(Costs costs, LinePart part) {}

  /** Who bills the machine on a day, and in what. */
  private record Bill(String source, String account, String currency, LocalDate day) {
    static Bill of(DayShare share) {
      ChargeKeys keys = share.charge().keys();
      return new Bill(
          keys.get(Name.SOURCE), keys.get(Name.ACCOUNT), keys.get(Name.CURRENCY), share.day());
    }
  }

  /** What a machine's charges of some time were split into. */
  private record Split(Costs gpu, Costs cpu, Costs memory, String rule) {
    Split plus(Split other) {
      return new Split(
          gpu.plus(other.gpu), cpu.plus(other.cpu), memory.plus(other.memory), other.rule);
    }
  }

  /**
   * The parts of a charge of an accelerator; they sum to the share's costs exactly.
   *
   * @param shape what the machine holds, if that is known
   */
  List<Piece> split(DayShare share, Optional<MachineShape> shape) {
    if (!rules.splits()) {
      return whole(share, "");
    }
    ChargeKeys keys = share.charge().keys();
    String resource = keys.get(Name.RESOURCE);
    if (!resource.equals(machine) || resource.equals(GroupKey.MISSING)) {
      machine = resource;
      split.clear();
    }
    return paysForTime(share) ? bySize(share, shape) : likewise(share);
  }

  /** Whether a charge itself pays for a machine's time, and takes nothing back. */
  private static boolean paysForTime(DayShare share) {
    String category = share.charge().keys().get(Name.CHARGE_CATEGORY);
    Costs costs = share.costs();
    return (category.equals("Usage") || category.equals(GroupKey.MISSING))
        && costs.billed().signum() >= 0
        && costs.effective().signum() >= 0
        && costs.list().signum() >= 0
        && costs.contracted().signum() >= 0;
  }

  private List<Piece> bySize(DayShare share, Optional<MachineShape> shape) {
    ChargeKeys keys = share.charge().keys();
    String currency = keys.get(Name.CURRENCY);
    Optional<NodeSplitPolicy> policy = rules.policy(currency);
    if (shape.isEmpty()) {
      return whole(share, "all to the devices: what the machine holds is not known");
    }
    if (policy.isEmpty()) {
      return whole(share, "all to the devices: no reference prices in " + currency);
    }
    long paid = share.paidDeviceNanos().orElse(0);
    if (paid <= 0) {
      return whole(share, "all to the devices: the bill tells no device-time");
    }
    String model = keys.get(Name.DEVICE_MODEL);
    MachineTime time = MachineTime.ofDeviceNanos(model, shape.get(), paid);
    NodeSplit parts = NodeSplit.of(currency, share.costs(), time, policy.get());
    String rule = words(shape.get(), policy.get(), parts.unpricedModel(), model);
    split.merge(
        Bill.of(share), new Split(parts.gpu(), parts.cpu(), parts.memory(), rule), Split::plus);
    return pieces(List.of(parts.gpu(), parts.cpu(), parts.memory()), rule);
  }

  private List<Piece> likewise(DayShare share) {
    Optional<Split> known = Optional.ofNullable(split.get(Bill.of(share)));
    Optional<List<BigInteger>> weights = known.flatMap(MachineSplitter::proportion);
    if (weights.isEmpty()) {
      return whole(
          share, "all to the devices: no charge of the machine that day to divide it like");
    }
    return pieces(
        share.costs().split(weights.get()), "like the machine: " + known.orElseThrow().rule());
  }

  /** By the effective cost, or the first other cost that is not zero. */
  private static Optional<List<BigInteger>> proportion(Split split) {
    List<Function<Costs, Amount>> kinds =
        List.of(Costs::effective, Costs::billed, Costs::contracted, Costs::list);
    for (Function<Costs, Amount> kind : kinds) {
      List<BigInteger> weights = new ArrayList<>(3);
      for (Costs part : List.of(split.gpu, split.cpu, split.memory)) {
        weights.add(kind.apply(part).unscaled().abs());
      }
      if (weights.stream().anyMatch(weight -> weight.signum() != 0)) {
        return Optional.of(weights);
      }
    }
    return Optional.empty();
  }

  private static List<Piece> whole(DayShare share, String rule) {
    return List.of(new Piece(share.costs(), new LinePart(Component.GPU, rule)));
  }

  private static List<Piece> pieces(List<Costs> costs, String rule) {
    return List.of(
        new Piece(costs.get(0), new LinePart(Component.GPU, rule)),
        new Piece(costs.get(1), new LinePart(Component.CPU, rule)),
        new Piece(costs.get(2), new LinePart(Component.MEMORY, rule)));
  }

  private static String words(
      MachineShape shape, NodeSplitPolicy policy, Optional<String> unpriced, String model) {
    ReferencePrices prices = policy.prices();
    String method =
        policy.method() == Method.RATIO && unpriced.isEmpty()
            ? "ratio"
            : "residual" + unpriced.map(of -> " (" + of + " is unpriced)").orElse("");
    String device =
        method.equals("ratio")
            ? shape.devices() + " " + model + " at " + prices.ofDevice(model).orElseThrow() + ", "
            : "";
    return method
        + " for "
        + shape.name()
        + ": "
        + device
        + shape.vcpus()
        + " vCPU at "
        + prices.perVcpuHour()
        + ", "
        + shape.memoryGib()
        + " GiB at "
        + prices.perGibHour()
        + " "
        + prices.currency()
        + " an hour";
  }
}
