package io.gpuledger.dashboard.budget;

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
 * Measures budgets whenever the answer may have changed: at the start, because whoever measured
 * before may have died in the middle; after each allocation run; after each change of a budget; and
 * again after a measurement that failed, at growing distances; and each hour, for periods and
 * versions begin by themselves. One evaluation at a time, and none piled up.
 */
public final class EvaluationThread
    implements PublishListener, BudgetService.BudgetListener, AutoCloseable {
  /** Before the first repetition; doubled with each failure in a row. */
  public static final Duration RETRY_FIRST = Duration.ofSeconds(1);

  static final Duration RETRY_LONGEST = Duration.ofMinutes(1);

  /** How often it is looked whether time has changed the answer. */
  private static final Duration TICK = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(EvaluationThread.class);
  private static final int DOUBLINGS_MAX = 10;

  private final BudgetEvaluator evaluator;
  private final Duration retryFirst;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread worker = new Thread(task, "budget-evaluation");
            worker.setDaemon(true);
            return worker;
          });
  private int failuresInRow;
  private boolean retryWaits;

  private EvaluationThread(BudgetEvaluator evaluator, Duration retryFirst) {
    this.evaluator = evaluator;
    this.retryFirst = retryFirst;
  }

  /** Starts with an evaluation. */
  public static EvaluationThread start(BudgetEvaluator evaluator, Duration retryFirst) {
    EvaluationThread started = new EvaluationThread(evaluator, retryFirst);
    started.request();
    started.tick();
    return started;
  }

  /** Time alone brings new periods and versions that begin. */
  private void tick() {
    schedule(
        TICK,
        () -> {
          tick();
          if (evaluator.isDue()) {
            request();
          }
        });
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
    // Nothing is left to measure.
  }

  private void request() {
    if (queued.compareAndSet(false, true)) {
      schedule(
          Duration.ZERO,
          () -> {
            queued.set(false);
            evaluate();
          });
    }
  }

  private void schedule(Duration delay, Runnable task) {
    try {
      var unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed, budgets are measured at the next start", closed);
    }
  }

  /** Runs on the one thread only. */
  private void evaluate() {
    boolean measured;
    try {
      measured = evaluator.evaluate();
    } catch (RuntimeException e) {
      LOG.error("budgets cannot be measured", e);
      measured = false;
    }
    if (measured) {
      failuresInRow = 0;
      return;
    }
    long factor = 1L << Math.min(failuresInRow, DOUBLINGS_MAX);
    Duration pause = retryFirst.multipliedBy(factor);
    failuresInRow++;
    if (!retryWaits) {
      retryWaits = true;
      schedule(
          pause.compareTo(RETRY_LONGEST) < 0 ? pause : RETRY_LONGEST,
          () -> {
            retryWaits = false;
            evaluate();
          });
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
