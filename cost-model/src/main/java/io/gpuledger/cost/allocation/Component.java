package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey.Name;
import java.util.Locale;

/** What of a machine or of a bill the money of a line pays for. */
public enum Component {
  GPU,
  CPU,
  MEMORY,
  NETWORK,
  STORAGE,
  /** Whatever is none of these, and a machine that nobody has split. */
  OTHER;

  /** The word in tables, filters and answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a charge pays for as a whole, by what its bill says. */
  public static Component of(AllocationCharge charge) {
    if (charge.accelerator() == Accelerator.YES) {
      return GPU;
    }
    return switch (charge.keys().get(Name.SERVICE_CATEGORY)) {
      case "Networking" -> NETWORK;
      case "Storage" -> STORAGE;
      default -> OTHER;
    };
  }
}
