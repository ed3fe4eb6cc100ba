package io.gpuledger.ingest.azure;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Actual and amortised cost exports of Azure, and the usage files of before them. Which of the two
 * views a file has, and whether the other one of its month is there too, the set tells.
 */
public final class AzureBill implements BillFormat {
  /** The format, before the files of a set are known. */
  public static final AzureBill EXPORT = new AzureBill(Optional.empty());

  private static final String WORD = "azure";

  private final Optional<AzureParts> parts;

  private AzureBill(Optional<AzureParts> parts) {
    this.parts = parts;
  }

  @Override
  public String format() {
    return WORD;
  }

  @Override
  public String parserVersion() {
    return WORD + "-2";
  }

  @Override
  public boolean computesWithFloats() {
    return true;
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return new AzureColumns(columns).fit();
  }

  @Override
  public BillFormat ofSet(List<SetPart> files) {
    return new AzureBill(Optional.of(new AzureParts(files)));
  }

  @Override
  public boolean studies() {
    return true;
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns, int part, boolean repeated) {
    return parts.map(set -> set.study(part, new AzureColumns(columns), repeated));
  }

  @Override
  public Map<Integer, Problem> refusals() {
    parts.ifPresent(AzureParts::settle);
    return parts.map(AzureParts::refusals).orElse(Map.of());
  }

  @Override
  public boolean isCopy(int part, int earlier) {
    return parts.map(set -> set.view(part) == set.view(earlier)).orElse(true);
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new AzureCharges(new AzureColumns(columns), AzureView.PLAIN, key -> false);
  }

  @Override
  public RecordCharges mapper(NativeColumns columns, int part) {
    return parts
        .<RecordCharges>map(
            set ->
                new AzureCharges(new AzureColumns(columns), set.view(part), set.paired()::contains))
        .orElseGet(() -> mapper(columns));
  }
}
