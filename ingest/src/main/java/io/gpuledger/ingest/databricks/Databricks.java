package io.gpuledger.ingest.databricks;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import java.util.List;
import java.util.Optional;

/** Usage and prices of Databricks; {@code docs/formats/databricks.md} has the rules. */
public final class Databricks implements BillFormat {
  private final PriceWindows prices = new PriceWindows();

  @Override
  public String format() {
    return "databricks";
  }

  @Override
  public String parserVersion() {
    return "databricks-1";
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    FormatFit prices = PriceRecords.fit(columns);
    if (prices.kind() == FormatFit.Kind.WHOLE) {
      return prices;
    }
    FormatFit usage = FormatFit.of(columns, UsageCharges.NEEDED);
    return usage.kind() == FormatFit.Kind.NONE ? prices : usage;
  }

  @Override
  public BillFormat ofSet(List<SetPart> parts) {
    return new Databricks();
  }

  @Override
  public boolean studies() {
    return true;
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns) {
    return isPrices(columns) ? Optional.of(new PriceRecords(columns, prices)) : Optional.empty();
  }

  @Override
  public Optional<String> reference(NativeColumns columns) {
    return isPrices(columns) ? Optional.of("prices") : Optional.empty();
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return isPrices(columns)
        ? new PriceRecords(columns, prices)
        : new UsageCharges(columns, prices);
  }

  private static boolean isPrices(NativeColumns columns) {
    return PriceRecords.fit(columns).kind() == FormatFit.Kind.WHOLE;
  }
}
