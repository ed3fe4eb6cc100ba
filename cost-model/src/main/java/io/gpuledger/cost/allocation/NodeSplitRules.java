package io.gpuledger.cost.allocation;

import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.device.MachineShapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How charges of machines are split into accelerators, processors and memory.
 *
 * @param method which rule
 * @param prices reference prices by their currency
 * @param shapes what machines hold
 */
public record NodeSplitRules(
    NodeSplitPolicy.Method method, Map<String, ReferencePrices> prices, MachineShapes shapes) {
  /**
   * All of a machine is its devices'. Telemetry does not say who uses processors and memory, so a
   * split moves no money between owners, and what is signed keeps its figures by state.
   */
  public static final NodeSplitRules DEFAULT =
      of(
          NodeSplitPolicy.Method.ALL_TO_DEVICES,
          List.of(ReferencePrices.PUBLISHED),
          MachineShapes.STANDARD);

  /** Changes when the same rules split otherwise than before, so that split lines are made anew. */
  private static final String FORM = "by day and bill ";

  public NodeSplitRules {
    prices = Map.copyOf(prices);
  }

  /**
   * Rules with prices in some currencies.
   *
   * @param prices one of a currency
   */
  public static NodeSplitRules of(
      NodeSplitPolicy.Method method, List<ReferencePrices> prices, MachineShapes shapes) {
    return new NodeSplitRules(
        method,
        prices.stream().collect(Collectors.toMap(ReferencePrices::currency, Function.identity())),
        shapes);
  }

  /** Whether anything is split at all. */
  public boolean splits() {
    return method != NodeSplitPolicy.Method.ALL_TO_DEVICES;
  }

  /** What charges in a currency are split by; empty where it has no reference prices. */
  Optional<NodeSplitPolicy> policy(String currency) {
    return Optional.ofNullable(prices.get(currency))
        .map(known -> new NodeSplitPolicy(method, known));
  }

  /** All that decides, as text; empty where nothing is split. */
  String text() {
    if (!splits()) {
      return "";
    }
    StringBuilder text = new StringBuilder(FORM).append(method.name());
    for (ReferencePrices price : new TreeMap<>(prices).values()) {
      text.append('\n').append(price.currency()).append(' ').append(price.perVcpuHour());
      text.append(' ').append(price.perGibHour()).append(' ');
      text.append(new TreeMap<>(price.perDeviceHour()));
    }
    for (MachineShape machine : shapes.configured()) {
      text.append('\n').append(machine);
    }
    return text.toString();
  }
}
