package io.gpuledger.cost.allocation;

import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a machine costs, split into its accelerators, processors and memory. Each of the four costs
 * is split by itself, and its three parts sum to it exactly; no part is below zero where the cost
 * is not.
 *
 * @param gpu the part of the accelerators
 * @param cpu the part of the processors
 * @param memory the part of the memory
 * @param unpricedModel the model whose reference price was asked for and is missing; its machine
 *     was split by the residual method instead
 * @param trace a sentence for each cost, with all its numbers
 */
public record NodeSplit(
    Costs gpu, Costs cpu, Costs memory, Optional<String> unpricedModel, List<String> trace) {
  private static final BigInteger UNIT = BigInteger.TEN.pow(Amount.SCALE);

  public NodeSplit {
    trace = List.copyOf(trace);
  }

  /**
   * The split of a charge for a machine.
   *
   * @param currency of the costs
   * @param costs none below zero; a credit is divided {@link #likewise}
   * @param machine what was paid for
   * @throws IllegalArgumentException if a cost is below zero or the prices are of another currency
   */
  public static NodeSplit of(
      String currency, Costs costs, MachineTime machine, NodeSplitPolicy policy) {
    ReferencePrices prices = policy.prices();
    if (!currency.equals(prices.currency())) {
      throw new IllegalArgumentException(
          "a cost in " + currency + " cannot be split by prices in " + prices.currency());
    }
    Rule rule = Rule.of(machine, policy);
    Parts billed = rule.split("billed", costs.billed());
    Parts effective = rule.split("effective", costs.effective());
    Parts list = rule.split("list", costs.list());
    Parts contracted = rule.split("contracted", costs.contracted());
    Function<Function<Parts, Amount>, Costs> all =
        part ->
            new Costs(
                part.apply(billed),
                part.apply(effective),
                part.apply(list),
                part.apply(contracted));
    return new NodeSplit(
        all.apply(Parts::gpu),
        all.apply(Parts::cpu),
        all.apply(Parts::memory),
        rule.unpricedModel(),
        List.of(billed.trace(), effective.trace(), list.trace(), contracted.trace()));
  }

  /**
   * Other costs on the same machine, such as a credit or a tax, divided like this charge: in the
   * proportion of its effective cost, or of the first other cost that is not zero.
   *
   * @param costs of any sign
   * @throws IllegalArgumentException if this charge costs nothing at all
   */
  public NodeSplit likewise(Costs costs) {
    List<BigInteger> weights = proportion();
    List<Costs> parts = costs.split(weights);
    return new NodeSplit(
        parts.get(0),
        parts.get(1),
        parts.get(2),
        unpricedModel,
        List.of(
            "divided like the charge: "
                + parts.get(0).effective()
                + " GPU, "
                + parts.get(1).effective()
                + " CPU, "
                + parts.get(2).effective()
                + " memory"));
  }

  private List<BigInteger> proportion() {
    List<Function<Costs, Amount>> kinds =
        List.of(Costs::effective, Costs::billed, Costs::contracted, Costs::list);
    for (Function<Costs, Amount> kind : kinds) {
      List<BigInteger> weights = new ArrayList<>();
      for (Costs part : List.of(gpu, cpu, memory)) {
        weights.add(kind.apply(part).unscaled().abs());
      }
      if (weights.stream().anyMatch(weight -> weight.signum() != 0)) {
        return weights;
      }
    }
    throw new IllegalArgumentException("the charge costs nothing; nothing can be divided like it");
  }

  private record Parts(Amount gpu, Amount cpu, Amount memory, String trace) {}

  /** Weights of the three parts; a missing device weight stands for the rest of the cost. */
  private record Rule(
      MachineTime machine,
      ReferencePrices prices,
      Optional<BigInteger> gpu,
      BigInteger cpu,
      BigInteger memory,
      Optional<String> unpricedModel) {
    static Rule of(MachineTime machine, NodeSplitPolicy policy) {
      ReferencePrices prices = policy.prices();
      BigInteger cpu = product(machine.vcpuHours(), prices.perVcpuHour());
      BigInteger memory = product(machine.memoryGibHours(), prices.perGibHour());
      if (!machine.hasDevices()) {
        // Without accelerators there is nobody to have the rest.
        return new Rule(
            machine, prices, Optional.of(BigInteger.ZERO), cpu, memory, Optional.empty());
      }
      if (policy.method() == Method.ALL_TO_DEVICES) {
        return new Rule(
            machine,
            prices,
            Optional.of(BigInteger.ONE),
            BigInteger.ZERO,
            BigInteger.ZERO,
            Optional.empty());
      }
      Optional<BigInteger> devices =
          prices
              .ofDevice(machine.deviceModel())
              .map(price -> product(machine.deviceHours(), price));
      boolean ratio = policy.method() == Method.RATIO;
      return new Rule(
          machine,
          prices,
          ratio ? devices : Optional.empty(),
          cpu,
          memory,
          ratio && devices.isEmpty() ? Optional.of(machine.deviceModel()) : Optional.empty());
    }

    private static BigInteger product(Amount hours, Amount price) {
      return hours.unscaled().multiply(price.unscaled());
    }

    Parts split(String kind, Amount cost) {
      if (cost.signum() < 0) {
        throw new IllegalArgumentException(
            kind + " cost " + cost + " is a credit; divide it likewise the charge that it credits");
      }
      BigInteger asked = cpu.add(memory);
      BigInteger rest = cost.unscaled().multiply(UNIT).subtract(asked);
      BigInteger devices = gpu.orElse(rest.max(BigInteger.ZERO));
      boolean nothing = devices.signum() == 0 && asked.signum() == 0;
      List<Amount> parts =
          Split.byWeight(cost, List.of(nothing ? BigInteger.ONE : devices, cpu, memory));
      return new Parts(
          parts.get(0),
          parts.get(1),
          parts.get(2),
          trace(kind, cost, parts, gpu.isEmpty() && rest.signum() < 0));
    }

    private String trace(String kind, Amount cost, List<Amount> parts, boolean scaled) {
      return kind
          + " "
          + cost
          + " = "
          + parts.get(0)
          + (gpu.isEmpty() ? " GPU (the rest) + " : " GPU + ")
          + parts.get(1)
          + " CPU ("
          + machine.vcpuHours()
          + " vCPU-hours at "
          + prices.perVcpuHour()
          + ") + "
          + parts.get(2)
          + " memory ("
          + machine.memoryGibHours()
          + " GiB-hours at "
          + prices.perGibHour()
          + ")"
          + (scaled ? ", scaled down to the cost" : "");
    }
  }
}
