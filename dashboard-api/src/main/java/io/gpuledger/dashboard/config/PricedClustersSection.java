package io.gpuledger.dashboard.config;

import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PricedCluster;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code pricedClusters}: whose bill pays for the accelerators of a cluster, and from when to
 * when.
 */
final class PricedClustersSection {
  private static final String DAY = "a UTC day such as 2026-10-01";

  private PricedClustersSection() {}

  static List<PricedCluster> read(YamlMapping top, List<LedgerConfig.Source> sources) {
    List<PricedCluster> above = new ArrayList<>();
    return top.mappings("pricedClusters", item -> cluster(item, sources, above));
  }

  private static PricedCluster cluster(
      YamlMapping item, List<LedgerConfig.Source> sources, List<PricedCluster> above) {
    String cluster = item.requiredText("cluster");
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
    Optional<LocalDate> from = item.optional("from", DAY, LocalDate::parse);
    Optional<LocalDate> to = item.optional("to", DAY, LocalDate::parse);
    boolean backwards = to.isPresent() && from.isPresent() && !from.get().isBefore(to.get());
    if (backwards) {
      item.fault("to", "must be later than \"from\"");
    }
    PricedCluster entry =
        new PricedCluster(
            cluster,
            source,
            item.requiredText("account"),
            item.requiredText("provider"),
            item.text("region", ""),
            item.optional("option", PricesSection.options(), PricesSection::option)
                .orElse(PriceOption.ON_DEMAND),
            item.optional("currency", "a currency code such as USD", Scalars::currency)
                .orElse("USD"),
            from,
            to);
    if (!cluster.isEmpty() && !backwards && above.stream().anyMatch(entry::overlaps)) {
      item.fault(
          "cluster",
          "\""
              + cluster
              + "\" is taken on some of these days by an entry above; where its bill has"
              + " changed, end that one by \"to\" and begin this one by \"from\"");
    }
    if (!backwards) {
      above.add(entry);
    }
    return entry;
  }
}
