package io.gpuledger.forecast.budget;

/**
 * When a forecast is worth an alert: the probability has been at least 0.8 twice in a row, each
 * time from newer figures. It counts as over until the probability is below 0.7, so that what
 * hovers at the gate is told once.
 *
 * @param inARow refreshes in a row at or above the gate, two at most
 * @param over whether it was told
 */
public record ForecastGate(int inARow, boolean over) {
  public static final double OPENS_AT = 0.8;

  /** Lower, by a margin: what hovers at the gate is told once. */
  public static final double CLOSES_BELOW = 0.7;

  private static final int REFRESHES = 2;

  /** Nothing forecast yet. */
  public static final ForecastGate CLOSED = new ForecastGate(0, false);

  /** The gate after a forecast from newer figures. */
  public ForecastGate after(double probability) {
    int now = probability >= OPENS_AT ? Math.min(inARow + 1, REFRESHES) : 0;
    boolean stays = over && probability >= CLOSES_BELOW;
    return new ForecastGate(now, stays || now >= REFRESHES);
  }
}
