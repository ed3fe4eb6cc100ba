package io.gpuledger.dashboard.config;

import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.SharedChargeRules;
import io.gpuledger.cost.allocation.SliceWeighting;

/**
 * How a charge becomes lines.
 *
 * @param slices by what slices of a device share its cost
 * @param shares by what holders of one device share it
 * @param nodeSplit how a machine's cost falls on its devices, processors and memory
 * @param sharedCharges what one account is billed for others
 */
public record AllocationConfig(
    SliceWeighting slices,
    HolderWeighting shares,
    NodeSplitRules nodeSplit,
    SharedChargeRules sharedCharges) {
  /** What holds where the file says nothing. */
  public static final AllocationConfig DEFAULT =
      new AllocationConfig(
          SliceWeighting.DOMINANT,
          HolderWeighting.MEASURED,
          NodeSplitRules.DEFAULT,
          SharedChargeRules.NONE);
}
