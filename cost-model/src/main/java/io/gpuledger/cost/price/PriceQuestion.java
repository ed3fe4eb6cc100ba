package io.gpuledger.cost.price;

import java.time.Instant;

/**
 * Which device is to be priced.
 *
 * @param provider as {@link ProviderName} writes it
 * @param region the provider's id of it, empty where unknown
 * @param deviceModel as {@link DeviceFamily} writes it
 * @param option on which terms it runs
 * @param currency in which it is paid; nothing is converted
 * @param at when
 */
public record PriceQuestion(
    String provider,
    String region,
    String deviceModel,
    PriceOption option,
    String currency,
    Instant at) {
  public PriceQuestion {
    provider = ProviderName.of(provider);
    deviceModel = DeviceFamily.of(deviceModel);
  }
}
