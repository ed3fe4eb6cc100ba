package io.gpuledger.cost.price;

import io.gpuledger.cost.time.TimeRange;

/**
 * What an accelerator costs at a provider.
 *
 * @param provider as {@link ProviderName} writes it
 * @param region the provider's id of it; empty for every region
 * @param deviceModel as {@link DeviceFamily} writes it
 * @param option on which terms
 * @param price with its unit; never of tokens
 * @param valid when it holds
 * @param origin who says so, and since when
 * @param standing whether something is configured in its place
 */
public record DevicePrice(
    String provider,
    String region,
    String deviceModel,
    PriceOption option,
    UnitPrice price,
    TimeRange valid,
    PriceOrigin origin,
    PriceStanding standing) {
  public DevicePrice {
    if (provider.isBlank() || deviceModel.isBlank()) {
      throw new IllegalArgumentException("a price of a device needs a provider and a model");
    }
    if (price instanceof UnitPrice.PerMillionTokens) {
      throw new IllegalArgumentException("a price of tokens is no price of " + deviceModel);
    }
  }

  /** Whether both are prices of the same thing in the same currency. */
  boolean isOfSame(DevicePrice other) {
    return provider.equals(other.provider)
        && region.equals(other.region)
        && deviceModel.equals(other.deviceModel)
        && option == other.option
        && currency().equals(other.currency());
  }

  /** The currency of the price. */
  public String currency() {
    return price.price().currency();
  }

  DevicePrice as(PriceStanding changed) {
    return new DevicePrice(provider, region, deviceModel, option, price, valid, origin, changed);
  }
}
