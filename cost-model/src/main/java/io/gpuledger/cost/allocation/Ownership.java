package io.gpuledger.cost.allocation;

/**
 * An owner and the rule that named it.
 *
 * @param owner who
 * @param rule the rule's name, {@code -} where none matched
 */
public record Ownership(Owner owner, String rule) {
  /** No rule matched. */
  public static final Ownership NOBODY = new Ownership(Owner.UNATTRIBUTED, "-");
}
