package io.gpuledger.ingest.oci;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.FocusNames;
import java.util.Optional;

/** Oracle's reports in a dialect of the preview of FOCUS. */
public final class OciFocus implements BillFormat {
  @Override
  public String format() {
    return "oci-focus";
  }

  @Override
  public String parserVersion() {
    return "oci-focus-2";
  }

  @Override
  public boolean isFocusDialect() {
    return true;
  }

  @Override
  public boolean computesWithFloats() {
    return true;
  }

  /** Oracle writes several reports a day, each with new lines. */
  @Override
  public Optional<DeliveryKind> deliveryKind() {
    return Optional.of(DeliveryKind.APPEND);
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return columns.has(OciFocusCharges.REFERENCE) && FocusNames.of(columns.names()).isPresent()
        ? FormatFit.WHOLE
        : FormatFit.NONE;
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new OciFocusCharges(columns);
  }
}
