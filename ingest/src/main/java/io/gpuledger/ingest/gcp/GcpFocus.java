package io.gpuledger.ingest.gcp;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.FocusNames;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;

/** The table that Google names FOCUS, which lacks some of its columns. */
public final class GcpFocus implements BillFormat {
  /** Columns that the table has and other files of FOCUS have not. */
  private static final List<String> OWN = List.of("x_Credits", "x_CostType", "x_ServiceId");

  @Override
  public String format() {
    return "gcp-focus";
  }

  @Override
  public String parserVersion() {
    return "gcp-focus-1";
  }

  @Override
  public boolean isFocusDialect() {
    return true;
  }

  @Override
  public boolean computesWithFloats() {
    return true;
  }

  /** In Parquet the table's records are structs. */
  @Override
  public RawLayout layout() {
    return RawLayout.STRUCTS;
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return OWN.stream().allMatch(columns::has) && FocusNames.of(columns.names()).isPresent()
        ? FormatFit.WHOLE
        : FormatFit.NONE;
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new GcpFocusCharges(columns);
  }
}
