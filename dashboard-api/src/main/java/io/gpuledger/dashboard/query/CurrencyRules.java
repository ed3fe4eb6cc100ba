package io.gpuledger.dashboard.query;

import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RatePurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What amounts convert by.
 *
 * @param book the currency of own books; without one nothing converts
 * @param purpose of the rates where a question names none
 * @param rates those of the configuration in force, and those that closes locked
 */
public record CurrencyRules(Optional<String> book, RatePurpose purpose, BookRates rates) {
  /** Nothing converts. */
  public static final CurrencyRules NONE =
      new CurrencyRules(
          Optional.empty(), RatePurpose.MONTHLY_AVERAGE, BookRates.of(ExchangeRateBook.EMPTY));

  /** What the screens offer: the currency of own books first, then all others with a rate. */
  public Map<String, Object> view() {
    TreeSet<String> others = new TreeSet<>(rates.currencies());
    List<String> choices = new ArrayList<>(book.stream().toList());
    book.ifPresent(others::remove);
    if (book.isPresent()) {
      choices.addAll(others);
    }
    return Answers.fields(
        "book", book.orElse(null), "purpose", purpose.word(), "choices", List.copyOf(choices));
  }
}
