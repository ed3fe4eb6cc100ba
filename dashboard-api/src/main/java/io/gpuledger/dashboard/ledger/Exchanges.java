package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.Exchange;
import java.util.Optional;

/**
 * What a question's currency means. Where a currency of own books is configured, amounts are
 * converted into it; else it names the only currency that is answered.
 *
 * @param only the currency that alone is answered
 * @param into what everything is converted into
 */
record Exchanges(Optional<String> only, Optional<Exchange> into) {
  static Exchanges of(
      CurrencyRules rules, Optional<String> currency, Optional<RatePurpose> purpose) {
    if (rules.book().isEmpty()) {
      if (purpose.isPresent()) {
        throw refused("ratePurpose: nothing converts; configure currencies.book and rates first");
      }
      return new Exchanges(currency, Optional.empty());
    }
    return new Exchanges(
        Optional.empty(),
        currency.map(
            code ->
                Exchange.into(code, purpose.orElse(rules.purpose()), rules.rates())
                    .ofBooks(rules.book())));
  }

  /** For answers that are whole in every currency, so that none can be picked. */
  static Optional<Exchange> whole(
      CurrencyRules rules, Optional<String> currency, Optional<RatePurpose> purpose) {
    if (currency.isPresent() && rules.book().isEmpty()) {
      throw refused("currency: nothing converts; configure currencies.book and rates first");
    }
    return of(rules, currency, purpose).into();
  }

  private static ApiException refused(String why) {
    return new ApiException(ErrorCode.INVALID_REQUEST, why);
  }
}
