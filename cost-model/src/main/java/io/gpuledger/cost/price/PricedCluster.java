package io.gpuledger.cost.price;

import java.time.Instant;

/**
 * Whose bill pays for the accelerators of a cluster, and on which terms they run.
 *
 * @param cluster as telemetry and inventory name it
 * @param source the source of the bill
 * @param account the billing account there
 * @param provider as {@link ProviderName} writes it
 * @param region the provider's id of it, empty where prices do not depend on it
 * @param option on which terms
 * @param currency in which it is paid
 */
public record PricedCluster(
    String cluster,
    String source,
    String account,
    String provider,
    String region,
    PriceOption option,
    String currency) {
  public PricedCluster {
    provider = ProviderName.of(provider);
  }

  /** The question after the rate of a device there. */
  public RateQuestion question(String deviceModel, Instant at) {
    return new RateQuestion(
        source,
        account,
        cluster,
        deviceModel,
        new PriceQuestion(provider, region, deviceModel, option, currency, at));
  }
}
