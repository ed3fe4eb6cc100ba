package io.gpuledger.ingest.tokens;

import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.TokenPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Published prices of a provider's tokens, in USD. */
final class TokenPrices {
  /** A release of a model has the model's price: {@code gpt-4o-2024-08-06}. */
  private static final Pattern RELEASE = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

  private static final String USD = "USD";

  private final String provider;
  private final PriceBook book = PriceBook.standard();
  private final Map<String, Optional<BigDecimal>> found = new HashMap<>();

  TokenPrices(String provider) {
    this.provider = provider;
  }

  /** What a million of them cost at the standard tier; empty where it is not known. */
  Optional<BigDecimal> perMillion(String model, TokenClass type, String day) {
    return found.computeIfAbsent(
        String.join("\n", model, type.text(), day), key -> price(model, type, day));
  }

  private Optional<BigDecimal> price(String model, TokenClass type, String day) {
    if (!type.isTokens() || model.isEmpty()) {
      return Optional.empty();
    }
    return of(model, type, day)
        .or(() -> of(RELEASE.matcher(model).replaceFirst(""), type, day))
        .map(price -> price.price().price().amount().toBigDecimal().multiply(type.factor()));
  }

  private Optional<TokenPrice> of(String model, TokenClass type, String day) {
    return book.tokenPrice(
        provider,
        model,
        type.priced(),
        USD,
        LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
