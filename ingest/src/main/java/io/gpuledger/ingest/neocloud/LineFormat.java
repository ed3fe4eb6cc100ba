package io.gpuledger.ingest.neocloud;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;

/** A bill of lines of usage with their amounts; {@code docs/formats/neoclouds.md} has the rules. */
public final class LineFormat implements BillFormat {
  public static final LineFormat LAMBDA = new LineFormat("lambda", LineLayout.LAMBDA, "");

  public static final LineFormat CRUSOE =
      new LineFormat(
          "crusoe",
          LineLayout.CRUSOE,
          "the export has no reservations, no taxes and no credits of the invoice; what it bills is"
              + " less than the invoice by them, so load the invoice's total and tie it");

  public static final LineFormat NEBIUS = new LineFormat("nebius", LineLayout.NEBIUS, "");

  private final String word;
  private final LineLayout layout;
  private final String lacking;

  private LineFormat(String word, LineLayout layout, String lacking) {
    this.word = word;
    this.layout = layout;
    this.lacking = lacking;
  }

  @Override
  public String format() {
    return word;
  }

  @Override
  public String parserVersion() {
    return word + "-1";
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return FormatFit.of(columns, layout.needed());
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new LineCharges(columns, layout, lacking);
  }
}
