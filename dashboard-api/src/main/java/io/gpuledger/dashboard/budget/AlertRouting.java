package io.gpuledger.dashboard.budget;

import io.gpuledger.dashboard.alert.AlertLedger;
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

  /** The budget's own channel, else the first of the file, else the product's preview. */
  String channel(Budget budget) {
    List<LedgerConfig.Channel> channels = config.get().alerts().channels();
    if (!budget.channel().isEmpty()) {
      return budget.channel();
    }
    return channels.isEmpty() ? AlertLedger.PREVIEW : channels.get(0).name();
  }

  /** The screen of this alert, under the public address, which may have a path of its own. */
  Optional<URI> link(long alertId) {
    return publicUrl
        .get()
        .map(base -> base.toString().replaceFirst("/+$", ""))
        .map(base -> URI.create(base + "/#/budgets?select=alert:" + alertId));
  }
}
