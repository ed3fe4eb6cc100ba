package io.gpuledger.cost.allocation;

/**
 * By what charges are allocated.
 *
 * @param ownership whose a line is
 * @param slices by what slices of a device share it
 */
public record AllocationRules(OwnershipRules ownership, SliceWeighting slices) {
  /**
   * Grows when the same rules and input give other lines than before, so that all are made anew.
   */
  private static final int FORM = 3;

  /** No rules of ownership. */
  public static final AllocationRules NONE = of(OwnershipRules.NONE);

  /** Rules of ownership, with what holds where nothing else is configured. */
  public static AllocationRules of(OwnershipRules ownership) {
    return new AllocationRules(ownership, SliceWeighting.DOMINANT);
  }

  /** The policy version that lines and runs carry: equal for rules that give equal lines. */
  public String version() {
    return ownership.version()
        + "-"
        + FORM
        + (slices == SliceWeighting.DOMINANT ? "" : slices.name().charAt(0));
  }
}
