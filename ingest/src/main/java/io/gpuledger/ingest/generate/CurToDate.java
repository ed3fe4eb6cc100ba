package io.gpuledger.ingest.generate;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Passes the lines on whose usage has ended by an instant. */
final class CurToDate implements CurTable {
  private static final int END = CurLayout.of("line_item_usage_end_date");

  private final CurTable table;
  private final Instant end;
  private long kept;

  CurToDate(CurTable table, Instant end) {
    this.table = table;
    this.end = end;
  }

  /** Lines passed on so far. */
  long kept() {
    return kept;
  }

  @Override
  public void line(String[] cells, Map<String, String> tags, Map<String, String> product)
      throws IOException {
    if (!Instant.parse(cells[END]).isAfter(end)) {
      table.line(cells, tags, product);
      kept++;
    }
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
