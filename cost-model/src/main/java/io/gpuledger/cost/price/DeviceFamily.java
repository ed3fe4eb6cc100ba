package io.gpuledger.cost.price;

import io.gpuledger.cost.device.AcceleratorCatalogue;

/**
 * The model by which bills, telemetry and price lists agree on a device: {@code NVIDIA H100} of
 * {@code NVIDIA H100 80GB HBM3}. It is also the SKU family of an accelerator's charge.
 */
public final class DeviceFamily {
  private DeviceFamily() {}

  /** The family of a model's name; a model that the catalogue does not know is its own family. */
  public static String of(String deviceModel) {
    AcceleratorCatalogue.Finding found = AcceleratorCatalogue.standard().ofModel(deviceModel);
    return found.model().isEmpty() ? deviceModel.strip() : found.model();
  }
}
