package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which thresholds of a limit stand as crossed. A threshold is crossed at or above its percent of
 * the limit, and recovers only once the spend is below that by a margin: a spend that sways around
 * a threshold tells of it once. Compared without rounding.
 */
public final class CrossingState {
  /** The margin unless configured, in percent of the limit. */
  public static final BigDecimal DEFAULT_MARGIN = BigDecimal.valueOf(2);

  /** The widest margin, in percent of the limit. */
  public static final BigDecimal WIDEST_MARGIN = BigDecimal.valueOf(50);

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Amount limit;
  private final BigDecimal margin;

  /** How a threshold stands that was crossed at least once. */
  public enum Standing {
    CROSSED,
    /** The spend fell below it by the margin; it may be crossed again. */
    RECOVERED
  }

  /**
   * What a spend changes, each list ascending.
   *
   * @param crossed thresholds passed for the first time
   * @param again thresholds passed once more after a recovery
   * @param recovered thresholds that the spend fell below by the margin
   */
  public record Changes(List<Integer> crossed, List<Integer> again, List<Integer> recovered) {
    public Changes {
      crossed = List.copyOf(crossed);
      again = List.copyOf(again);
      recovered = List.copyOf(recovered);
    }

    public boolean isEmpty() {
      return crossed.isEmpty() && again.isEmpty() && recovered.isEmpty();
    }
  }

  /**
   * The rule for a limit.
   *
   * @param limit above zero
   * @param marginPercent of the limit, from 0 to {@link #WIDEST_MARGIN}
   */
  public CrossingState(Amount limit, BigDecimal marginPercent) {
    if (limit.signum() <= 0) {
      throw new IllegalArgumentException("the limit is not above zero");
    }
    if (marginPercent.signum() < 0 || marginPercent.compareTo(WIDEST_MARGIN) > 0) {
      throw new IllegalArgumentException(
          "the margin is not from 0 to " + WIDEST_MARGIN + " percent: " + marginPercent);
    }
    this.limit = limit;
    this.margin = marginPercent;
  }

  /**
   * What a spend changes.
   *
   * @param thresholdPercents of the budget
   * @param standing of those that were crossed before
   */
  public Changes changes(
      List<Integer> thresholdPercents, Map<Integer, Standing> standing, Amount spent) {
    List<Integer> crossed = new ArrayList<>();
    List<Integer> again = new ArrayList<>();
    List<Integer> recovered = new ArrayList<>();
    for (int percent : thresholdPercents.stream().sorted().distinct().toList()) {
      Standing before = standing.get(percent);
      if (before == null) {
        if (isReached(percent, spent)) {
          crossed.add(percent);
        }
      } else {
        switch (before) {
          case CROSSED -> {
            if (isRecovered(percent, spent)) {
              recovered.add(percent);
            }
          }
          case RECOVERED -> {
            if (isReached(percent, spent)) {
              again.add(percent);
            }
          }
        }
      }
    }
    return new Changes(crossed, again, recovered);
  }

  /** Whether a spend is at or above a threshold. */
  public boolean isReached(int percent, Amount spent) {
    return hundredfold(spent).compareTo(part(BigDecimal.valueOf(percent))) >= 0;
  }

  /** Whether a spend is below a threshold by the margin; at most nothing spent is below any. */
  public boolean isRecovered(int percent, Amount spent) {
    if (isReached(percent, spent)) {
      return false;
    }
    BigDecimal border = BigDecimal.valueOf(percent).subtract(margin);
    return spent.signum() <= 0 || hundredfold(spent).compareTo(part(border)) < 0;
  }

  private BigDecimal part(BigDecimal percent) {
    return limit.toBigDecimal().multiply(percent);
  }

  private static BigDecimal hundredfold(Amount spent) {
    return spent.toBigDecimal().multiply(HUNDRED);
  }
}
