package io.gpuledger.cost.price;

import io.gpuledger.cost.time.TimeRange;

/**
 * What tokens of a model cost at a provider.
 *
 * @param provider as {@link ProviderName} writes it
 * @param model as the provider writes it
 * @param type which tokens
 * @param price of a million of them
 * @param valid when it holds
 * @param origin who says so, and since when
 * @param standing whether something is configured in its place
 */
public record TokenPrice(
    String provider,
    String model,
    TokenType type,
    UnitPrice.PerMillionTokens price,
    TimeRange valid,
    PriceOrigin origin,
    PriceStanding standing) {
  public TokenPrice {
    if (provider.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("a price of tokens needs a provider and a model");
    }
  }

  /** Whether both are prices of the same tokens in the same currency. */
  boolean isOfSame(TokenPrice other) {
    return provider.equals(other.provider)
        && model.equals(other.model)
        && type == other.type
        && price.price().currency().equals(other.price.price().currency());
  }

  TokenPrice as(PriceStanding changed) {
    return new TokenPrice(provider, model, type, price, valid, origin, changed);
  }
}
