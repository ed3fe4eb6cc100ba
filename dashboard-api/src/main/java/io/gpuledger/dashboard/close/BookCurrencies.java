package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RateChange;
import io.gpuledger.cost.currency.RateLock;
import io.gpuledger.dashboard.config.CurrenciesConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The currencies of own books: the rates in force and those that closed periods locked.
 *
 * @param config in force; a sign-off locks its rates
 * @param locked the rates of closed periods; empty where nothing is ever locked
 */
public record BookCurrencies(Supplier<CurrenciesConfig> config, Optional<LockedRates> locked) {
  /** Books in which nothing converts. */
  public static final BookCurrencies NONE =
      new BookCurrencies(() -> CurrenciesConfig.NONE, Optional.empty());

  /** What the sign-off of a closed period locked. */
  Optional<RateLock> lock(StoredClose close) {
    return locked.flatMap(of -> of.of(close));
  }

  /** What the configuration says otherwise of a closed period than its sign-off locked. */
  List<RateChange> changes(StoredClose close) {
    return lock(close)
        .map(lock -> RateChange.between(lock.rates(), config.get().rates().within(lock.period())))
        .orElse(List.of());
  }

  /** What a sign-off of a period locks; empty where own books have no currency. */
  Optional<ExchangeRateBook> toLock(BookPeriod period) {
    CurrenciesConfig books = config.get();
    return books.book().map(book -> books.rates().within(LockedRates.days(period)));
  }

  /** What the payments of invoices realise, of those that may be paid in a period. */
  InvoiceDifferences differences(BookPeriod period, CloseLedger.AsKnown known) {
    CurrenciesConfig books = config.get();
    BookRates rates = BookRates.of(books.rates(), locked.map(LockedRates::all).orElse(List.of()));
    return books
        .book()
        .map(book -> InvoiceDifferences.of(known.invoices(period), book, rates))
        .orElse(InvoiceDifferences.NONE);
  }
}
