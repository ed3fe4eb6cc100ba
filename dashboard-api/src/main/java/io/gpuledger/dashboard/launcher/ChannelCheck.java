package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.alert.channel.WebhookAddress;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.Secret;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.dashboard.launcher.Doctor.Finding;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether an alert channel can be sent to, as far as that shows without sending: its secrets are
 * there, its address may be called and its host has one.
 */
final class ChannelCheck {
  private ChannelCheck() {}

  static Finding of(ChannelConfig channel) {
    String check = "channel " + channel.name();
    List<SecretReference> missing =
        Stream.of(
                channel.secrets().values().stream(),
                channel.signingSecret().stream(),
                channel.appToken().stream())
            .flatMap(references -> references)
            .filter(secret -> secret.resolve().map(Secret::reveal).orElse("").isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      return new Finding(
          check,
          false,
          channel.kind().code() + ", " + missing.get(0) + " is not there",
          "set " + missing.get(0) + " for the process of GpuLedger");
    }
    try {
      List<InetAddress> unused =
          WebhookAddress.resolve(host(channel), channel.allowPrivateAddresses());
    } catch (WebhookAddress.ForbiddenAddress e) {
      return new Finding(
          check,
          false,
          channel.kind().code() + ", " + e.getMessage(),
          "name a public https address, or set allowPrivateAddresses of the channel");
    } catch (UnknownHostException e) {
      return new Finding(
          check,
          false,
          channel.kind().code() + ", its host has no address here",
          "mend the name or the network; then gpuledger channels test " + channel.name());
    }
    return new Finding(check, true, channel.kind().code() + " to " + channel.destination(), "");
  }

  /** The host that is called. The address itself may be a secret and is not told. */
  private static String host(ChannelConfig channel) throws WebhookAddress.ForbiddenAddress {
    if (channel instanceof ChannelConfig.Email mail) {
      return mail.host();
    }
    if (channel instanceof ChannelConfig.SlackBot bot) {
      return checked(bot.endpoint().toString(), channel);
    }
    if (channel instanceof ChannelConfig.PagerDuty duty) {
      return checked(duty.endpoint().toString(), channel);
    }
    return checked(
        Optional.ofNullable(channel.secrets().get("webhook"))
            .flatMap(SecretReference::resolve)
            .map(Secret::reveal)
            .orElse(""),
        channel);
  }

  private static String checked(String address, ChannelConfig channel)
      throws WebhookAddress.ForbiddenAddress {
    URI uri = WebhookAddress.checked(address, channel.allowPrivateAddresses());
    return uri.getHost();
  }
}
