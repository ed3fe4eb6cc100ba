package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;

/**
 * What one device of a model costs for an hour.
 *
 * @param deviceModel the vendor's model name, exactly as telemetry prints it
 * @param perDeviceHour not negative
 * @param valid when it holds
 */
public record HourlyRate(String deviceModel, Money perDeviceHour, TimeRange valid) {
  public HourlyRate {
    if (deviceModel.isEmpty()) {
      throw new IllegalArgumentException("a rate needs a device model");
    }
    if (perDeviceHour.amount().signum() < 0) {
      throw new IllegalArgumentException(
          "the rate of " + deviceModel + " is negative: " + perDeviceHour);
    }
  }
}
