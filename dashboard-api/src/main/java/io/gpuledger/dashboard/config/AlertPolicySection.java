package io.gpuledger.dashboard.config;

import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.budget.CrossingState;
import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands in {@code alerts} beside the channels. */
final class AlertPolicySection {
  /** Entries of each list at most. */
  static final int LIMIT = 200;

  private static final String ZONE = "a time zone such as Europe/Berlin or UTC";
  private static final String CLOCK = "a time of the day such as 09:00, in quotes";
  private static final String INSTANT = "a UTC instant such as 2026-11-30T22:00:00Z";
  private static final String GATE = "an amount above 0 with its currency such as 500 USD";
  private static final String WINDOW =
      "a duration of whole 5 minutes from 5m to 24h, such as 1h or 90m";
  private static final String SHARE = "a share from 0 to 1";
  private static final String DURATION = "a duration such as 30m or 2h";
  private static final Duration LONGEST = Duration.ofDays(30);

  private final YamlMapping alerts;
  private final List<ChannelConfig> channels;

  private AlertPolicySection(YamlMapping alerts, List<ChannelConfig> channels) {
    this.alerts = alerts;
    this.channels = channels;
  }

  /**
   * Reads the policy.
   *
   * @param channels those that it may name
   */
  static AlertPolicy read(YamlMapping alerts, List<ChannelConfig> channels) {
    return new AlertPolicySection(alerts, channels).read();
  }

  private AlertPolicy read() {
    return new AlertPolicy(
        alerts
            .optional("hysteresis", "a percent of the limit from 0 to 50", this::margin)
            .orElse(CrossingState.DEFAULT_MARGIN),
        bounded("routes", alerts.mappings("routes", this::route)),
        bounded("quietHours", alerts.mappings("quietHours", this::quiet)),
        bounded("digests", alerts.mappings("digests", this::digest)),
        bounded("maintenance", alerts.mappings("maintenance", this::maintenance)),
        escalation(),
        alerts
            .optional(
                "floodPerHour",
                "a number from 1 to 10000",
                text -> Scalars.between(text, 1, 10_000))
            .orElse(AlertPolicy.FLOOD_PER_HOUR),
        watch());
  }

  private <T> List<T> bounded(String key, List<T> read) {
    if (read.size() > LIMIT) {
      alerts.fault(key, read.size() + " entries, at most " + LIMIT + " are allowed");
    }
    return read;
  }

  private BigDecimal margin(String text) {
    BigDecimal margin = new BigDecimal(text);
    if (margin.signum() < 0 || margin.compareTo(CrossingState.WIDEST_MARGIN) > 0) {
      throw new IllegalArgumentException(text);
    }
    return margin;
  }

  private AlertPolicy.Route route(YamlMapping item) {
    AlertPolicy.Match match = match(item);
    List<String> names = named(item, "channels");
    if (!item.has("channels")) {
      item.fault("channels", "\"channels\" is missing: expected a list of channels");
    }
    return new AlertPolicy.Route(match, names);
  }

  private AlertPolicy.Match match(YamlMapping item) {
    return new AlertPolicy.Match(
        Set.copyOf(kinds(item, "kinds")),
        Set.copyOf(item.values("teams", "a team", text -> text)),
        Set.copyOf(item.values("severity", "one of info, warning, page", AlertSeverity::of)));
  }

  private static List<AlertKind> kinds(YamlMapping item, String key) {
    return item.values(key, "a kind of alert such as stale_source", AlertKind::of);
  }

  private List<String> named(YamlMapping item, String key) {
    List<String> names = item.values(key, "a channel", text -> text);
    for (String name : names) {
      known(item, key, name);
    }
    return names;
  }

  private void known(YamlMapping item, String key, String name) {
    if (channels.stream().noneMatch(channel -> channel.name().equals(name))) {
      item.fault(key, "\"" + name + "\" is not one of alerts.channels");
    }
  }

  private AlertPolicy.Quiet quiet(YamlMapping item) {
    LocalTime from = item.required("from", LocalTime.MIDNIGHT, CLOCK, LocalTime::parse);
    LocalTime to = item.required("to", LocalTime.MIDNIGHT, CLOCK, LocalTime::parse);
    if (item.has("from") && item.has("to") && from.equals(to)) {
      item.fault("to", "is the time that it begins at");
    }
    return new AlertPolicy.Quiet(named(item, "channels"), zone(item), from, to);
  }

  private AlertPolicy.Digest digest(YamlMapping item) {
    List<String> names = named(item, "channels");
    for (String name : names) {
      if (channels.stream()
          .anyMatch(c -> c.name().equals(name) && c.kind() == ChannelKind.PAGERDUTY)) {
        item.fault(
            "channels",
            "\""
                + name
                + "\" is of kind pagerduty, where a digest would be an incident that is never over;"
                + " name a channel of another kind");
      }
    }
    return new AlertPolicy.Digest(
        names, zone(item), item.required("at", LocalTime.MIDNIGHT, CLOCK, LocalTime::parse));
  }

  private static ZoneId zone(YamlMapping item) {
    return item.required("zone", ZoneOffset.UTC, ZONE, ZoneId::of);
  }

  private AlertPolicy.Maintenance maintenance(YamlMapping item) {
    String name = item.requiredText("name");
    String owner = item.requiredText("owner");
    Instant from = item.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to = item.required("to", Instant.EPOCH, INSTANT, Scalars::instant);
    if (item.has("from") && item.has("to") && !from.isBefore(to)) {
      item.fault("to", "is not after the beginning");
    }
    return new AlertPolicy.Maintenance(name, owner, from, to, match(item));
  }

  private Optional<AlertPolicy.Escalation> escalation() {
    boolean wanted = alerts.has("escalation");
    YamlMapping item = alerts.mapping("escalation");
    Duration after =
        item.optional("after", DURATION, AlertPolicySection::wait).orElse(Duration.ofMinutes(30));
    String channel = item.text("channel", "");
    if (!channel.isEmpty()) {
      known(item, "channel", channel);
    }
    String owner = item.text("owner", "");
    item.done();
    return wanted
        ? Optional.of(new AlertPolicy.Escalation(after, channel, owner))
        : Optional.empty();
  }

  private static Duration wait(String text) {
    Duration wait = Scalars.positiveDuration(text);
    if (wait.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(text);
    }
    return wait;
  }

  private AlertPolicy.Watch watch() {
    AlertPolicy.Watch usual = AlertPolicy.Watch.DEFAULT;
    YamlMapping item = alerts.mapping("watch");
    List<Integer> days =
        item.values("expiringDays", "days from 1 to 365", text -> Scalars.between(text, 1, 365));
    AlertPolicy.Watch watch =
        new AlertPolicy.Watch(
            Set.copyOf(kinds(item, "exclude")),
            item.optional("coverageGoal", SHARE, AlertPolicySection::share)
                .orElse(usual.coverageGoal()),
            item.optional("idlePerHour", GATE, Scalars::gate),
            item.optional("idleFor", DURATION, AlertPolicySection::wait).orElse(usual.idleFor()),
            item.optional("runawayPerHour", GATE, Scalars::gate),
            burn(item.mapping("burn")),
            item.optional("utilisationFloor", SHARE, AlertPolicySection::share)
                .orElse(usual.utilisationFloor()),
            days.isEmpty()
                ? usual.expiringDays()
                : days.stream().distinct().sorted((a, b) -> Integer.compare(b, a)).toList());
    item.done();
    return watch;
  }

  /** Both windows together must make sense, whichever of them is left out. */
  private static BurnRule burn(YamlMapping item) {
    BurnRule usual = BurnRule.DEFAULT;
    Duration recent =
        item.optional("short", WINDOW, AlertPolicySection::window).orElse(usual.shortWindow());
    Duration whole =
        item.optional("long", WINDOW, AlertPolicySection::window).orElse(usual.longWindow());
    BigDecimal factor =
        item.optional("factor", "a number above 1, at most 1000", AlertPolicySection::factor)
            .orElse(usual.factor());
    Optional<Money> least = item.optional("least", GATE, Scalars::gate);
    if (recent.compareTo(whole) >= 0) {
      item.fault(
          item.has("short") ? "short" : "long",
          "the short window ("
              + recent.toMinutes()
              + "m) must be shorter than the long one ("
              + whole.toMinutes()
              + "m)");
      return usual;
    }
    item.done();
    return new BurnRule(recent, whole, factor, least);
  }

  private static Duration window(String text) {
    Duration window = Scalars.positiveDuration(text);
    if (!BurnRule.isWhole(window) || window.compareTo(BurnRule.LONGEST) > 0) {
      throw new IllegalArgumentException(text);
    }
    return window;
  }

  private static BigDecimal factor(String text) {
    BigDecimal factor = new BigDecimal(text);
    if (factor.compareTo(BigDecimal.ONE) <= 0 || factor.compareTo(BigDecimal.valueOf(1_000)) > 0) {
      throw new IllegalArgumentException(text);
    }
    return factor;
  }

  private static BigDecimal share(String text) {
    return Scalars.share(text).toBigDecimal();
  }
}
