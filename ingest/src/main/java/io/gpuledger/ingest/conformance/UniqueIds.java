package io.gpuledger.ingest.conformance;

import java.util.HashMap;
import java.util.Map;

/** An id stands once in its dataset, over all files given. */
final class UniqueIds implements RowCheck {
  /** Most ids that are remembered. */
  static final int MAX_IDS = 200_000;

  private final CheckedColumn column;
  private final String name;
  private final FindingLog log;
  private final Map<String, String> places = new HashMap<>();

  UniqueIds(Dataset dataset, String name, FindingLog log) {
    this.column = new CheckedColumn(dataset, name, log);
    this.name = name;
    this.log = log;
  }

  @Override
  public void row(Row row) {
    if (row.isNull(column.index())) {
      return;
    }
    if (places.size() >= MAX_IDS) {
      log.note("only the first " + MAX_IDS + " values of " + name + " were checked to be unique");
      return;
    }
    String before = places.putIfAbsent(row.text(column.index()), row.file() + ":" + row.line());
    if (before != null) {
      column.fault(row, "Unique", Severity.MUST, "stands at " + before + " already");
    }
  }
}
