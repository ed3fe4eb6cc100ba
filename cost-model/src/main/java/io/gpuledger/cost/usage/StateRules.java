package io.gpuledger.cost.usage;

/**
 * The state of the time that an observation stands for, decided from that observation alone.
 *
 * <p>Ratios are {@link FixedPoint} integers, absent where negative; memory likewise.
 */
public final class StateRules {
  private final int idleBusy;
  private final int productiveSm;
  private final int productiveTensor;
  private final int productiveBusy;
  private final long memoryBaseline;

  public StateRules(StateThresholds thresholds) {
    idleBusy = FixedPoint.ratio(thresholds.idleBusyRatio());
    productiveSm = FixedPoint.ratio(thresholds.productiveSmRatio());
    productiveTensor = FixedPoint.ratio(thresholds.productiveTensorRatio());
    productiveBusy = FixedPoint.ratio(thresholds.productiveBusyRatio());
    memoryBaseline = thresholds.memoryBaselineBytes();
  }

  /**
   * Whether somebody unknown holds a device that no label names: memory above the baseline, or,
   * where memory was not measured, activity at or above the idle border.
   */
  public boolean isHeldByUnknown(int busy, long memoryUsedBytes) {
    return memoryUsedBytes >= 0 ? memoryUsedBytes > memoryBaseline : busy >= idleBusy;
  }

  /**
   * The verdict on one observation.
   *
   * @param held whether a named or unknown holder has the device
   */
  public Verdict verdict(int busy, int sm, int tensor, boolean held) {
    if (busy < 0) {
      return Verdict.UNOBSERVED_NO_BUSY;
    }
    if (!held) {
      return Verdict.UNALLOCATED;
    }
    if (busy < idleBusy) {
      return Verdict.HELD_IDLE;
    }
    if (sm < 0 && tensor < 0) {
      return busy >= productiveBusy ? Verdict.PRODUCTIVE_BY_BUSY_ONLY : Verdict.ACTIVE_BY_BUSY_ONLY;
    }
    return sm >= productiveSm || tensor >= productiveTensor ? Verdict.PRODUCTIVE : Verdict.ACTIVE;
  }
}
