package io.gpuledger.dashboard.config;

import io.gpuledger.cost.price.DevicePrice;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.TokenPrice;
import java.util.List;

/**
 * Prices of providers that stand in the place of published ones.
 *
 * @param devices of accelerators
 * @param tokens of tokens
 */
public record PricingConfig(List<DevicePrice> devices, List<TokenPrice> tokens) {
  public static final PricingConfig NONE = new PricingConfig(List.of(), List.of());

  public PricingConfig {
    devices = List.copyOf(devices);
    tokens = List.copyOf(tokens);
  }

  /** The published prices with those of this configuration. */
  public PriceBook priceBook() {
    return PriceBook.standard().with(devices, tokens);
  }
}
