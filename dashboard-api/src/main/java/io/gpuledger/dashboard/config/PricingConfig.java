package io.gpuledger.dashboard.config;

import io.gpuledger.cost.price.DevicePrice;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.TokenPrice;
import java.util.List;

/**
 * Prices of providers that stand in the place of published ones, and who pays for which cluster.
 *
 * @param devices of accelerators
 * @param tokens of tokens
 * @param clusters whose accelerators are priced, each cluster once a day
 */
public record PricingConfig(
    List<DevicePrice> devices, List<TokenPrice> tokens, List<PricedCluster> clusters) {
  public static final PricingConfig NONE = new PricingConfig(List.of(), List.of(), List.of());

  public PricingConfig {
    devices = List.copyOf(devices);
    tokens = List.copyOf(tokens);
    clusters = List.copyOf(clusters);
  }

  /** The published prices with those of this configuration. */
  public PriceBook priceBook() {
    return PriceBook.standard().with(devices, tokens);
  }
}
