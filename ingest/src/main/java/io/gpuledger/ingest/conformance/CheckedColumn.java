package io.gpuledger.ingest.conformance;

/** A column at which a check over many rows shows what it finds. */
final class CheckedColumn {
  private final ColumnSpec column;
  private final FindingLog log;

  CheckedColumn(Dataset dataset, String name, FindingLog log) {
    this.column = Columns.of(dataset).named(name).orElseThrow();
    this.log = log;
  }

  int index() {
    return column.index();
  }

  /** Records that a row breaks a rule on this column. */
  void fault(Row row, String kind, Severity severity, String message) {
    log.add(row, column, new Cell.Fault(column.rule(kind), severity, message));
  }

  /** Where a row stands, for a finding that is made later. */
  Place place(Row row) {
    return new Place(
        row.file(), row.line(), row.position(column.index()), row.text(column.index()));
  }

  /** A cell that is gone, as far as a finding needs it. */
  record Place(String file, long line, int position, String text) {}

  Finding finding(Place place, String kind, Severity severity, String message) {
    return new Finding(
        place.file(),
        place.line(),
        place.position(),
        column.name(),
        column.rule(kind),
        severity,
        message,
        place.text());
  }
}
