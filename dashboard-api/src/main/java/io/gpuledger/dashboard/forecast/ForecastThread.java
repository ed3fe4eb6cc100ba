package io.gpuledger.dashboard.forecast;

import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.streaming.publish.PublishListener;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forecasts budgets at the start, after allocation runs, when a budget changes, and each hour,
 * because days settle by themselves. Runs that come one upon the other are one forecast: it begins
 * a while after the first.
 */
public final class ForecastThread
    implements PublishListener, BudgetService.BudgetListener, AutoCloseable {
  /** How long more runs are waited for. */
  public static final Duration GATHER = Duration.ofSeconds(5);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(ForecastThread.class);

  private final BudgetForecaster forecaster;
  private final Duration gather;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread worker = new Thread(task, "budget-forecast");
            worker.setDaemon(true);
            return worker;
          });

  private ForecastThread(BudgetForecaster forecaster, Duration gather) {
    this.forecaster = forecaster;
    this.gather = gather;
  }

  /** Starts with a forecast. */
  public static ForecastThread start(BudgetForecaster forecaster, Duration gather) {
    ForecastThread started = new ForecastThread(forecaster, gather);
    var unused =
        started.thread.scheduleWithFixedDelay(
            started::forecast, 0, HOUR.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  @Override
  public void runPublished(RunDraft run, Instant recordedAt) {
    request();
  }

  @Override
  public void changed(Budget budget) {
    request();
  }

  @Override
  public void deleted(Budget budget) {
    // Nothing is left to forecast.
  }

  private void request() {
    if (!queued.compareAndSet(false, true)) {
      return;
    }
    try {
      var unused =
          thread.schedule(
              () -> {
                queued.set(false);
                forecast();
              },
              gather.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed, budgets are forecast at the next start", closed);
    }
  }

  private void forecast() {
    try {
      if (!forecaster.forecast()) {
        LOG.warn("some budgets could not be forecast; the next run or hour tries again");
      }
    } catch (RuntimeException e) {
      LOG.error("budgets cannot be forecast", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
