package io.gpuledger.streaming.allocation;

import io.gpuledger.streaming.publish.AllocationTrigger;
import io.gpuledger.streaming.publish.PublishListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs allocation on a thread of its own whenever something it depends on was published: at once
 * for deliveries and rules; for telemetry of the open days at most every {@link #OPEN_DAYS_EVERY},
 * of closed days at most every {@link #CLOSED_DAYS_EVERY}. Past months are added up once nothing
 * was pending for {@link #ROLLUPS_AFTER}.
 */
public final class AllocationService implements AllocationTrigger, PublishListener, AutoCloseable {
  /** How often telemetry of today and yesterday leads to a new run at most. */
  static final Duration OPEN_DAYS_EVERY = Duration.ofMinutes(5);

  /** How often late telemetry of earlier days leads to a new run at most. */
  static final Duration CLOSED_DAYS_EVERY = Duration.ofHours(1);

  /** How many days back late telemetry is looked for. */
  static final int CLOSED_DAYS = 35;

  /** How long nothing must have been pending before months are added up. */
  static final Duration ROLLUPS_AFTER = Duration.ofSeconds(20);

  /** The same after it has failed again and again. */
  static final Duration ROLLUPS_MAX = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(AllocationService.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final int DOUBLINGS_MAX = 6;
  private static final Duration JOIN_MAX = Duration.ofSeconds(30);

  private final AllocationRunner runner;
  private final MonthlyRollups rollups;
  private final Clock clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean pending = true;
  private boolean usagePending;
  private boolean rollupsPending = true;
  private boolean stopped;
  private Duration rollupsAfter = ROLLUPS_AFTER;
  private Instant openDaysAt = Instant.MIN;
  private Instant closedDaysAt = Instant.MIN;

  private AllocationService(AllocationRunner runner, MonthlyRollups rollups, Clock clock) {
    this.runner = runner;
    this.rollups = rollups;
    this.clock = clock;
    this.thread = new Thread(this::work, "allocation");
    thread.setDaemon(true);
  }

  /** Starts the thread; what was pending before is run first. */
  public static AllocationService start(
      AllocationRunner runner, MonthlyRollups rollups, Clock clock) {
    AllocationService service = new AllocationService(runner, rollups, clock);
    service.thread.start();
    return service;
  }

  @Override
  public void cellsChanged(List<String> deliveryIds) {
    wake(true, false);
  }

  /** The ownership rules are others now. */
  public void rulesChanged() {
    wake(true, false);
  }

  @Override
  public void checkpointPublished(
      String job, int generation, long checkpointId, Instant recordedAt) {
    if (job.equals(AllocationRunner.TELEMETRY_JOB)) {
      wake(false, true);
    }
  }

  private void wake(boolean deliveries, boolean usage) {
    lock.lock();
    try {
      pending |= deliveries;
      usagePending |= usage;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How long to wait after so many failures in a row: 5 s, then twice as long, up to 320 s. */
  static Duration pause(int failures) {
    return AFTER_FAILURE.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
  }

  private enum Work {
    ALLOCATE,
    ADD_UP_MONTHS,
    STOP
  }

  private void work() {
    int failures = 0;
    for (Work next = await(); next != Work.STOP; next = await()) {
      if (next == Work.ADD_UP_MONTHS) {
        addUpMonths();
        continue;
      }
      try {
        runner.runPending();
        runUsage();
        failures = 0;
      } catch (RuntimeException e) {
        // What is pending is found anew from the tables, so nothing is lost by trying later.
        failures++;
        LOG.warn("allocation failed and is tried again in {} s", pause(failures).toSeconds(), e);
      }
      done(failures);
    }
  }

  /** Questions read days in place of what could not be added up, so this holds up nothing else. */
  private void addUpMonths() {
    try {
      rollups.run(this::isIdle);
      rollupsAfter = ROLLUPS_AFTER;
    } catch (RuntimeException e) {
      rollupsAfter = rollupsAfter.multipliedBy(2);
      rollupsAfter = rollupsAfter.compareTo(ROLLUPS_MAX) > 0 ? ROLLUPS_MAX : rollupsAfter;
      LOG.warn("months are added up again when nothing was pending for {}", rollupsAfter, e);
      rollupsPending = true;
    }
  }

  private void runUsage() {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (isDue(openDaysAt, OPEN_DAYS_EVERY, now)) {
      openDaysAt = now;
      runner.runUsage(today.minusDays(1), today);
    }
    if (isDue(closedDaysAt, CLOSED_DAYS_EVERY, now)) {
      closedDaysAt = now;
      runner.runUsage(today.minusDays(CLOSED_DAYS), today.minusDays(2));
    }
  }

  private boolean isDue(Instant last, Duration every, Instant now) {
    return usagePending && (last.equals(Instant.MIN) || !now.isBefore(last.plus(every)));
  }

  private Work await() {
    lock.lock();
    try {
      long quietFrom = System.nanoTime();
      while (!stopped && !pending && !(usagePending && usageIsDue())) {
        long quiet = System.nanoTime() - quietFrom;
        if (rollupsPending && quiet >= rollupsAfter.toNanos()) {
          rollupsPending = false;
          return Work.ADD_UP_MONTHS;
        }
        long usage = usagePending ? OPEN_DAYS_EVERY.toNanos() / 10 : Long.MAX_VALUE;
        long rollup = rollupsPending ? rollupsAfter.toNanos() - quiet : Long.MAX_VALUE;
        long unused = changed.awaitNanos(Math.min(usage, rollup));
      }
      // What is allocated now changes months.
      rollupsPending = true;
      pending = false;
      return stopped ? Work.STOP : Work.ALLOCATE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Work.STOP;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits for the thread. */
  private boolean isIdle() {
    lock.lock();
    try {
      return !stopped && !pending;
    } finally {
      lock.unlock();
    }
  }

  private boolean usageIsDue() {
    return isDue(openDaysAt, OPEN_DAYS_EVERY, clock.instant());
  }

  private void done(int failures) {
    lock.lock();
    try {
      pending |= failures > 0;
      if (failures > 0 && !stopped) {
        long until = System.nanoTime() + pause(failures).toNanos();
        for (long left = until - System.nanoTime(); left > 0 && !stopped; ) {
          left = changed.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    } finally {
      lock.unlock();
    }
  }

  /** Stops after the run under way; a run that takes long is abandoned unpublished. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(JOIN_MAX.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(JOIN_MAX.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
