package io.gpuledger.dashboard.document;

import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.ingest.focus.ParquetTableWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report's own table as Parquet, without its totals: every number a {@code DECIMAL(38, 18)},
 * everything else text, nulls where nothing is known. Period and as-of are in the file's metadata.
 */
final class ParquetDocument {
  private ParquetDocument() {}

  static byte[] write(ReportDocument document) {
    Table table = document.tables().get(0);
    List<ParquetTableWriter.Column> columns = new ArrayList<>();
    for (int index : table.shown()) {
      Column column = table.columns().get(index);
      columns.add(new ParquetTableWriter.Column(column.key(), !column.type().isText()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (ReportDocument.Row row : table.rows()) {
      if (!row.total()) {
        rows.add(table.shown().stream().map(row::cell).toList());
      }
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("gpuledger.report", document.kind());
    metadata.put("gpuledger.period", document.period());
    metadata.put("gpuledger.asOf", document.asOf());
    return ParquetTableWriter.write(columns, rows, metadata);
  }
}
