package io.gpuledger.dashboard.collect;

import io.gpuledger.dashboard.collect.Collector.StoreOpener;
import io.gpuledger.dashboard.config.LedgerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collectors of all sources, as the configuration changes. A place that is slow costs its own
 * source and, where several are, the threads that they share; imports are one at a time anyway.
 */
public final class Collectors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collectors.class);
  private static final int THREADS = 4;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final CollectedStore collected;
  private final SetLoader loader;
  private final StoreOpener stores;
  private final Path staging;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /** One look at a time of each source, whatever becomes of its configuration. */
  private final Map<String, Object> turns = new ConcurrentHashMap<>();

  /** A collector and its next look. */
  private static final class Running {
    private final Collector collector;
    private volatile Future<?> next = java.util.concurrent.CompletableFuture.completedFuture(null);
    private volatile boolean stopped;

    Running(Collector collector) {
      this.collector = collector;
    }
  }

  /**
   * Collectors of nothing yet.
   *
   * @param staging where deliveries stand until they are loaded; made if absent
   */
  public Collectors(CollectedStore collected, SetLoader loader, Path staging, Clock clock) {
    this(collected, loader, Places::open, staging, clock);
  }

  Collectors(
      CollectedStore collected, SetLoader loader, StoreOpener stores, Path staging, Clock clock) {
    this.collected = collected;
    this.loader = loader;
    this.stores = stores;
    this.staging = staging;
    this.clock = clock;
    this.threads =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "collector");
              thread.setDaemon(true);
              return thread;
            });
    threads.setRemoveOnCancelPolicy(true);
  }

  /** Collects what a configuration says from now on. A source that stays as it was goes on. */
  public synchronized void retarget(LedgerConfig config) {
    Map<String, LedgerConfig.Source> wanted = new HashMap<>();
    config.sources().stream()
        .filter(source -> source.collect().isPresent())
        .forEach(source -> wanted.put(source.name(), source));
    running
        .values()
        .removeIf(
            old -> {
              LedgerConfig.Source now = wanted.get(old.collector.source().name());
              boolean goes = now == null || !SameSource.is(old.collector.source(), now);
              if (goes) {
                old.stopped = true;
                old.collector.stop();
                old.next.cancel(false);
              }
              return goes;
            });
    wanted.forEach(
        (name, source) -> {
          if (!running.containsKey(name)) {
            collected.forgetRefused(name);
            Running started =
                new Running(
                    new Collector(
                        source,
                        source.collect().orElseThrow(),
                        stores,
                        collected,
                        loader,
                        staging,
                        clock));
            running.put(name, started);
            schedule(started, FIRST);
          }
        });
  }

  private void schedule(Running each, Duration pause) {
    try {
      each.next =
          threads.schedule(
              () -> {
                // A collector of the same source that is still at work keeps its turn.
                String name = each.collector.source().name();
                synchronized (turns.computeIfAbsent(name, first -> new Object())) {
                  if (!each.stopped) {
                    look(each);
                  }
                }
              },
              pause.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed, the look follows at the next start", closed);
    }
  }

  private void look(Running each) {
    Duration pause = Duration.ofMinutes(1);
    try {
      pause = each.collector.look();
    } catch (RuntimeException e) {
      LOG.error("a look of {} failed", each.collector.source().name(), e);
    } finally {
      if (!each.stopped) {
        schedule(each, pause);
      }
    }
  }

  /** How each source stands, by name. */
  public Map<String, CollectStatus> status() {
    Map<String, CollectStatus> status = new HashMap<>();
    running.forEach((name, each) -> status.put(name, each.collector.status()));
    return status;
  }

  /**
   * Stops; a delivery that is being loaded is loaded again at the next start, which adds nothing.
   */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a collector did not stop in {}", STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
