package io.gpuledger.cost.usage;

/**
 * What a device is, as its telemetry says.
 *
 * @param node host name of the machine it sits in, or empty
 * @param index position in the machine as printed by the vendor's tools, or empty
 * @param model vendor's model name, e.g. {@code NVIDIA H100 80GB HBM3}, or empty
 * @param migProfile e.g. {@code 1g.10gb}, or empty
 */
public record DeviceFacts(String node, String index, String model, String migProfile) {
  /** These, and what was known before where these leave something out. */
  public DeviceFacts orElse(DeviceFacts known) {
    return equals(known)
        ? known
        : new DeviceFacts(
            either(node, known.node),
            either(index, known.index),
            either(model, known.model),
            either(migProfile, known.migProfile));
  }

  private static String either(String said, String known) {
    return said.isEmpty() ? known : said;
  }
}
