package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.Channels;
import io.gpuledger.dashboard.alert.channel.Message;
import io.gpuledger.dashboard.alert.channel.Outcome;
import io.gpuledger.dashboard.alert.channel.SlackLinks;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.SecretReference;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The configured channels: how each stands, and a message to try one. */
public final class ChannelDesk implements AutoCloseable {
  private static final String TEST_NAME = "Test message, nothing is wrong";

  private final Supplier<LedgerConfig.Alerts> settings;
  private final Supplier<Optional<URI>> publicUrl;
  private final DeliveryLedger deliveries;
  private final Channels channels;
  private final SlackLinks links;
  private final Clock clock;

  /**
   * Over the configuration in force.
   *
   * @param publicUrl how readers reach the product, for the link of a test message
   * @param links how the connections stand by which Slack tells of pressed buttons
   */
  public ChannelDesk(
      Supplier<LedgerConfig.Alerts> settings,
      Supplier<Optional<URI>> publicUrl,
      DeliveryLedger deliveries,
      SlackLinks links,
      Clock clock) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.deliveries = deliveries;
    this.links = links;
    this.channels = new Channels(OutboxSender.TIMEOUT, clock);
    this.clock = clock;
  }

  /**
   * A channel and how it stands.
   *
   * @param destination where it leads, as far as that is no secret
   * @param missing secrets that are not there, as the file refers to them
   * @param link how the connection stands by which Slack tells of its buttons; empty where it has
   *     none
   */
  public record Entry(
      String name,
      ChannelKind kind,
      String destination,
      List<String> missing,
      DeliveryLedger.Standing standing,
      Optional<SlackLinks.Link> link) {
    public Entry {
      missing = List.copyOf(missing);
    }
  }

  /** The channels in the order of the file. */
  public List<Entry> list() {
    Map<String, DeliveryLedger.Standing> standing = deliveries.standing();
    return settings.get().channels().stream()
        .map(
            channel ->
                new Entry(
                    channel.name(),
                    channel.kind(),
                    channel.destination(),
                    Stream.of(
                            channel.secrets().values().stream(),
                            channel.signingSecret().stream(),
                            channel.appToken().stream())
                        .flatMap(references -> references)
                        .filter(reference -> reference.resolve().isEmpty())
                        .map(Object::toString)
                        .toList(),
                    standing.getOrDefault(channel.name(), DeliveryLedger.Standing.NOTHING),
                    links.of(channel.name())))
        .toList();
  }

  /**
   * Sends a message that says it is a test, once and at once, and tells the outcome. An incident is
   * resolved again.
   *
   * @return empty if there is no such channel
   */
  public Optional<Outcome> test(String name) {
    return settings.get().find(name).map(this::test);
  }

  private Outcome test(ChannelConfig channel) {
    String key = "test-" + UUID.randomUUID();
    Instant now = clock.instant();
    Optional<URI> link = publicUrl.get();
    Envelope envelope = new Envelope(0, key, Step.RAISED, link, now);
    String payload = AlertForm.of(channel.kind()).raised(facts(now), envelope);
    Outcome outcome = channels.send(channel, new Message(key, Step.RAISED, payload, ""));
    if (channel.kind() == ChannelKind.PAGERDUTY && outcome.result() == Outcome.Result.DELIVERED) {
      return channels.send(
          channel, new Message(key, Step.RECOVERED, PagerDutyForm.RESOLVE, outcome.externalId()));
    }
    return outcome;
  }

  private static AlertFacts facts(Instant now) {
    return new AlertFacts(
        new AlertFacts.BudgetFacts(
            "test", 0, TEST_NAME, "", List.of(), "USD", Amount.of(1_000), "", ""),
        YearMonth.from(now.atZone(ZoneOffset.UTC)).toString(),
        List.of(80),
        SpendKind.FROM_BILL,
        new Spent(Amount.of(800), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of("everything: the figures of this message are made up"),
        now);
  }

  /** The channels of Slack whose app signs with this secret what it sends us. */
  public List<String> signedBy(Predicate<String> isSignedWith) {
    return settings.get().channels().stream()
        .filter(
            channel ->
                channel
                    .signingSecret()
                    .flatMap(SecretReference::resolve)
                    .filter(secret -> isSignedWith.test(secret.reveal()))
                    .isPresent())
        .map(ChannelConfig::name)
        .toList();
  }

  /** Whether Slack may call us about buttons of any channel. */
  public boolean isCalledBySlack() {
    return settings.get().channels().stream().anyMatch(c -> c.signingSecret().isPresent());
  }

  /** The zone of a channel's day: that of its digest or quiet hours, else UTC. */
  public ZoneId zone(String channel) {
    return zone(settings.get().policy(), channel);
  }

  /** The zone of a channel's day under a policy. */
  public static ZoneId zone(AlertPolicy policy, String channel) {
    return Disposition.zone(policy, channel);
  }

  @Override
  public void close() {
    channels.close();
  }
}
