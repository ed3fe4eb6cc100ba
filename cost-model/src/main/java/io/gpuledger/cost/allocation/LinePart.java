package io.gpuledger.cost.allocation;

/**
 * Which part of its charge a line stands for, and why it is as large as it is.
 *
 * @param component what the part pays for
 * @param splitRule the rule that made the part, in words with its figures; empty where the charge
 *     was divided by nothing but device-time. Few distinct texts: it names no charge
 */
public record LinePart(Component component, String splitRule) {
  /** The whole of a charge. */
  static LinePart whole(AllocationCharge charge) {
    return new LinePart(Component.of(charge), "");
  }
}
