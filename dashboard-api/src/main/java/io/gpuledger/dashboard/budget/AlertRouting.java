package io.gpuledger.dashboard.budget;

import io.gpuledger.dashboard.alert.CareRounds;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.alert.Target;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which channels an alert takes, and where its link leads. Only what pages goes to PagerDuty: a
 * channel of that kind is passed over by everything else, wherever it is named.
 */
public final class AlertRouting implements CareRounds.Outward {
  private final Supplier<LedgerConfig> config;
  private final Supplier<Optional<URI>> publicUrl;

  public AlertRouting(Supplier<LedgerConfig> config, Supplier<Optional<URI>> publicUrl) {
    this.config = config;
    this.publicUrl = publicUrl;
  }

  /**
   * The budget's own channels (several are parted by commas), else those of the routes, else the
   * first of the file, else the product's preview. A channel that the file no longer has is taken
   * for a Slack webhook: its message waits until it is there again.
   */
  List<Target> targets(Budget budget, AlertKind kind) {
    return targets(names(budget.channel()), kind, budget.teamScope(), kind.severity(), Set.of());
  }

  /** The channels that a budget names, parted by commas. */
  static List<String> names(String channels) {
    return List.of(channels.split(",", -1)).stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /**
   * Where an alert goes that is not a budget's.
   *
   * @param without channels that it must not take: those that it is about
   */
  public List<Target> targets(
      AlertKind kind, List<String> teams, AlertSeverity severity, Set<String> without) {
    return targets(List.of(), kind, teams, severity, without);
  }

  /**
   * The same of a notice about what names channels of its own.
   *
   * @param own where it goes before any route
   */
  public List<Target> targets(List<String> own, Notice notice, Set<String> without) {
    return targets(own, notice.kind(), notice.teamScope(), notice.severity(), without);
  }

  private List<Target> targets(
      List<String> own,
      AlertKind kind,
      List<String> teams,
      AlertSeverity severity,
      Set<String> without) {
    List<Target> chosen = allowed(own, severity, without);
    if (chosen.isEmpty()) {
      chosen =
          config.get().alerts().policy().routes().stream()
              .filter(route -> route.match().holds(kind, teams, severity))
              .map(AlertPolicy.Route::channels)
              .map(channels -> allowed(channels, severity, without))
              .filter(targets -> !targets.isEmpty())
              .findFirst()
              .orElse(List.of());
    }
    if (chosen.isEmpty()) {
      chosen = usual(severity, without);
    }
    return chosen.isEmpty() ? List.of(Target.PREVIEW) : chosen;
  }

  /** The first channel of the file; what pages also goes to every service of PagerDuty. */
  private List<Target> usual(AlertSeverity severity, Set<String> without) {
    List<Target> all =
        allowed(
            config.get().alerts().channels().stream().map(ChannelConfig::name).toList(),
            severity,
            without);
    List<Target> chosen = new ArrayList<>();
    all.stream()
        .filter(to -> to.kind() != ChannelKind.PAGERDUTY)
        .findFirst()
        .ifPresent(chosen::add);
    all.stream().filter(to -> to.kind() == ChannelKind.PAGERDUTY).forEach(chosen::add);
    return chosen;
  }

  private List<Target> allowed(List<String> names, AlertSeverity severity, Set<String> without) {
    return names.stream()
        .distinct()
        .filter(name -> !without.contains(name))
        .map(this::target)
        .filter(to -> severity == AlertSeverity.PAGE || to.kind() != ChannelKind.PAGERDUTY)
        .toList();
  }

  @Override
  public List<String> channels() {
    return config.get().alerts().channels().stream().map(ChannelConfig::name).toList();
  }

  @Override
  public Target target(String channel) {
    Optional<ChannelConfig> found = config.get().alerts().find(channel);
    return new Target(
        channel,
        found.map(ChannelConfig::kind).orElse(ChannelKind.SLACK),
        found.filter(ChannelConfig::hasButtons).isPresent());
  }

  /** The screen of this alert, under the public address, which may have a path of its own. */
  @Override
  public Optional<URI> link(long alertId) {
    return screen("#/alerts?select=alert:" + alertId);
  }

  @Override
  public Optional<URI> open() {
    return screen("#/alerts?select=status:open");
  }

  private Optional<URI> screen(String place) {
    return publicUrl
        .get()
        .map(base -> base.toString().replaceFirst("/+$", ""))
        .map(base -> URI.create(base + "/" + place));
  }
}
