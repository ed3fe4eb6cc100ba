package io.gpuledger.dashboard.config;

import io.gpuledger.dashboard.config.ChannelConfig.MailSecurity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an entry of {@code alerts.channels}. What belongs to another kind of channel is a fault.
 */
final class ChannelsSection {
  /** Channels of a file at most. */
  static final int LIMIT = 200;

  /** Addresses that one mail goes to at most. */
  static final int TO_LIMIT = 50;

  /** The product's own; no entry may have its name. */
  static final String PREVIEW = "preview";

  private static final String ADDRESS = "a mail address such as finance@example.com";
  private static final String ENDPOINT = "an http or https address";
  private static final Pattern MAIL =
      Pattern.compile("[^\\s@<>,;\"\\p{Cntrl}]{1,64}@[^\\s@<>,;\"\\p{Cntrl}]{1,255}");

  private static final Map<ChannelKind, List<String>> KEYS =
      Map.of(
          ChannelKind.SLACK, List.of("webhook", "signingSecret", "appToken"),
          ChannelKind.SLACK_BOT,
              List.of("token", "channel", "endpoint", "signingSecret", "appToken"),
          ChannelKind.EMAIL, List.of("host", "port", "security", "user", "password", "from", "to"),
          ChannelKind.TEAMS, List.of("webhook"),
          ChannelKind.PAGERDUTY, List.of("routingKey", "endpoint"),
          ChannelKind.WEBHOOK, List.of("webhook", "signingKey"));

  private final YamlMapping item;

  private ChannelsSection(YamlMapping item) {
    this.item = item;
  }

  /**
   * Reads one channel.
   *
   * @param allowPrivate what holds where the channel does not say
   */
  static ChannelConfig channel(YamlMapping item, boolean allowPrivate) {
    return new ChannelsSection(item).read(allowPrivate);
  }

  private ChannelConfig read(boolean allowPrivate) {
    String name = item.requiredText("name");
    if (name.equals(PREVIEW)) {
      item.fault("name", "\"preview\" is the name of the product's own channel");
    }
    ChannelKind kind =
        item.optional("kind", Scalars.words(ChannelKind.class), ChannelKind::of)
            .orElse(ChannelKind.SLACK);
    boolean allow =
        item.optional("allowPrivateAddresses", "true or false", Scalars::flag).orElse(allowPrivate);
    refuseOthers(kind);
    return switch (kind) {
      case SLACK ->
          new ChannelConfig.SlackWebhook(
              name,
              allow,
              secret("webhook"),
              item.secret("signingSecret"),
              item.secret("appToken"));
      case SLACK_BOT ->
          new ChannelConfig.SlackBot(
              name,
              allow,
              secret("token"),
              item.requiredText("channel"),
              endpoint(ChannelConfig.SlackBot.ENDPOINT),
              item.secret("signingSecret"),
              item.secret("appToken"));
      case EMAIL -> email(name, allow);
      case TEAMS -> new ChannelConfig.Teams(name, allow, secret("webhook"));
      case PAGERDUTY ->
          new ChannelConfig.PagerDuty(
              name, allow, secret("routingKey"), endpoint(ChannelConfig.PagerDuty.ENDPOINT));
      case WEBHOOK ->
          new ChannelConfig.Webhook(name, allow, secret("webhook"), secret("signingKey"));
    };
  }

  private void refuseOthers(ChannelKind kind) {
    List<String> own = KEYS.getOrDefault(kind, List.of());
    KEYS.values().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .filter(key -> !own.contains(key) && item.has(key))
        .forEach(
            key ->
                item.fault(
                    key, "\"" + key + "\" is not a setting of a channel of kind " + kind.code()));
  }

  private SecretReference secret(String key) {
    Optional<SecretReference> secret = item.secret(key);
    if (!item.has(key)) {
      item.fault(key, "\"" + key + "\" is missing: expected ${env:NAME} or ${file:/path}");
    }
    return secret.orElse(new SecretReference(SecretReference.Kind.ENV, "UNSET"));
  }

  private URI endpoint(URI usual) {
    return item.optional("endpoint", ENDPOINT, Scalars::httpUri).orElse(usual);
  }

  private ChannelConfig email(String name, boolean allow) {
    String host = item.requiredText("host");
    MailSecurity security =
        item.optional(
                "security",
                Scalars.words(MailSecurity.class),
                text -> Scalars.word(MailSecurity.class, text))
            .orElse(MailSecurity.STARTTLS);
    int port =
        item.optional("port", "a port from 1 to 65535", text -> Scalars.between(text, 1, 65_535))
            .orElse(security.usualPort());
    String user = item.text("user", "");
    Optional<SecretReference> password = item.secret("password");
    if (item.has("password") == user.isEmpty()) {
      item.fault(user.isEmpty() ? "password" : "user", "user and password stand together");
    }
    if (security == MailSecurity.NONE && item.has("password")) {
      item.fault("security", "a password is not sent over a connection without TLS");
    }
    String from = item.required("from", "", ADDRESS, ChannelsSection::mail);
    List<String> to = item.values("to", ADDRESS, ChannelsSection::mail);
    if (to.isEmpty() && !item.has("to")) {
      item.fault("to", "\"to\" is missing: expected a list of mail addresses");
    }
    if (to.size() > TO_LIMIT) {
      item.fault("to", to.size() + " entries, at most " + TO_LIMIT + " are allowed");
    }
    return new ChannelConfig.Email(name, allow, host, port, security, user, password, from, to);
  }

  private static String mail(String text) {
    if (!MAIL.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
