package io.gpuledger.dashboard.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One alert channel of the file. Addresses and keys that are secrets stand by reference. */
public sealed interface ChannelConfig {
  /** Its name, by which budgets and the ledger know it. */
  String name();

  /** Permits plain http, and loopback or private addresses. */
  boolean allowPrivateAddresses();

  ChannelKind kind();

  /** What is looked up at each send, by its key in the file. */
  Map<String, SecretReference> secrets();

  /** Where it leads, as far as that is no secret. */
  String destination();

  /** By what Slack signs that a button was pressed; empty where it calls no address of ours. */
  default Optional<SecretReference> signingSecret() {
    return Optional.empty();
  }

  /**
   * The app-level token by which we connect to Slack to hear that a button was pressed; empty where
   * we do not.
   */
  default Optional<SecretReference> appToken() {
    return Optional.empty();
  }

  /** Where the methods of Slack's Web API stand. */
  default URI slackEndpoint() {
    return SlackBot.ENDPOINT;
  }

  /** Whether buttons act; else they are links. */
  default boolean hasButtons() {
    return signingSecret().isPresent() || appToken().isPresent();
  }

  /**
   * An incoming webhook of Slack, bound to the channel that it was made for.
   *
   * @param signingSecret of the app that the webhook belongs to, where Slack calls us
   * @param appToken app-level token of it, where we connect to Slack
   */
  record SlackWebhook(
      String name,
      boolean allowPrivateAddresses,
      SecretReference webhook,
      Optional<SecretReference> signingSecret,
      Optional<SecretReference> appToken)
      implements ChannelConfig {
    /** A webhook whose buttons are links. */
    public SlackWebhook(String name, boolean allowPrivateAddresses, SecretReference webhook) {
      this(name, allowPrivateAddresses, webhook, Optional.empty(), Optional.empty());
    }

    @Override
    public ChannelKind kind() {
      return ChannelKind.SLACK;
    }

    @Override
    public Map<String, SecretReference> secrets() {
      return Map.of("webhook", webhook);
    }

    @Override
    public String destination() {
      return "the channel of the webhook";
    }
  }

  /**
   * A bot of Slack.
   *
   * @param channel id of the channel, e.g. {@code C0123ABCD}
   * @param endpoint where the methods of the Web API stand
   * @param signingSecret of the bot's app, where Slack calls us
   * @param appToken app-level token of it, where we connect to Slack
   */
  record SlackBot(
      String name,
      boolean allowPrivateAddresses,
      SecretReference token,
      String channel,
      URI endpoint,
      Optional<SecretReference> signingSecret,
      Optional<SecretReference> appToken)
      implements ChannelConfig {
    /** A bot whose buttons are links. */
    public SlackBot(
        String name,
        boolean allowPrivateAddresses,
        SecretReference token,
        String channel,
        URI endpoint) {
      this(
          name,
          allowPrivateAddresses,
          token,
          channel,
          endpoint,
          Optional.empty(),
          Optional.empty());
    }

    static final URI ENDPOINT = URI.create("https://slack.com/api/");

    @Override
    public URI slackEndpoint() {
      return endpoint;
    }

    @Override
    public ChannelKind kind() {
      return ChannelKind.SLACK_BOT;
    }

    @Override
    public Map<String, SecretReference> secrets() {
      return Map.of("token", token);
    }

    @Override
    public String destination() {
      return channel;
    }
  }

  /** How a connection to a mail server is protected. */
  enum MailSecurity {
    /** Begins plain and must become TLS before anything is said. */
    STARTTLS(587),
    /** TLS from the first byte. */
    TLS(465),
    /** Not at all: for a relay on the same host or a closed network. */
    NONE(25);

    private final int usualPort;

    MailSecurity(int usualPort) {
      this.usualPort = usualPort;
    }

    int usualPort() {
      return usualPort;
    }
  }

  /**
   * Mail by SMTP.
   *
   * @param user whom to sign in as, empty for nobody
   */
  record Email(
      String name,
      boolean allowPrivateAddresses,
      String host,
      int port,
      MailSecurity security,
      String user,
      Optional<SecretReference> password,
      String from,
      List<String> to)
      implements ChannelConfig {
    public Email {
      to = List.copyOf(to);
    }

    @Override
    public ChannelKind kind() {
      return ChannelKind.EMAIL;
    }

    @Override
    public Map<String, SecretReference> secrets() {
      return password.map(reference -> Map.of("password", reference)).orElse(Map.of());
    }

    @Override
    public String destination() {
      return String.join(", ", to) + " by " + host;
    }
  }

  /** A Workflows webhook of Microsoft Teams. */
  record Teams(String name, boolean allowPrivateAddresses, SecretReference webhook)
      implements ChannelConfig {
    @Override
    public ChannelKind kind() {
      return ChannelKind.TEAMS;
    }

    @Override
    public Map<String, SecretReference> secrets() {
      return Map.of("webhook", webhook);
    }

    @Override
    public String destination() {
      return "the channel or chat of the workflow";
    }
  }

  /**
   * A service of PagerDuty.
   *
   * @param routingKey the integration key of the service
   */
  record PagerDuty(
      String name, boolean allowPrivateAddresses, SecretReference routingKey, URI endpoint)
      implements ChannelConfig {
    static final URI ENDPOINT = URI.create("https://events.pagerduty.com/v2/enqueue");

    @Override
    public ChannelKind kind() {
      return ChannelKind.PAGERDUTY;
    }

    @Override
    public Map<String, SecretReference> secrets() {
      return Map.of("routingKey", routingKey);
    }

    @Override
    public String destination() {
      return "the service of the routing key, by " + endpoint.getHost();
    }
  }

  /**
   * A signed CloudEvent.
   *
   * @param signingKey key of the HMAC-SHA256
   */
  record Webhook(
      String name,
      boolean allowPrivateAddresses,
      SecretReference webhook,
      SecretReference signingKey)
      implements ChannelConfig {
    @Override
    public ChannelKind kind() {
      return ChannelKind.WEBHOOK;
    }

    @Override
    public Map<String, SecretReference> secrets() {
      Map<String, SecretReference> secrets = new LinkedHashMap<>();
      secrets.put("webhook", webhook);
      secrets.put("signingKey", signingKey);
      return secrets;
    }

    @Override
    public String destination() {
      return "the address of the webhook";
    }
  }
}
