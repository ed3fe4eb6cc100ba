package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Rates as own books use them: a closed period keeps those it was closed with, whatever has been
 * added, mended or removed since; all other instants take the current ones.
 */
public final class BookRates implements CurrencyConverter {
  private final ExchangeRateBook current;
  private final List<RateLock> locks;

  private BookRates(ExchangeRateBook current, List<RateLock> locks) {
    this.current = current;
    this.locks = List.copyOf(locks);
  }

  /** Rates with nothing locked. */
  public static BookRates of(ExchangeRateBook current) {
    return new BookRates(current, List.of());
  }

  /**
   * Current rates, and those that closes locked.
   *
   * @param locks of periods that do not overlap
   */
  public static BookRates of(ExchangeRateBook current, List<RateLock> locks) {
    return new BookRates(current, locks);
  }

  /** The rates as they stand now, without any lock. */
  public ExchangeRateBook current() {
    return current;
  }

  /** The same locks over other current rates. */
  public BookRates withCurrent(ExchangeRateBook changed) {
    return new BookRates(changed, locks);
  }

  /**
   * Locks a period's rates as they are now.
   *
   * @throws RefusedException if a part of the period is locked already
   */
  public BookRates lock(TimeRange period, String closeId, Instant at) {
    for (RateLock lock : locks) {
      if (lock.period().overlaps(period)) {
        throw RefusedException.of(
            ProblemCode.NOT_ALLOWED_VALUE,
            "locked rates",
            "period",
            period + " overlaps " + lock.period() + ", locked by close " + lock.closeId());
      }
    }
    List<RateLock> more = new ArrayList<>(locks);
    more.add(new RateLock(period, current, closeId, at));
    return new BookRates(current, more);
  }

  /**
   * Gives a reopened period the current rates again.
   *
   * @throws RefusedException if that close has locked none
   */
  public BookRates unlock(String closeId) {
    List<RateLock> fewer = new ArrayList<>(locks);
    if (!fewer.removeIf(lock -> lock.closeId().equals(closeId))) {
      throw RefusedException.of(
          ProblemCode.NOT_ALLOWED_VALUE, "locked rates", "closeId", closeId + " locks no rates");
    }
    return new BookRates(current, fewer);
  }

  public List<RateLock> locks() {
    return locks;
  }

  /** The lock that an instant is under. */
  public Optional<RateLock> lockAt(Instant at) {
    return locks.stream().filter(lock -> lock.period().contains(at)).findFirst();
  }

  /** Every currency that some rate, locked or not, converts from or to. */
  public SortedSet<String> currencies() {
    SortedSet<String> currencies = current.currencies();
    locks.forEach(lock -> currencies.addAll(lock.rates().currencies()));
    return currencies;
  }

  /** The rates that convert at an instant. */
  public ExchangeRateBook at(Instant at) {
    return lockAt(at).map(RateLock::rates).orElse(current);
  }

  @Override
  public Conversion convert(Money amount, String to, RatePurpose purpose, Instant at) {
    return at(at).convert(amount, to, purpose, at);
  }
}
