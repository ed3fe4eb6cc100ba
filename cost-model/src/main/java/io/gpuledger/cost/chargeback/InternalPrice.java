package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A published price per held device-hour instead of the actual cost. What that charges too little
 * or too much stays with a named party.
 *
 * @param rates by device model, as the ledger names it, one per currency and model
 * @param recovery who bears the difference
 */
public record InternalPrice(List<Rate> rates, Party recovery) {
  /**
   * The price of a device model.
   *
   * @param perDeviceHour not negative
   */
  public record Rate(String deviceModel, Money perDeviceHour) {
    public Rate {
      if (deviceModel.isBlank() || perDeviceHour.amount().signum() < 0) {
        throw new IllegalArgumentException(
            "an internal rate needs a device model and a price of 0 or more");
      }
    }
  }

  public InternalPrice {
    rates = List.copyOf(rates);
    Map<List<String>, Rate> seen = new HashMap<>();
    for (Rate rate : rates) {
      if (seen.put(List.of(rate.deviceModel, rate.perDeviceHour.currency()), rate) != null) {
        throw new IllegalArgumentException(
            "two internal rates of " + rate.deviceModel + " in " + rate.perDeviceHour.currency());
      }
    }
    if (rates.isEmpty()) {
      throw new IllegalArgumentException("an internal price needs a rate");
    }
  }

  /** The price of a model's device-hour; empty where there is none, which is not a price of 0. */
  Optional<Amount> rateOf(String deviceModel, String currency) {
    return rates.stream()
        .filter(rate -> rate.deviceModel.equals(deviceModel))
        .filter(rate -> rate.perDeviceHour.currency().equals(currency))
        .map(rate -> rate.perDeviceHour.amount())
        .findFirst();
  }
}
