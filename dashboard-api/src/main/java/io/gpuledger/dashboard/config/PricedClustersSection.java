package io.gpuledger.dashboard.config;

import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PricedCluster;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code pricedClusters}: whose bill pays for the accelerators of a cluster. */
final class PricedClustersSection {
  private PricedClustersSection() {}

  static List<PricedCluster> read(YamlMapping top, List<LedgerConfig.Source> sources) {
    Set<String> taken = new HashSet<>();
    return top.mappings("pricedClusters", item -> cluster(item, sources, taken));
  }

  private static PricedCluster cluster(
      YamlMapping item, List<LedgerConfig.Source> sources, Set<String> taken) {
    String cluster = item.requiredText("cluster");
    if (!cluster.isEmpty() && !taken.add(cluster)) {
      item.fault("cluster", "\"" + cluster + "\" is taken by an entry above");
    }
    String source = item.requiredText("source");
    boolean telemetry =
        sources.stream()
            .anyMatch(
                known ->
                    known.name().equals(source)
                        && known.kind() == LedgerConfig.SourceKind.TELEMETRY);
    if (telemetry) {
      item.fault("source", "\"" + source + "\" is a source of telemetry; name one of bills");
    }
    return new PricedCluster(
        cluster,
        source,
        item.requiredText("account"),
        item.requiredText("provider"),
        item.text("region", ""),
        item.optional("option", PricesSection.options(), PricesSection::option)
            .orElse(PriceOption.ON_DEMAND),
        item.optional("currency", "a currency code such as USD", Scalars::currency).orElse("USD"));
  }
}
