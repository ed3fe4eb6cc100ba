package io.gpuledger.dashboard.budget;

import io.gpuledger.dashboard.alert.Target;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which channel a budget's alert takes, and where its link leads. */
public final class AlertRouting {
  private final Supplier<LedgerConfig> config;
  private final Supplier<Optional<URI>> publicUrl;

  public AlertRouting(Supplier<LedgerConfig> config, Supplier<Optional<URI>> publicUrl) {
    this.config = config;
    this.publicUrl = publicUrl;
  }

  /**
   * The budget's own channel, else the first of the file, else the product's preview. A channel
   * that the file no longer has is taken for a Slack webhook: its message waits until it is there
   * again.
   */
  List<Target> targets(Budget budget) {
    LedgerConfig.Alerts alerts = config.get().alerts();
    if (!budget.channel().isEmpty()) {
      ChannelKind kind =
          alerts.find(budget.channel()).map(ChannelConfig::kind).orElse(ChannelKind.SLACK);
      return List.of(new Target(budget.channel(), kind));
    }
    return alerts.channels().stream()
        .findFirst()
        .map(channel -> List.of(new Target(channel.name(), channel.kind())))
        .orElse(List.of(Target.PREVIEW));
  }

  /** The screen of this alert, under the public address, which may have a path of its own. */
  Optional<URI> link(long alertId) {
    return publicUrl
        .get()
        .map(base -> base.toString().replaceFirst("/+$", ""))
        .map(base -> URI.create(base + "/#/budgets?select=alert:" + alertId));
  }
}
