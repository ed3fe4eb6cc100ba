package io.gpuledger.forecast.model;

/**
 * Which parts an additive exponential smoothing has beside its level.
 *
 * @param trend a damped trend
 * @param season a weekly season
 */
record EtsForm(boolean trend, boolean season) {
  /** Smoothing parameters: alpha, then beta and phi, then gamma. */
  int parameters() {
    return 1 + (trend ? 2 : 0) + (season ? 1 : 0);
  }

  /** With the initial states and the variance, as the criterion counts. */
  int degrees() {
    return parameters() + 1 + (trend ? 1 : 0) + (season ? 6 : 0) + 1;
  }
}
