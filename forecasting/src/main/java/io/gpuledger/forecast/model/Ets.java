package io.gpuledger.forecast.model;

import io.gpuledger.forecast.series.DailySeries;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Additive exponential smoothing (Hyndman et al., "Forecasting with Exponential Smoothing", 2008):
 * level, with or without a damped trend and a weekly season. The form with the lowest corrected
 * Akaike criterion is taken; its smoothing parameters minimise the squared one-day errors.
 */
public final class Ets implements DailyModel {
  /** Two weeks for a form without a season; the season asks for four. */
  private static final int DAYS_NEEDED = 2 * DailySeries.WEEK;

  private static final int SEASON_DAYS = 4 * DailySeries.WEEK;
  private static final int EVALUATIONS = 400;
  private static final double FIRST_STEP = 0.7;
  private static final List<EtsForm> FORMS =
      List.of(
          new EtsForm(false, false),
          new EtsForm(true, false),
          new EtsForm(false, true),
          new EtsForm(true, true));

  private final EtsForm form;
  private final EtsParameters parameters;

  private Ets(EtsForm form, EtsParameters parameters) {
    this.form = form;
    this.parameters = parameters;
  }

  private record Fit(Ets model, double criterion) {}

  /**
   * The model of a series.
   *
   * @throws IllegalArgumentException if fewer than {@link #daysNeeded()} of its days are known
   */
  public static Ets fit(DailySeries series) {
    if (series.known() < DAYS_NEEDED) {
      throw new IllegalArgumentException(series.known() + " known days are too few");
    }
    Fit best = null;
    for (EtsForm form : FORMS) {
      if (form.season() && series.known() < SEASON_DAYS) {
        continue;
      }
      Fit fit = fit(form, series);
      if (best == null || fit.criterion() < best.criterion()) {
        best = fit;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no form was tried");
    }
    return best.model();
  }

  private static Fit fit(EtsForm form, DailySeries series) {
    MultivariateFunction loss =
        free -> ran(form, EtsParameters.of(form, free), series).squaredErrors();
    double[] free = EtsParameters.start(form, 0.1);
    double[] other = EtsParameters.start(form, 0.5);
    double[] found = minimum(loss, loss.value(other) < loss.value(free) ? other : free);
    EtsParameters parameters = EtsParameters.of(form, found);
    EtsStates states = ran(form, parameters, series);
    return new Fit(new Ets(form, parameters), criterion(form, states));
  }

  private static double[] minimum(MultivariateFunction loss, double[] start) {
    double[] steps = new double[start.length];
    Arrays.fill(steps, FIRST_STEP);
    Best best = new Best(loss, start);
    try {
      new SimplexOptimizer(new SimpleValueChecker(1e-6, 1e-12))
          .optimize(
              new MaxEval(EVALUATIONS),
              new ObjectiveFunction(best),
              GoalType.MINIMIZE,
              new InitialGuess(start),
              new NelderMeadSimplex(steps));
    } catch (TooManyEvaluationsException slow) {
      // What it found within its evaluations is good enough; more would cost more than they give.
    }
    return best.point;
  }

  /** Remembers the lowest point that was asked for: the optimiser forgets it when it gives up. */
  private static final class Best implements MultivariateFunction {
    private final MultivariateFunction loss;
    private double[] point;
    private double value = Double.POSITIVE_INFINITY;

    Best(MultivariateFunction loss, double[] start) {
      this.loss = loss;
      this.point = start;
    }

    @Override
    public double value(double[] asked) {
      double now = loss.value(asked);
      if (now < value) {
        value = now;
        point = asked.clone();
      }
      return now;
    }
  }

  private static EtsStates ran(EtsForm form, EtsParameters parameters, DailySeries series) {
    EtsStates states = new EtsStates(form, parameters, series);
    states.run(series);
    return states;
  }

  /** AICc of Gaussian errors: n ln(sum of squares) + 2k + 2k(k+1)/(n-k-1). */
  private static double criterion(EtsForm form, EtsStates states) {
    int n = states.errors();
    int k = form.degrees();
    if (n - k - 1 <= 0) {
      return Double.POSITIVE_INFINITY;
    }
    double likelihood = n * Math.log(Math.max(states.squaredErrors(), Double.MIN_NORMAL));
    return likelihood + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1);
  }

  /** The same smoothing over any part of the series it was fitted to, or a longer one. */
  @Override
  public double[] expected(DailySeries history, int days) {
    return ran(form, parameters, history).expected(history.size(), days);
  }

  @Override
  public int daysNeeded() {
    return DAYS_NEEDED;
  }
}
