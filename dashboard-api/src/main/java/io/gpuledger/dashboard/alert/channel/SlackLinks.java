package io.gpuledger.dashboard.alert.channel;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How the connections stand by which Slack tells us of pressed buttons, by channel. */
public final class SlackLinks {
  private final Map<String, Link> byChannel = new ConcurrentHashMap<>();

  /** How far a connection is. */
  public enum State {
    /** It is being opened. */
    CONNECTING,
    CONNECTED,
    /** It cannot be opened, or ended, and is tried again. */
    FAILING,
    /** Socket Mode is switched off in Slack: it is not tried again. */
    SWITCHED_OFF;

    /** The word in the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A connection.
   *
   * @param why it fails, or empty
   * @param since when it stands so
   */
  public record Link(State state, String why, Instant since) {}

  /** How the connection of a channel's app stands; empty where it has none. */
  public Optional<Link> of(String channel) {
    return Optional.ofNullable(byChannel.get(channel));
  }

  /** Notes how a connection stands; the time of a state stays while the state does. */
  void note(List<String> channels, State state, String why, Instant now) {
    for (String channel : channels) {
      Link unused =
          byChannel.merge(
              channel,
              new Link(state, why, now),
              (before, next) ->
                  before.state() == state ? new Link(state, why, before.since()) : next);
    }
  }

  void forget(List<String> channels) {
    channels.forEach(byChannel::remove);
  }
}
