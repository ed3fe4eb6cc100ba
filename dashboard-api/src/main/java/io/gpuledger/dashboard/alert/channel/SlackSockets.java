package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.SecretReference;
import java.net.URI;
import java.time.Clock;
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
  /** At most before the second try of a connection; it doubles. */
  public static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SlackSockets.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final GuardedHttp http;
  private final Supplier<List<ChannelConfig>> channels;
  private final Presses presses;
  private final SlackLinks links;
  private final Clock clock;
  private final Duration firstWait;
  private final ScheduledExecutorService thread;
  private final Map<App, SlackSocket> open = new LinkedHashMap<>();

  /** The channels as the file was read last; of the thread alone. */
  private List<ChannelConfig> followed = List.of();

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
      SlackLinks links,
      Clock clock,
      Duration timeout,
      Duration firstWait) {
    this.http = new GuardedHttp(timeout);
    this.channels = channels;
    this.presses = presses;
    this.links = links;
    this.clock = clock;
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
   * @param links is told how each connection stands
   * @param timeout longest wait for one answer
   * @param firstWait before the second try of a connection, at most; it doubles to a minute
   */
  public static SlackSockets start(
      Supplier<List<ChannelConfig>> channels,
      Presses presses,
      SlackLinks links,
      Clock clock,
      Duration timeout,
      Duration firstWait) {
    SlackSockets sockets = new SlackSockets(channels, presses, links, clock, timeout, firstWait);
    var unused =
        sockets.thread.scheduleWithFixedDelay(
            sockets::follow, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return sockets;
  }

  /**
   * Opens what the file names now, and closes what it no longer names. What was switched off in
   * Slack is tried again once the file was read anew.
   */
  private void follow() {
    try {
      List<ChannelConfig> now = channels.get();
      boolean readAnew = now != followed;
      followed = now;
      List<App> wanted = apps(now);
      open.entrySet()
          .removeIf(
              entry -> {
                boolean gone = !wanted.contains(entry.getKey());
                if (gone) {
                  entry.getValue().close();
                  links.forget(entry.getKey().channels());
                }
                return gone;
              });
      for (App app : wanted) {
        SlackSocket known = open.get(app);
        if (known == null) {
          SlackSocket socket = socket(app);
          open.put(app, socket);
          socket.begin();
        } else if (readAnew && known.isSwitchedOff()) {
          known.begin();
        }
      }
    } catch (RuntimeException e) {
      LOG.error("what Slack's apps are cannot be read", e);
    }
  }

  private SlackSocket socket(App app) {
    return new SlackSocket(
        app, http.client(app.allowPrivateAddresses()), presses, thread, links, clock, firstWait);
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
