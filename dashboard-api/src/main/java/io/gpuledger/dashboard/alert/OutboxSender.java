package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.Secret;
import io.gpuledger.dashboard.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds, at least once: retries with exponential back-off and jitter, honours
 * {@code Retry-After}, gives up after {@link #MAX_ATTEMPTS}.
 */
public final class OutboxSender implements AutoCloseable {
  /** Sends of one message before it is given up: about a day. */
  public static final int MAX_ATTEMPTS = 40;

  /** Longest wait for one answer. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Outbox outbox;
  private final Supplier<LedgerConfig.Alerts> settings;
  private final RandomGenerator random;
  private final WebhookTransport transport;
  private final ScheduledExecutorService thread;

  private OutboxSender(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> settings,
      RandomGenerator random,
      Duration timeout) {
    this.outbox = new Outbox(store, clock);
    this.settings = settings;
    this.random = random;
    this.transport = new WebhookTransport(timeout);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "alert-outbox");
              worker.setDaemon(true);
              return worker;
            });
  }

  /** Starts to send. The settings are asked before each message, so a changed file takes effect. */
  public static OutboxSender start(
      StateStore store, Clock clock, Supplier<LedgerConfig.Alerts> settings) {
    OutboxSender sender =
        new OutboxSender(store, clock, settings, RandomGenerator.getDefault(), TIMEOUT);
    var unused =
        sender.thread.scheduleWithFixedDelay(
            sender::sendSafely, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    return sender;
  }

  /** A sender without a thread of its own: {@link #sendDue} is called by hand. */
  static OutboxSender idle(
      StateStore store,
      Clock clock,
      Supplier<LedgerConfig.Alerts> settings,
      RandomGenerator random,
      Duration timeout) {
    return new OutboxSender(store, clock, settings, random, timeout);
  }

  private void sendSafely() {
    try {
      sendDue();
    } catch (RuntimeException e) {
      LOG.error("alerts could not be sent; they stay queued", e);
    }
  }

  /** Sends every message that is due now and tells how many were tried. */
  int sendDue() {
    int tried = 0;
    Optional<Outbox.Due> due = outbox.take(TIMEOUT.multipliedBy(2));
    while (due.isPresent()) {
      send(due.get());
      tried++;
      due = outbox.take(TIMEOUT.multipliedBy(2));
    }
    return tried;
  }

  private void send(Outbox.Due due) {
    WebhookTransport.Outcome outcome = post(due);
    switch (outcome.result()) {
      case DELIVERED -> outbox.delivered(due.alertId());
      case REFUSED -> outbox.failed(due.alertId(), outcome.error(), outcome.uncertain());
      case RETRY -> {
        if (due.attempt() >= MAX_ATTEMPTS) {
          outbox.failed(due.alertId(), outcome.error(), outcome.uncertain());
        } else {
          Duration wait = outcome.retryAfter().orElseGet(() -> backOff(due.attempt()));
          outbox.retry(due.alertId(), wait, outcome.error(), outcome.uncertain());
        }
      }
    }
  }

  private WebhookTransport.Outcome post(Outbox.Due due) {
    LedgerConfig.Alerts alerts = settings.get();
    Optional<LedgerConfig.Channel> channel =
        alerts.channels().stream().filter(c -> c.name().equals(due.channel())).findFirst();
    if (channel.isEmpty()) {
      return WebhookTransport.Outcome.retry(
          "channel \"" + due.channel() + "\" is not configured", false);
    }
    Optional<Secret> webhook = channel.get().webhook().resolve();
    if (webhook.isEmpty()) {
      return WebhookTransport.Outcome.retry(
          "the secret " + channel.get().webhook() + " of the channel is not there", false);
    }
    return transport.post(webhook.get().reveal(), due.payload(), alerts.allowPrivateAddresses());
  }

  /** Doubles from a second to an hour; the actual wait is random between half of it and all. */
  private Duration backOff(int attempt) {
    long millis =
        Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(attempt - 1, 20));
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }

  /** Stops after the message in hand. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }
}
