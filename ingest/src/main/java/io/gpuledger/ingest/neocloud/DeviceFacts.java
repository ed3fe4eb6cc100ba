package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.device.AcceleratorCatalogue;
import io.gpuledger.cost.device.AcceleratorCatalogue.Finding;
import io.gpuledger.cost.device.AcceleratorCatalogue.Status;
import io.gpuledger.ingest.bill.ChargeWriter;
import java.math.BigDecimal;

/** What a unit says of the devices of a line, where the SKU alone would say more of them. */
final class DeviceFacts {
  private DeviceFacts() {}

  /**
   * Hours of one GPU are of one, however many the instance type of their SKU has: else they would
   * count eightfold. Which device it is, the texts say; of one that is not known, nothing is set.
   */
  static void ofUnit(ChargeWriter charge, String unit, String... texts) {
    if (!unit.equals(HourUnits.GPU_HOURS)) {
      return;
    }
    if (write(charge, texts)) {
      charge.put(FocusColumn.X_DEVICE_COUNT, BigDecimal.ONE);
    }
  }

  /** Money alone, such as a credit, is of a device and buys no time of it. */
  static void ofMoney(ChargeWriter charge, String... texts) {
    if (!write(charge, texts)) {
      charge.put(FocusColumn.X_ACCELERATOR, Status.NONE.text());
    }
  }

  private static boolean write(ChargeWriter charge, String... texts) {
    for (String text : texts) {
      Finding found = AcceleratorCatalogue.standard().inText(text);
      if (found.status() == Status.KNOWN) {
        charge.put(FocusColumn.X_ACCELERATOR, Status.KNOWN.text());
        charge.put(FocusColumn.X_DEVICE_MODEL, found.model());
        return true;
      }
    }
    return false;
  }
}
