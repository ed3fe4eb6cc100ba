package io.gpuledger.cost.allocation;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.State;

/**
 * The part of one charge that one owner, holder and state bear.
 *
 * @param lineNo position among the lines of the charge on this day, from 0
 * @param usage the charge's range on this day
 * @param state of the money
 * @param deviceModel the accelerator's model, or {@code -}
 * @param usageOn the node, without its times
 * @param holder who held the device, or {@link LineHolder#NOBODY}
 * @param ownership who bears it, by which rule
 * @param deviceNanos device-time behind the money
 * @param costs the money
 * @param part which part of the charge it is
 */
public record AllocationLine(
    int lineNo,
    TimeRange usage,
    State state,
    String deviceModel,
    Place usageOn,
    LineHolder holder,
    Ownership ownership,
    long deviceNanos,
    Costs costs,
    LinePart part) {
  /**
   * A machine.
   *
   * @param cluster its cluster, or {@code -}
   * @param node its name, or {@code -}
   */
  public record Place(String cluster, String node) {}

  /** The same line with its owner. */
  AllocationLine with(Ownership found) {
    return new AllocationLine(
        lineNo, usage, state, deviceModel, usageOn, holder, found, deviceNanos, costs, part);
  }

  /** The same line at another position among the lines of its charge. */
  public AllocationLine at(int position) {
    return new AllocationLine(
        position, usage, state, deviceModel, usageOn, holder, ownership, deviceNanos, costs, part);
  }

  /** The same line with other device-time. */
  AllocationLine lasting(long nanos) {
    return new AllocationLine(
        lineNo, usage, state, deviceModel, usageOn, holder, ownership, nanos, costs, part);
  }

  /** A part of the same line, for another owner. */
  AllocationLine with(Ownership found, Costs some, String splitRule) {
    return new AllocationLine(
        lineNo,
        usage,
        state,
        deviceModel,
        usageOn,
        holder,
        found,
        0,
        some,
        new LinePart(part.component(), splitRule));
  }
}
