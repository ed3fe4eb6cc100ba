package io.gpuledger.cost.currency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a rate between two books.
 *
 * @param pair whose
 * @param purpose of the rate
 * @param from the first instant at which it holds
 * @param before absent where it was added
 * @param after absent where it was taken away
 */
public record RateChange(
    CurrencyPair pair,
    RatePurpose purpose,
    Instant from,
    Optional<ExchangeRate> before,
    Optional<ExchangeRate> after) {
  private static final Comparator<ExchangeRate> ORDER =
      Comparator.comparing((ExchangeRate rate) -> rate.pair().toString())
          .thenComparing(ExchangeRate::purpose)
          .thenComparing(rate -> rate.valid().start());

  private record Key(CurrencyPair pair, RatePurpose purpose, Instant from) {
    static Key of(ExchangeRate rate) {
      return new Key(rate.pair(), rate.purpose(), rate.valid().start());
    }
  }

  /** The rates that are not in both books as they are, by pair, purpose and start. */
  public static List<RateChange> between(ExchangeRateBook before, ExchangeRateBook after) {
    Map<Key, ExchangeRate> old = new LinkedHashMap<>();
    before.rates().stream().sorted(ORDER).forEach(rate -> old.put(Key.of(rate), rate));
    Map<Key, ExchangeRate> now = new LinkedHashMap<>();
    after.rates().stream().sorted(ORDER).forEach(rate -> now.put(Key.of(rate), rate));
    List<RateChange> changes = new ArrayList<>();
    old.forEach(
        (key, rate) -> {
          Optional<ExchangeRate> changed = Optional.ofNullable(now.get(key));
          if (!changed.equals(Optional.of(rate))) {
            changes.add(
                new RateChange(key.pair(), key.purpose(), key.from(), Optional.of(rate), changed));
          }
        });
    now.forEach(
        (key, rate) -> {
          if (!old.containsKey(key)) {
            changes.add(
                new RateChange(
                    key.pair(), key.purpose(), key.from(), Optional.empty(), Optional.of(rate)));
          }
        });
    return List.copyOf(changes);
  }

  /** The change as a sentence. */
  public String words() {
    String of = purpose.text() + " rate of " + pair + " from " + from + ": ";
    return of
        + before.map(RateChange::shown).orElse("none")
        + " is now "
        + after.map(RateChange::shown).orElse("gone");
  }

  private static String shown(ExchangeRate rate) {
    return rate.perUnit() + " until " + rate.valid().end() + " (" + rate.source() + ")";
  }
}
