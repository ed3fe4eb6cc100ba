package io.gpuledger.ingest.aws;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import java.util.List;

/**
 * The two cost and usage reports. Their columns differ in spelling only where a legacy report is in
 * CSV; a legacy report in Parquet is told by a column for each product fact and tag, where CUR 2.0
 * has maps.
 */
public enum AwsCur implements BillFormat {
  /** CUR 2.0 of Data Exports. */
  CUR_2("aws-cur"),
  /** The legacy report. */
  LEGACY("aws-cur-legacy");

  private static final List<String> MAPS =
      List.of("resource_tags", "product", "discount", "cost_category");

  private final String word;

  AwsCur(String word) {
    this.word = word;
  }

  @Override
  public String format() {
    return word;
  }

  @Override
  public String parserVersion() {
    return word + "-2";
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    FormatFit fit = FormatFit.of(columns, CurColumns.NEEDED);
    return fit.kind() != FormatFit.Kind.NONE && isLegacy(columns) != (this == LEGACY)
        ? FormatFit.NONE
        : fit;
  }

  private static boolean isLegacy(NativeColumns columns) {
    if (columns.names().stream().anyMatch(name -> name.startsWith("lineItem/"))) {
      return true;
    }
    boolean maps = MAPS.stream().anyMatch(columns::has);
    return !maps
        && (columns.has("product_product_name")
            || columns.has("product_servicename")
            || !columns.startingWith("resource_tags_").isEmpty());
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new CurCharges(new CurColumns(columns));
  }
}
