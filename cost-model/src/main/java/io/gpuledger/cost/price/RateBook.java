package io.gpuledger.cost.price;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hourly rates of all device models. A model without a rate is unpriced, which is not a price
 * of zero.
 */
public final class RateBook {
  public static final RateBook EMPTY = new RateBook(List.of());

  private final Map<String, List<HourlyRate>> byModel;

  private RateBook(List<HourlyRate> rates) {
    byModel =
        Map.copyOf(
            rates.stream()
                .collect(
                    Collectors.groupingBy(
                        HourlyRate::deviceModel, HashMap::new, Collectors.toUnmodifiableList())));
  }

  /**
   * A book of rates.
   *
   * @throws IllegalArgumentException naming the model if two of its rates hold at one instant
   */
  public static RateBook of(List<HourlyRate> rates) {
    RateBook book = new RateBook(rates);
    book.byModel.forEach(RateBook::refuseOverlap);
    return book;
  }

  private static void refuseOverlap(String model, List<HourlyRate> rates) {
    for (int i = 0; i < rates.size(); i++) {
      for (int j = i + 1; j < rates.size(); j++) {
        if (rates.get(i).valid().overlaps(rates.get(j).valid())) {
          throw new IllegalArgumentException(
              "two rates of "
                  + model
                  + " overlap: "
                  + rates.get(i).valid()
                  + " and "
                  + rates.get(j).valid());
        }
      }
    }
  }

  /** The rate of a model at an instant; empty where it is unpriced. */
  public Optional<HourlyRate> rateOf(String deviceModel, Instant at) {
    for (HourlyRate rate : byModel.getOrDefault(deviceModel, List.of())) {
      if (rate.valid().contains(at)) {
        return Optional.of(rate);
      }
    }
    return Optional.empty();
  }
}
