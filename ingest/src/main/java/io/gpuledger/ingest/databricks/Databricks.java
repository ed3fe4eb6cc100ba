package io.gpuledger.ingest.databricks;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Usage and prices of Databricks; {@code docs/formats/databricks.md} has the rules. */
public final class Databricks implements BillFormat {
  private final PriceWindows prices = new PriceWindows();
  private final List<SetPart> parts;

  public Databricks() {
    this(List.of());
  }

  private Databricks(List<SetPart> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public String format() {
    return "databricks";
  }

  @Override
  public String parserVersion() {
    return "databricks-2";
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
    return new Databricks(parts);
  }

  @Override
  public boolean studies() {
    return true;
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns) {
    return isPrices(columns) ? Optional.of(new PriceRecords(columns, prices)) : Optional.empty();
  }

  /** A price that is refused prices nothing. */
  @Override
  public boolean learnsOfCharges() {
    return true;
  }

  @Override
  public Map<Integer, Problem> refusals() {
    if (prices.tooLarge().isEmpty()) {
      return Map.of();
    }
    int file = prices.tooLarge().getAsInt();
    return Map.of(
        file,
        new Problem(
            ProblemCode.INPUT_TOO_LARGE,
            Location.ofInput(parts.get(file).file().name()),
            "",
            "the set has more than "
                + PriceWindows.MAX_PRICES
                + " prices; export those that hold in the month",
            ""));
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
