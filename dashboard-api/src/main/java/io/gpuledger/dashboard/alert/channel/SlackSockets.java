package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears by Socket Mode which buttons of messages in Slack are pressed: one connection for each app
 * that the channels of the file name. A changed file is followed.
 */
public final class SlackSockets implements AutoCloseable {
  /** Before the second try of a connection; it doubles. */
  public static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SlackSockets.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final GuardedHttp http;
  private final Supplier<List<ChannelConfig>> channels;
  private final Presses presses;
  private final Duration firstWait;
  private final ScheduledExecutorService thread;
  private final Map<App, SlackSocket> open = new LinkedHashMap<>();

  /**
   * An app of Slack's.
   *
   * @param token its app-level token
   * @param endpoint where the methods of the Web API stand
   * @param channels of the file that name it
   */
  record App(
      SecretReference token, URI endpoint, boolean allowPrivateAddresses, List<String> channels) {
    App {
      channels = List.copyOf(channels);
    }
  }

  /** Takes what Slack sends. */
  public interface Presses {
    /**
     * A button was pressed.
     *
     * @param envelopeId the same where Slack sends it again
     * @param channels that it may come from
     */
    void take(String envelopeId, JsonNode payload, List<String> channels);
  }

  private SlackSockets(
      Supplier<List<ChannelConfig>> channels,
      Presses presses,
      Duration timeout,
      Duration firstWait) {
    this.http = new GuardedHttp(timeout);
    this.channels = channels;
    this.presses = presses;
    this.firstWait = firstWait;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "slack-sockets");
              worker.setDaemon(true);
              return worker;
            });
  }

  /**
   * Connects, and stays so.
   *
   * @param timeout longest wait for one answer
   * @param firstWait before the second try of a connection; it doubles to a minute
   */
  public static SlackSockets start(
      Supplier<List<ChannelConfig>> channels,
      Presses presses,
      Duration timeout,
      Duration firstWait) {
    SlackSockets sockets = new SlackSockets(channels, presses, timeout, firstWait);
    var unused =
        sockets.thread.scheduleWithFixedDelay(
            sockets::follow, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return sockets;
  }

  /** Opens what the file names now, and closes what it no longer names. */
  private void follow() {
    try {
      List<App> wanted = apps(channels.get());
      open.entrySet()
          .removeIf(
              entry -> {
                boolean gone = !wanted.contains(entry.getKey());
                if (gone) {
                  entry.getValue().close();
                }
                return gone;
              });
      for (App app : wanted) {
        if (!open.containsKey(app)) {
          SlackSocket socket =
              new SlackSocket(
                  app, http.client(app.allowPrivateAddresses()), presses, thread, firstWait);
          open.put(app, socket);
          socket.connectAfter(Duration.ZERO);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("what Slack's apps are cannot be read", e);
    }
  }

  /** Each app once, with all channels that name it. */
  private static List<App> apps(List<ChannelConfig> channels) {
    Map<App, List<String>> named = new LinkedHashMap<>();
    for (ChannelConfig channel : channels) {
      channel
          .appToken()
          .ifPresent(
              token ->
                  named
                      .computeIfAbsent(
                          new App(
                              token,
                              channel.slackEndpoint(),
                              channel.allowPrivateAddresses(),
                              List.of()),
                          none -> new ArrayList<>())
                      .add(channel.name()));
    }
    return named.entrySet().stream()
        .map(
            entry ->
                new App(
                    entry.getKey().token(),
                    entry.getKey().endpoint(),
                    entry.getKey().allowPrivateAddresses(),
                    entry.getValue()))
        .toList();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a connection to Slack does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.values().forEach(SlackSocket::close);
    http.close();
  }
}
