package io.gpuledger.dashboard.watch;

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
 * Runs something again and again, and soon after each allocation run that is published. One run at
 * a time, none piled up, and none soon after another.
 */
public final class AlertTimer implements PublishListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertTimer.class);

  private final Runnable round;
  private final Duration soon;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final ScheduledExecutorService thread;

  private AlertTimer(String name, Runnable round, Duration soon) {
    this.round = round;
    this.soon = soon;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, name);
              worker.setDaemon(true);
              return worker;
            });
  }

  /**
   * Starts.
   *
   * @param first before the first run
   * @param every between the end of a run and the next
   * @param soon after a publication
   */
  public static AlertTimer start(
      String name, Runnable round, Duration first, Duration every, Duration soon) {
    AlertTimer timer = new AlertTimer(name, round, soon);
    var unused =
        timer.thread.scheduleWithFixedDelay(
            timer::safely, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return timer;
  }

  private void safely() {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.error("a round failed; the next one follows", e);
    }
  }

  @Override
  public void runPublished(RunDraft run, Instant recordedAt) {
    if (queued.compareAndSet(false, true)) {
      try {
        var unused =
            thread.schedule(
                () -> {
                  queued.set(false);
                  safely();
                },
                soon.toMillis(),
                TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        LOG.debug("closed, the round follows at the next start", closed);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
