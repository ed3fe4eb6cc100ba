package io.gpuledger.cost.allocation;

/**
 * How the cost of a machine falls on its accelerators, processors and memory.
 *
 * @param method which rule
 * @param prices by which processors and memory are measured
 */
public record NodeSplitPolicy(Method method, ReferencePrices prices) {
  /** What holds where nothing else is configured. */
  public static final NodeSplitPolicy DEFAULT =
      new NodeSplitPolicy(Method.RESIDUAL, ReferencePrices.PUBLISHED);

  /** The rules of docs/rules/node-split.md. */
  public enum Method {
    /** Processors and memory at their reference prices, the rest is the accelerators'. */
    RESIDUAL,
    /** All three in proportion to their reference prices. */
    RATIO,
    /** All of it is the accelerators', as where processors come free with them. */
    ALL_TO_DEVICES
  }
}
