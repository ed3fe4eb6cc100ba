package io.gpuledger.cost.allocation;

/** By what holders that share a device without a partition (time-slicing, MPS) bear its cost. */
public enum HolderWeighting {
  /** By the weights that telemetry gives them; equally where it gives none. */
  MEASURED,
  /** Equally, whatever telemetry says. */
  EQUAL
}
