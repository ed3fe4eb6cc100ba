package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.ChannelKind;

/**
 * A channel that an alert goes to.
 *
 * @param channel its name in the file
 * @param buttons whether it can tell us that a button was pressed
 */
public record Target(String channel, ChannelKind kind, boolean buttons) {
  /** A channel without buttons that act. */
  public Target(String channel, ChannelKind kind) {
    this(channel, kind, false);
  }

  /** The product's own preview, shown as Slack would show it; delivered once it is written. */
  public static final Target PREVIEW = new Target(AlertLedger.PREVIEW, ChannelKind.SLACK);

  boolean isPreview() {
    return channel.equals(AlertLedger.PREVIEW);
  }
}
