package io.gpuledger.forecast.model;

/**
 * How quickly the states of an additive exponential smoothing follow.
 *
 * @param alpha of the level, in (0, 1)
 * @param beta of the trend, below alpha; 0 without one
 * @param phi what is left of the trend a day later; 1 without one
 * @param gamma of the season, below 1 - alpha; 0 without one
 */
record EtsParameters(double alpha, double beta, double phi, double gamma) {
  private static final double LEAST = 1e-4;
  private static final double PHI_LEAST = 0.8;
  private static final double PHI_MOST = 0.98;

  /** Out of numbers without bounds, as an optimiser moves them. */
  static EtsParameters of(EtsForm form, double[] free) {
    double alpha = between(LEAST, 1 - LEAST, free[0]);
    double beta = form.trend() ? between(LEAST, Math.max(alpha, 2 * LEAST), free[1]) : 0;
    double phi = form.trend() ? between(PHI_LEAST, PHI_MOST, free[2]) : 1;
    double gamma =
        form.season()
            ? between(LEAST, Math.max(1 - alpha, 2 * LEAST), free[form.trend() ? 3 : 1])
            : 0;
    return new EtsParameters(alpha, beta, phi, gamma);
  }

  /** Where an optimiser starts. */
  static double[] start(EtsForm form, double alpha) {
    double[] free = new double[form.parameters()];
    free[0] = Math.log(alpha / (1 - alpha));
    if (form.trend()) {
      free[1] = -2;
      free[2] = 2;
    }
    if (form.season()) {
      free[form.trend() ? 3 : 1] = -3;
    }
    return free;
  }

  private static double between(double low, double high, double free) {
    return low + (high - low) / (1 + Math.exp(-free));
  }
}
