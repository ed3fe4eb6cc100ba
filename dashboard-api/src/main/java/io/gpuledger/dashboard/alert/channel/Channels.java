package io.gpuledger.dashboard.alert.channel;

import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.Secret;
import io.gpuledger.dashboard.config.SecretReference;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sends to configured channels. Secrets are read at each send, so a rotated one takes effect. */
public final class Channels implements AutoCloseable {
  private final GuardedHttp http;
  private final Duration timeout;
  private final Clock clock;

  /**
   * Over one client.
   *
   * @param timeout longest wait for one answer
   */
  public Channels(Duration timeout, Clock clock) {
    this.http = new GuardedHttp(timeout);
    this.timeout = timeout;
    this.clock = clock;
  }

  /** Sends once. A secret that is not there yet is waited for. */
  public Outcome send(ChannelConfig config, Message message) {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Map.Entry<String, SecretReference> each : config.secrets().entrySet()) {
      Optional<Secret> secret = each.getValue().resolve();
      if (secret.isEmpty()) {
        return Outcome.retry(
            "the secret " + each.getValue() + " of the channel is not there", false);
      }
      secrets.put(each.getKey(), secret.get().reveal());
    }
    return channel(config, secrets).send(message);
  }

  private Channel channel(ChannelConfig config, Map<String, String> secrets) {
    boolean allow = config.allowPrivateAddresses();
    if (config instanceof ChannelConfig.SlackWebhook || config instanceof ChannelConfig.Teams) {
      return new PostingChannel(http, of(secrets, "webhook"), allow);
    }
    if (config instanceof ChannelConfig.SlackBot bot) {
      return new SlackBotChannel(
          http.client(allow), bot.endpoint().toString(), of(secrets, "token"), bot.channel());
    }
    if (config instanceof ChannelConfig.Email email) {
      return new EmailChannel(email, secrets.getOrDefault("password", ""), timeout);
    }
    if (config instanceof ChannelConfig.PagerDuty duty) {
      return new PagerDutyChannel(
          http, duty.endpoint().toString(), of(secrets, "routingKey"), allow);
    }
    if (config instanceof ChannelConfig.Webhook) {
      return new WebhookChannel(
          http, of(secrets, "webhook"), of(secrets, "signingKey"), allow, clock);
    }
    throw new IllegalStateException("no channel for " + config.kind());
  }

  private static String of(Map<String, String> secrets, String key) {
    return secrets.getOrDefault(key, "");
  }

  @Override
  public void close() {
    http.close();
  }
}
