package io.gpuledger.ingest.format;

import io.gpuledger.ingest.bill.BillFormat;
import java.util.List;
import java.util.Optional;

/**
 * The formats that a set may have.
 *
 * @param focus whether it may be FOCUS
 * @param natives the native formats that it may have
 */
public record FormatChoice(boolean focus, List<BillFormat> natives) {
  /** Whatever the files tell. */
  public static final FormatChoice AUTO = Formats.choice(Formats.AUTO, Optional.empty());

  public FormatChoice {
    natives = List.copyOf(natives);
    if (!focus && natives.isEmpty()) {
      throw new IllegalArgumentException("no format to choose from");
    }
  }

  /** The only format that it may be, if it is a native one. */
  Optional<BillFormat> only() {
    return !focus && natives.size() == 1 ? Optional.of(natives.get(0)) : Optional.empty();
  }
}
