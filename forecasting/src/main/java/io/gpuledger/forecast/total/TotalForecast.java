package io.gpuledger.forecast.total;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What some days will come to: an expected total, the days that it is made of, and the totals that
 * the forecaster's own errors of the past would make of it.
 */
public final class TotalForecast {
  private final double expected;
  private final double[] days;
  private final List<Outcome> outcomes;
  private final int origins;

  /**
   * One of the totals.
   *
   * @param weight above zero
   */
  public record Outcome(double total, double weight) {}

  /**
   * A distribution.
   *
   * @param days what the expected total is made of, day by day
   * @param outcomes in any order, at least one
   * @param origins how many of them are errors that were really made
   */
  public TotalForecast(double[] days, List<Outcome> outcomes, int origins) {
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException("no outcome");
    }
    this.expected = Arrays.stream(days).sum();
    this.days = days.clone();
    this.outcomes = outcomes.stream().sorted(Comparator.comparingDouble(Outcome::total)).toList();
    this.origins = origins;
  }

  public double expected() {
    return expected;
  }

  /** What is expected of one of the days, counted from 0. */
  public double expected(int day) {
    return days[day];
  }

  /** Past days from which the same stretch was forecast and is known: what the spread rests on. */
  public int origins() {
    return origins;
  }

  /**
   * The total that is not passed with this probability.
   *
   * @param level above 0 and below 1
   */
  public double quantile(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(level + " is not a probability");
    }
    double wanted = level * weight();
    double reached = 0;
    for (Outcome outcome : outcomes) {
      reached += outcome.weight();
      if (reached >= wanted) {
        return outcome.total();
      }
    }
    return outcomes.get(outcomes.size() - 1).total();
  }

  /**
   * The probability that the total is above an amount. Half an outcome of either kind is added, so
   * that nothing is ever called certain.
   */
  public double probabilityAbove(double amount) {
    double above = 0;
    for (Outcome outcome : outcomes) {
      if (outcome.total() > amount) {
        above += outcome.weight();
      }
    }
    return (above + 0.5) / (weight() + 1);
  }

  private double weight() {
    return outcomes.stream().mapToDouble(Outcome::weight).sum();
  }
}
