package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.apps.connections.AppsConnectionsOpenResponse;
import com.slack.api.util.http.SlackHttpClient;
import io.gpuledger.dashboard.config.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one app of Slack's by Socket Mode: opened from here, so that nothing has to be
 * reachable from outside. Whenever it ends it is opened anew, after a wait that doubles to a
 * minute. Where Slack says beforehand that it ends, the next one is open before this one is closed.
 * Where Socket Mode was switched off it stays closed. Source: Slack's documentation, "Using Socket
 * Mode".
 *
 * <p>OkHttp, which Slack's SDK brings along, speaks WebSocket itself. The SDK's own client would
 * need one more library for it, and would go around the check of addresses.
 */
final class SlackSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlackSocket.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** A connection that does not answer a ping for so long is taken for dead. */
  private static final Duration PING = Duration.ofSeconds(20);

  private static final int DONE = 1000;

  private final SlackSockets.App app;
  private final OkHttpClient client;
  private final SlackSockets.Presses presses;
  private final ScheduledExecutorService thread;
  private final SlackLinks links;
  private final Clock clock;
  private final BackOff backOff;
  private final Set<WebSocket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean closed;
  private volatile boolean switchedOff;

  SlackSocket(
      SlackSockets.App app,
      OkHttpClient client,
      SlackSockets.Presses presses,
      ScheduledExecutorService thread,
      SlackLinks links,
      Clock clock,
      Duration firstWait) {
    this.app = app;
    this.client = client.newBuilder().pingInterval(PING).build();
    this.presses = presses;
    this.thread = thread;
    this.links = links;
    this.clock = clock;
    this.backOff = new BackOff(firstWait, LONGEST_WAIT, RandomGenerator.getDefault());
  }

  /** Connects for the first time, or after Socket Mode was switched off. */
  void begin() {
    switchedOff = false;
    note(SlackLinks.State.CONNECTING, "");
    connectAfter(Duration.ZERO);
  }

  /** Whether Socket Mode was switched off in Slack: nothing is tried until {@link #begin}. */
  boolean isSwitchedOff() {
    return switchedOff;
  }

  private void connectAfter(Duration wait) {
    if (closed || switchedOff) {
      return;
    }
    try {
      var unused = thread.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("stopped, no further connection to Slack", stopped);
    }
  }

  private void connect() {
    if (closed || switchedOff) {
      return;
    }
    try {
      Request request = new Request.Builder().url(address()).build();
      WebSocket unused = client.newWebSocket(request, new Listener());
    } catch (IOException | SlackApiException | RuntimeException e) {
      failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  /** Where this connection is to be opened; Slack gives each a new address. */
  private String address() throws IOException, SlackApiException {
    Optional<Secret> token = app.token().resolve();
    if (token.isEmpty()) {
      throw new IOException("the secret " + app.token() + " is not there");
    }
    SlackConfig config = new SlackConfig();
    config.setStatsEnabled(false);
    String endpoint = app.endpoint().toString();
    config.setMethodsEndpointUrlPrefix(endpoint.endsWith("/") ? endpoint : endpoint + "/");
    AppsConnectionsOpenResponse answer =
        Slack.getInstance(config, new SlackHttpClient(client))
            .methods(token.get().reveal())
            .appsConnectionsOpen(request -> request);
    if (!answer.isOk()) {
      throw new IOException("Slack answered " + answer.getError());
    }
    // Checked as every address that is called is: by the scheme that the call will have.
    WebhookAddress.checked(
        answer.getUrl().replaceFirst("^ws", "http"), app.allowPrivateAddresses());
    return answer.getUrl();
  }

  private void failed(String why) {
    if (switchedOff) {
      return;
    }
    int times = failures.incrementAndGet();
    if (times == 1) {
      LOG.warn("Slack's buttons of {} do not reach us: {}; tried again", app.channels(), why);
    }
    if (open.isEmpty()) {
      note(SlackLinks.State.FAILING, why);
    }
    connectAfter(backOff.after(times));
  }

  /** Whoever runs GpuLedger switched Socket Mode off: trying on would be of no use. */
  private void switchOff() {
    switchedOff = true;
    LOG.warn(
        "Socket Mode of the app of {} is switched off in Slack: its buttons do nothing",
        app.channels());
    note(SlackLinks.State.SWITCHED_OFF, "Socket Mode is switched off in Slack");
    open.forEach(socket -> socket.close(DONE, null));
  }

  /** That Socket Mode is switched off stands, whatever the connections that end by it would say. */
  private synchronized void note(SlackLinks.State state, String why) {
    if (!closed && (!switchedOff || state == SlackLinks.State.SWITCHED_OFF)) {
      links.note(app.channels(), state, why, clock.instant());
    }
  }

  private final class Listener extends WebSocketListener {
    /** Whether another connection takes its place, or need not. */
    private final AtomicBoolean replaced = new AtomicBoolean();

    @Override
    public void onOpen(WebSocket from, Response response) {
      open.add(from);
      if (closed || switchedOff) {
        from.close(DONE, null);
      }
    }

    @Override
    public void onMessage(WebSocket from, String text) {
      ObjectNode message;
      try {
        message = PayloadJson.object(text);
      } catch (RuntimeException e) {
        LOG.warn("Slack sent something that is no message", e);
        return;
      }
      switch (message.path("type").asText()) {
        case "hello" -> greeted(from);
        case "disconnect" -> leave(message.path("reason").asText());
        case "interactive" -> take(from, message);
        // Whatever else an app is subscribed to is taken, so that it is not sent again.
        default -> answer(from, message);
      }
    }

    /** It stands: what it replaces is needed no longer. */
    private void greeted(WebSocket from) {
      if (failures.getAndSet(0) > 0) {
        LOG.info("Slack's buttons of {} reach us again", app.channels());
      }
      note(SlackLinks.State.CONNECTED, "");
      for (WebSocket other : open) {
        if (other != from) {
          other.close(DONE, null);
        }
      }
    }

    /** Slack says that it will end this connection: it serves until the next one stands. */
    private void leave(String reason) {
      if (reason.equals("link_disabled")) {
        replaced.set(true);
        switchOff();
      } else if (replaced.compareAndSet(false, true)) {
        connectAfter(backOff.after(1));
      }
    }

    private void take(WebSocket from, JsonNode message) {
      try {
        presses.take(message.path("envelope_id").asText(), message.path("payload"), app.channels());
      } catch (RuntimeException e) {
        LOG.error("a pressed button could not be acted on; Slack sends it again", e);
        return;
      }
      answer(from, message);
    }

    private void answer(WebSocket from, JsonNode message) {
      String id = message.path("envelope_id").asText();
      if (!id.isEmpty()) {
        from.send(PayloadJson.object().put("envelope_id", id).toString());
      }
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      from.close(DONE, null);
      ended(from, "closed with " + code);
    }

    @Override
    public void onClosed(WebSocket from, int code, String reason) {
      ended(from, "closed with " + code);
    }

    @Override
    public void onFailure(WebSocket from, Throwable fault, Response response) {
      ended(from, fault.getClass().getSimpleName());
    }

    private void ended(WebSocket from, String why) {
      open.remove(from);
      if (replaced.compareAndSet(false, true) && !closed) {
        failed(why);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(socket -> socket.close(DONE, null));
  }
}
