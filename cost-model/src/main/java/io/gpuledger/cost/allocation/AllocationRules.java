package io.gpuledger.cost.allocation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what charges are allocated.
 *
 * @param ownership whose a line is
 * @param slices by what slices of a device share it
 * @param shares by what holders of one device share it
 * @param nodeSplit how a machine's cost falls on its devices, processors and memory
 * @param sharedCharges which taxes, credits and support stand on the charges of other accounts
 */
public record AllocationRules(
    OwnershipRules ownership,
    SliceWeighting slices,
    HolderWeighting shares,
    NodeSplitRules nodeSplit,
    SharedChargeRules sharedCharges) {
  /**
   * Grows when the same rules and input give other lines than before, so that all are made anew. At
   * 6 a slice has the profile that it had then, and what goes by the last month before names no run
   * of it and is made anew with it; at 8 lines have the model and the type of tokens of their
   * charge.
   */
  private static final int FORM = 8;

  /** No rules of ownership. */
  public static final AllocationRules NONE = of(OwnershipRules.NONE);

  /** Rules by which everything stands on the charges of its own account. */
  public AllocationRules(
      OwnershipRules ownership,
      SliceWeighting slices,
      HolderWeighting shares,
      NodeSplitRules nodeSplit) {
    this(ownership, slices, shares, nodeSplit, SharedChargeRules.NONE);
  }

  /** Rules of ownership, with what holds where nothing else is configured. */
  public static AllocationRules of(OwnershipRules ownership) {
    return new AllocationRules(
        ownership, SliceWeighting.DOMINANT, HolderWeighting.MEASURED, NodeSplitRules.DEFAULT);
  }

  /** The policy version that lines and runs carry: equal for rules that give equal lines. */
  public String version() {
    return ownership.version()
        + "-"
        + FORM
        + (slices == SliceWeighting.DOMINANT ? "" : slices.name().charAt(0))
        + (shares == HolderWeighting.MEASURED ? "" : "-" + shares.name().charAt(0))
        + (nodeSplit.splits() ? "-" + digest(nodeSplit.text()) : "")
        + (sharedCharges.isEmpty() ? "" : "-a" + digest(sharedCharges.text()));
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
