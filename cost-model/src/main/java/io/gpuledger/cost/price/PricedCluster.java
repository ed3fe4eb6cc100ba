package io.gpuledger.cost.price;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Whose bill pays for the accelerators of a cluster, on which terms they run, and on which days.
 *
 * @param cluster as telemetry and inventory name it
 * @param source the source of the bill
 * @param account the billing account there
 * @param provider as {@link ProviderName} writes it
 * @param region the provider's id of it, empty where prices do not depend on it
 * @param option on which terms
 * @param currency in which it is paid
 * @param from first UTC day that it pays for; empty for all that went before
 * @param to first UTC day that it pays for no more; empty while it does
 */
public record PricedCluster(
    String cluster,
    String source,
    String account,
    String provider,
    String region,
    PriceOption option,
    String currency,
    Optional<LocalDate> from,
    Optional<LocalDate> to) {
  public PricedCluster {
    provider = ProviderName.of(provider);
  }

  /** On all days. */
  public PricedCluster(
      String cluster,
      String source,
      String account,
      String provider,
      String region,
      PriceOption option,
      String currency) {
    this(
        cluster,
        source,
        account,
        provider,
        region,
        option,
        currency,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether this bill pays for a UTC day. */
  public boolean paysFor(LocalDate day) {
    return from.map(first -> !day.isBefore(first)).orElse(true)
        && to.map(day::isBefore).orElse(true);
  }

  /** Whether both are of one cluster and some day. */
  public boolean overlaps(PricedCluster other) {
    return cluster.equals(other.cluster)
        && from.flatMap(first -> other.to.map(first::isBefore)).orElse(true)
        && other.from.flatMap(first -> to.map(first::isBefore)).orElse(true);
  }

  /**
   * Without the days: the content of an estimate is told by this text, and an entry that ends later
   * changes nothing of the days before.
   */
  @Override
  public String toString() {
    return "PricedCluster[cluster="
        + cluster
        + ", source="
        + source
        + ", account="
        + account
        + ", provider="
        + provider
        + ", region="
        + region
        + ", option="
        + option
        + ", currency="
        + currency
        + "]";
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
