package io.gpuledger.cost.allocation;

import io.gpuledger.cost.money.Amount;
import java.util.Map;
import java.util.Optional;

/**
 * What the parts of a machine cost elsewhere: general-purpose machines tell the price of processors
 * and memory. They divide a machine's cost and never add to it.
 *
 * @param currency of all prices
 * @param perVcpuHour one virtual processor for an hour; above zero
 * @param perGibHour one GiB of memory for an hour; above zero
 * @param perDeviceHour one accelerator for an hour, by model, none below zero. A model that is not
 *     here is unpriced, which is not a price of zero
 */
public record ReferencePrices(
    String currency, Amount perVcpuHour, Amount perGibHour, Map<String, Amount> perDeviceHour) {
  /** Published on-demand prices of general-purpose machines, as OpenCost has them (2024). */
  public static final ReferencePrices PUBLISHED =
      new ReferencePrices("USD", Amount.parse("0.031611"), Amount.parse("0.004237"), Map.of());

  public ReferencePrices {
    perDeviceHour = Map.copyOf(perDeviceHour);
    if (currency.isBlank()) {
      throw new IllegalArgumentException("reference prices need a currency");
    }
    if (perVcpuHour.signum() <= 0 || perGibHour.signum() <= 0) {
      throw new IllegalArgumentException(
          "reference prices of processors and memory are above 0, not "
              + perVcpuHour
              + " and "
              + perGibHour);
    }
    perDeviceHour.forEach(
        (model, price) -> {
          if (price.signum() < 0) {
            throw new IllegalArgumentException("the reference price of " + model + " is " + price);
          }
        });
  }

  /** The price of a model; empty where it is unpriced. */
  Optional<Amount> ofDevice(String model) {
    return Optional.ofNullable(perDeviceHour.get(model));
  }
}
