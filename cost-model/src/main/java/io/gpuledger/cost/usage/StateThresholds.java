package io.gpuledger.cost.usage;

/**
 * The borders between states, per device model.
 *
 * @param idleBusyRatio below it a held device is idle
 * @param productiveSmRatio from here on a device is productive by its multiprocessors
 * @param productiveTensorRatio from here on it is productive by its tensor pipes
 * @param productiveBusyRatio from here on it is productive where neither of the two is measured:
 *     the degraded rule {@code busy_only}. 0.70 is 0.40 x 1.75, the factor by which busy time
 *     overstates multiprocessor activity in published fleets
 * @param memoryBaselineBytes memory that a device uses though nobody holds it
 */
public record StateThresholds(
    double idleBusyRatio,
    double productiveSmRatio,
    double productiveTensorRatio,
    double productiveBusyRatio,
    long memoryBaselineBytes) {
  public static final StateThresholds DEFAULT =
      new StateThresholds(0.01, 0.40, 0.10, 0.70, 500L << 20);

  public StateThresholds {
    if (FixedPoint.ratio(idleBusyRatio) < 0
        || FixedPoint.ratio(productiveSmRatio) < 0
        || FixedPoint.ratio(productiveTensorRatio) < 0
        || FixedPoint.ratio(productiveBusyRatio) < 0) {
      throw new IllegalArgumentException("a threshold is outside 0..1");
    }
    if (memoryBaselineBytes < 0) {
      throw new IllegalArgumentException("memory baseline is negative: " + memoryBaselineBytes);
    }
  }
}
