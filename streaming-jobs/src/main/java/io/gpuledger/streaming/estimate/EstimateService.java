package io.gpuledger.streaming.estimate;

import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.allocation.EstimatesInForce;
import io.gpuledger.streaming.publish.AllocationTrigger;
import io.gpuledger.streaming.publish.PublishListener;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps estimates up to date on a thread of its own. After telemetry, a bill or the rules have
 * changed, days whose bill may still come are estimated at most every {@link #OPEN_DAYS_EVERY},
 * more often after a start, earlier ones at most every {@link #CLOSED_DAYS_EVERY}. It also wakes
 * allocation when the time has come at which a day's bill counts as complete.
 */
public final class EstimateService implements PublishListener, AutoCloseable {
  /** How often days whose bill may still come are estimated at most; each is a version. */
  static final Duration OPEN_DAYS_EVERY = Duration.ofMinutes(30);

  /**
   * The first wait of a service, doubled at each writing up to {@link #OPEN_DAYS_EVERY}: what began
   * to send telemetry a moment ago is not estimated half an hour later.
   */
  static final Duration OPEN_DAYS_FIRST = Duration.ofMinutes(1);

  /** How often late telemetry of settled days is looked for at most. */
  static final Duration CLOSED_DAYS_EVERY = Duration.ofHours(1);

  /** How many days back estimates are made. */
  public static final int DAYS = 35;

  /** How often it is looked whether something is due. */
  static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(EstimateService.class);
  private static final Duration JOIN_MAX = Duration.ofSeconds(30);
  private static final String TELEMETRY_JOB = "telemetry";

  private final LedgerClient client;
  private final EstimateWriter writer;
  private final Supplier<EstimateTerms> terms;
  private final Supplier<CompletenessLags> lags;
  private final AllocationTrigger allocation;
  private final Clock clock;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean pending = true;
  private boolean atOnce = true;
  private boolean stopped;
  private Instant openDaysAt = Instant.MIN;
  private Duration openDaysEvery = OPEN_DAYS_FIRST;
  private Instant closedDaysAt = Instant.MIN;
  private Instant settledAt = Instant.MIN;

  /**
   * A service that is not started; {@link #tick} does one round of it.
   *
   * @param client the ledger
   * @param terms those in force; asked once for each writing
   * @param lags how late bills may come
   * @param allocation is told of what was published and of days that have settled
   */
  public EstimateService(
      LedgerClient client,
      EstimateWriter writer,
      Supplier<EstimateTerms> terms,
      Supplier<CompletenessLags> lags,
      AllocationTrigger allocation,
      Clock clock) {
    this.client = client;
    this.writer = writer;
    this.terms = terms;
    this.lags = lags;
    this.allocation = allocation;
    this.clock = clock;
    this.thread = new Thread(this::work, "estimates");
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public EstimateService start() {
    thread.start();
    return this;
  }

  @Override
  public void checkpointPublished(
      String job, int generation, long checkpointId, Instant recordedAt) {
    if (job.equals(TELEMETRY_JOB)) {
      wake(false);
    }
  }

  /** A bill changes what an hour costs, once it is allocated. */
  @Override
  public void runPublished(RunDraft run, Instant recordedAt) {
    wake(false);
  }

  /** Prices, contracts, lags, or who pays for a cluster are others now. */
  public void rulesChanged() {
    wake(true);
  }

  private void wake(boolean now) {
    lock.lock();
    try {
      pending = true;
      atOnce |= now;
      if (now) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does what is due.
   *
   * @return ids of the published versions
   */
  public List<String> tick() {
    Instant now = clock.instant();
    boolean due = takeDue(now);
    List<String> published = new ArrayList<>();
    try {
      if (due) {
        published.addAll(write(terms.get(), now));
      }
      if (!published.isEmpty() || hasSettled(now)) {
        allocation.cellsChanged(List.copyOf(published));
      }
    } catch (RuntimeException failed) {
      wake(due);
      throw failed;
    }
    return published;
  }

  private boolean takeDue(Instant now) {
    lock.lock();
    try {
      boolean due = pending && (atOnce || isDue(openDaysAt, openDaysEvery, now));
      if (due) {
        pending = false;
        atOnce = false;
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private List<String> write(EstimateTerms inForce, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate oldest = today.minusDays(DAYS);
    LocalDate open = today;
    while (open.isAfter(oldest) && isOpen(inForce, open.minusDays(1), now)) {
      open = open.minusDays(1);
    }
    List<String> published = new ArrayList<>(writer.write(inForce, open, today, now));
    if (!openDaysAt.equals(Instant.MIN)) {
      Duration doubled = openDaysEvery.multipliedBy(2);
      openDaysEvery = doubled.compareTo(OPEN_DAYS_EVERY) < 0 ? doubled : OPEN_DAYS_EVERY;
    }
    openDaysAt = now;
    if (open.isAfter(oldest) && isDue(closedDaysAt, CLOSED_DAYS_EVERY, now)) {
      published.addAll(writer.write(inForce, oldest, open.minusDays(1), now));
      closedDaysAt = now;
    }
    return published;
  }

  private static boolean isOpen(EstimateTerms terms, LocalDate day, Instant now) {
    return terms.clusters().stream()
        .anyMatch(of -> now.isBefore(terms.lags().settlesAt(of.source(), day)));
  }

  /**
   * Whether the bill of a day that has an estimate came to count as complete since the last look.
   */
  private boolean hasSettled(Instant now) {
    CompletenessLags inForce = lags.get();
    boolean settled =
        EstimatesInForce.versions(client).stream()
            .map(version -> inForce.settlesAt(version.source(), version.day()))
            .anyMatch(at -> at.isAfter(settledAt) && !at.isAfter(now));
    settledAt = now;
    return settled;
  }

  private static boolean isDue(Instant last, Duration every, Instant now) {
    return last.equals(Instant.MIN) || !now.isBefore(last.plus(every));
  }

  private void work() {
    while (await()) {
      try {
        List<String> unused = tick();
      } catch (RuntimeException e) {
        // What is due is found anew from the tables, so nothing is lost by trying later.
        LOG.warn("estimates failed and are tried again in {} s", LOOK_EVERY.toSeconds(), e);
        rest();
      }
    }
  }

  /** Waits out a failure, whatever wakes it. */
  private void rest() {
    lock.lock();
    try {
      for (long left = LOOK_EVERY.toNanos(); left > 0 && !stopped; ) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private boolean await() {
    lock.lock();
    try {
      for (long left = LOOK_EVERY.toNanos(); left > 0 && !stopped && !atOnce; ) {
        left = changed.awaitNanos(left);
      }
      return !stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

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
