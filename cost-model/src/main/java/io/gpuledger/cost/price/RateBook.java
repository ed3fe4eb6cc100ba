package io.gpuledger.cost.price;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hourly rates of all device models, in as many currencies as they have. A model without a rate
 * is unpriced, which is not a price of zero.
 */
public final class RateBook {
  public static final RateBook EMPTY = new RateBook(List.of());

  private final Map<Key, List<HourlyRate>> byKey;

  /** Rates of one key never overlap; those of two currencies stand beside each other. */
  private record Key(String deviceModel, String currency) {
    static Key of(HourlyRate rate) {
      return new Key(rate.deviceModel(), rate.perDeviceHour().currency());
    }
  }

  private RateBook(List<HourlyRate> rates) {
    byKey =
        Map.copyOf(
            rates.stream()
                .collect(
                    Collectors.groupingBy(Key::of, HashMap::new, Collectors.toUnmodifiableList())));
  }

  /**
   * A book of rates.
   *
   * @throws IllegalArgumentException naming the model if two of its rates in one currency hold at
   *     one instant
   */
  public static RateBook of(List<HourlyRate> rates) {
    RateBook book = new RateBook(rates);
    book.byKey.forEach(RateBook::refuseOverlap);
    return book;
  }

  private static void refuseOverlap(Key key, List<HourlyRate> rates) {
    for (int i = 0; i < rates.size(); i++) {
      for (int j = i + 1; j < rates.size(); j++) {
        if (rates.get(i).valid().overlaps(rates.get(j).valid())) {
          throw new IllegalArgumentException(
              "two rates of "
                  + key.deviceModel()
                  + " in "
                  + key.currency()
                  + " overlap: "
                  + rates.get(i).valid()
                  + " and "
                  + rates.get(j).valid());
        }
      }
    }
  }

  /** The rate of a model in a currency at an instant; empty where it is unpriced. */
  public Optional<HourlyRate> rateOf(String deviceModel, String currency, Instant at) {
    for (HourlyRate rate : byKey.getOrDefault(new Key(deviceModel, currency), List.of())) {
      if (rate.valid().contains(at)) {
        return Optional.of(rate);
      }
    }
    return Optional.empty();
  }
}
