package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All exchange rates that are known. A pair's own rate comes first; one is computed from others
 * only where that was configured.
 */
public final class ExchangeRateBook implements CurrencyConverter {
  /** Most rates of a book: forty pairs, four purposes, daily for two years. */
  public static final int RATES_LIMIT = 120_000;

  public static final ExchangeRateBook EMPTY = of(List.of(), List.of());

  private final List<ExchangeRate> rates;
  private final List<RateDerivation> derivations;
  private final Map<Key, TreeMap<Instant, ExchangeRate>> byKey = new HashMap<>();
  private final Map<CurrencyPair, RateDerivation> derivationOf = new HashMap<>();

  private record Key(CurrencyPair pair, RatePurpose purpose) {}

  private ExchangeRateBook(List<ExchangeRate> rates, List<RateDerivation> derivations) {
    this.rates = List.copyOf(rates);
    this.derivations = List.copyOf(derivations);
  }

  /**
   * A book of rates.
   *
   * @throws io.gpuledger.cost.problem.RefusedException naming every pair that has two rates of a
   *     purpose at one instant, or two derivations
   */
  public static ExchangeRateBook of(List<ExchangeRate> rates, List<RateDerivation> derivations) {
    Faults faults = Faults.of("exchange rates");
    faults.check(
        rates.size() <= RATES_LIMIT,
        ProblemCode.INPUT_TOO_LARGE,
        "",
        rates.size() + " rates, at most " + RATES_LIMIT + " are allowed");
    ExchangeRateBook book = new ExchangeRateBook(rates, derivations);
    List<ExchangeRate> byStart = new ArrayList<>(rates);
    byStart.sort(Comparator.comparing(rate -> rate.valid().start()));
    for (ExchangeRate rate : byStart) {
      book.add(rate, faults);
    }
    for (RateDerivation derivation : derivations) {
      faults.check(
          book.derivationOf.put(derivation.pair(), derivation) == null,
          ProblemCode.NOT_ALLOWED_VALUE,
          derivation.pair().toString(),
          "may be computed in two ways; keep one");
    }
    faults.orRefuse();
    return book;
  }

  private void add(ExchangeRate rate, Faults faults) {
    TreeMap<Instant, ExchangeRate> known =
        byKey.computeIfAbsent(new Key(rate.pair(), rate.purpose()), key -> new TreeMap<>());
    Map.Entry<Instant, ExchangeRate> before = known.floorEntry(rate.valid().start());
    boolean free = before == null || !before.getValue().valid().overlaps(rate.valid());
    faults.check(
        free,
        ProblemCode.NOT_ALLOWED_VALUE,
        rate.purpose().text() + " " + rate.pair(),
        "has two rates at " + rate.valid().start() + "; end the first before the second starts");
    if (free) {
      known.put(rate.valid().start(), rate);
    }
  }

  public List<ExchangeRate> rates() {
    return rates;
  }

  /** Pairs whose rate may be computed from others. */
  public List<RateDerivation> derivations() {
    return derivations;
  }

  /** Every currency that some rate converts from or to. */
  public SortedSet<String> currencies() {
    SortedSet<String> currencies = new TreeSet<>();
    for (ExchangeRate rate : rates) {
      currencies.add(rate.pair().from());
      currencies.add(rate.pair().to());
    }
    return currencies;
  }

  /** The rates that hold at any instant of a period, with the same derivations. */
  public ExchangeRateBook within(TimeRange period) {
    return of(rates.stream().filter(rate -> rate.valid().overlaps(period)).toList(), derivations);
  }

  /** The rates by which a pair converts at an instant; empty where it cannot. */
  public Optional<UsedRate> rateOf(CurrencyPair pair, RatePurpose purpose, Instant at) {
    Optional<UsedRate> simple = simpleRate(pair, purpose, at);
    if (simple.isEmpty() && derivationOf.get(pair) instanceof RateDerivation.Cross cross) {
      Optional<UsedRate> first =
          simpleRate(new CurrencyPair(pair.from(), cross.via()), purpose, at);
      Optional<UsedRate> second = simpleRate(new CurrencyPair(cross.via(), pair.to()), purpose, at);
      return first.flatMap(leg -> second.map(leg::then));
    }
    return simple;
  }

  /** The pair's own rate, or where allowed the inverse of the other direction's own. */
  private Optional<UsedRate> simpleRate(CurrencyPair pair, RatePurpose purpose, Instant at) {
    Optional<ExchangeRate> own = ownRate(pair, purpose, at);
    if (own.isPresent()) {
      return own.map(rate -> new UsedRate(List.of(new UsedRate.Leg(rate, false))));
    }
    return derivationOf.get(pair) instanceof RateDerivation.Inverse
        ? ownRate(pair.inverse(), purpose, at)
            .map(rate -> new UsedRate(List.of(new UsedRate.Leg(rate, true))))
        : Optional.empty();
  }

  private Optional<ExchangeRate> ownRate(CurrencyPair pair, RatePurpose purpose, Instant at) {
    TreeMap<Instant, ExchangeRate> known = byKey.get(new Key(pair, purpose));
    Map.Entry<Instant, ExchangeRate> entry = known == null ? null : known.floorEntry(at);
    return entry != null && entry.getValue().valid().contains(at)
        ? Optional.of(entry.getValue())
        : Optional.empty();
  }

  @Override
  public Conversion convert(Money amount, String to, RatePurpose purpose, Instant at) {
    if (amount.currency().equals(to)) {
      return new Conversion.Converted(amount, amount, UsedRate.SAME_CURRENCY);
    }
    Optional<UsedRate> rate = rateOf(new CurrencyPair(amount.currency(), to), purpose, at);
    if (rate.isEmpty()) {
      return new Conversion.Unconverted(amount, to, purpose, at);
    }
    Money converted = new Money(to, rate.get().apply(amount.amount()));
    return new Conversion.Converted(amount, converted, rate.get());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExchangeRateBook book
        && book.rates.equals(rates)
        && book.derivations.equals(derivations);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rates, derivations);
  }

  @Override
  public String toString() {
    return rates.size() + " exchange rates, " + derivations.size() + " derived pairs";
  }
}
