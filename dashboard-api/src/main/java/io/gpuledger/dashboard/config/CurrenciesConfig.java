package io.gpuledger.dashboard.config;

import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RatePurpose;
import java.util.Optional;

/**
 * The currency of own books and what converts into it.
 *
 * @param book the currency of own books; without one nothing is converted
 * @param purpose of the rates that answers go by where a question names none
 * @param rates all configured exchange rates, those of the file too
 * @param ratesFile the file that some of them stand in, by its path from the configuration
 */
public record CurrenciesConfig(
    Optional<String> book,
    RatePurpose purpose,
    ExchangeRateBook rates,
    Optional<String> ratesFile) {
  /** Nothing is converted. */
  public static final CurrenciesConfig NONE =
      new CurrenciesConfig(
          Optional.empty(), RatePurpose.MONTHLY_AVERAGE, ExchangeRateBook.EMPTY, Optional.empty());
}
