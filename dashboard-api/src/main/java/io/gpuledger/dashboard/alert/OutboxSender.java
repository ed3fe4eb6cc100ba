package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.BackOff;
import io.gpuledger.dashboard.alert.channel.Channels;
import io.gpuledger.dashboard.alert.channel.Outcome;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds, at least once: retries with exponential back-off and jitter, honours
 * {@code Retry-After} for the whole channel, gives up after {@link DeliveryLedger#MAX_ATTEMPTS}.
 * Channels do not wait for each other; within one, messages leave one after another.
 */
public final class OutboxSender implements AutoCloseable {
  /** Longest wait for one answer. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LEASE = TIMEOUT.multipliedBy(6);

  /** Channels that are sent to at the same time. */
  private static final int LANES = 8;

  private final Outbox outbox;
  private final Supplier<LedgerConfig.Alerts> settings;
  private final BackOff backOff;
  private final Channels channels;
  private final Executor lanes;
  private final LongConsumer changed;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Optional<Threads> threads;
  private volatile boolean closing;

  /** Who looks, and who sends. */
  private record Threads(ScheduledExecutorService clock, ExecutorService lanes) {
    static Threads open() {
      return new Threads(
          Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "alert-outbox")),
          Executors.newFixedThreadPool(LANES, task -> daemon(task, "alert-lane")));
    }

    private static Thread daemon(Runnable task, String name) {
      Thread worker = new Thread(task, name);
      worker.setDaemon(true);
      return worker;
    }
  }

  private OutboxSender(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> settings,
      RandomGenerator random,
      Duration timeout,
      LongConsumer changed,
      Optional<Threads> threads) {
    this.outbox =
        new Outbox(store, clock, new EscalationClock(() -> settings.get().policy(), clock));
    this.settings = settings;
    this.backOff = new BackOff(FIRST_WAIT, LONGEST_WAIT, random);
    this.channels = new Channels(timeout, clock);
    this.changed = changed;
    this.threads = threads;
    this.lanes = threads.<Executor>map(Threads::lanes).orElse(Runnable::run);
  }

  /**
   * Starts to send. The settings are asked before each message, so a changed file takes effect.
   *
   * @param changed hears of each alert one of whose messages has got on
   */
  public static OutboxSender start(
      StateStore store, Clock clock, Supplier<LedgerConfig.Alerts> settings, LongConsumer changed) {
    Threads threads = Threads.open();
    OutboxSender sender =
        new OutboxSender(
            store,
            clock,
            settings,
            RandomGenerator.getDefault(),
            TIMEOUT,
            changed,
            Optional.of(threads));
    sender.outbox.reclaim();
    var unused =
        threads
            .clock()
            .scheduleWithFixedDelay(sender::sendSafely, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    return sender;
  }

  /** A sender without threads of its own: {@link #sendDue} is called by hand and sends at once. */
  static OutboxSender idle(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> settings,
      RandomGenerator random,
      Duration timeout) {
    return new OutboxSender(store, clock, settings, random, timeout, alert -> {}, Optional.empty());
  }

  private void sendSafely() {
    try {
      sendDue();
    } catch (RuntimeException e) {
      LOG.error("alerts could not be sent; they stay queued", e);
    }
  }

  /** Begins to send what is due now, in each channel that is not at it already. */
  void sendDue() {
    for (String channel : outbox.dueChannels()) {
      if (busy.add(channel)) {
        lanes.execute(() -> drain(channel));
      }
    }
  }

  /** Sends what is due in a channel until one does not get through, or no more is to be begun. */
  private void drain(String channel) {
    try {
      Optional<Outbox.Due> due = outbox.take(channel, LEASE);
      while (due.isPresent()) {
        due = send(due.get());
      }
    } catch (RuntimeException e) {
      LOG.error("channel {} could not be sent to; its alerts stay queued", channel, e);
    } finally {
      busy.remove(channel);
    }
  }

  /** Sends one message, and takes the one that may follow at once. */
  private Optional<Outbox.Due> send(Outbox.Due due) {
    Outcome outcome = post(due);
    Optional<Outbox.Due> next =
        switch (outcome.result()) {
          case DELIVERED -> after(due, () -> outbox.delivered(due, outcome));
          case REFUSED -> after(due, () -> outbox.dead(due, outcome));
          case RETRY -> {
            later(due, outcome);
            yield Optional.empty();
          }
        };
    changed.accept(due.alertId());
    return next;
  }

  private Optional<Outbox.Due> after(Outbox.Due due, Runnable fared) {
    if (closing) {
      fared.run();
      return Optional.empty();
    }
    return outbox.takeAfter(fared, due.channel(), LEASE);
  }

  private void later(Outbox.Due due, Outcome outcome) {
    if (due.last()) {
      outbox.dead(due, outcome);
    } else {
      outbox.retry(
          due, outcome.retryAfter().orElseGet(() -> backOff.after(due.attempt())), outcome);
    }
    outcome.retryAfter().ifPresent(wait -> outbox.hold(due.channel(), wait));
  }

  private Outcome post(Outbox.Due due) {
    Optional<ChannelConfig> channel = settings.get().find(due.channel());
    if (channel.isEmpty()) {
      return Outcome.retry("channel \"" + due.channel() + "\" is not configured", false);
    }
    if (channel.get().kind() != due.kind()) {
      return Outcome.refused(
          "the message was written for "
              + due.kind().code()
              + ", and the channel is of kind "
              + channel.get().kind().code()
              + " now");
    }
    try {
      return channels.send(channel.get(), due.message());
    } catch (RuntimeException e) {
      LOG.error("a message to channel {} failed within", due.channel(), e);
      return Outcome.retry("a fault of GpuLedger: " + e.getClass().getSimpleName(), true);
    }
  }

  /** Stops after the messages in hand. */
  @Override
  public void close() {
    closing = true;
    threads.ifPresent(
        open -> {
          open.clock().shutdown();
          open.lanes().shutdown();
          try {
            if (!open.lanes().awaitTermination(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS)) {
              open.lanes().shutdownNow();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    channels.close();
  }
}
