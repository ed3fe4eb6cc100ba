package io.gpuledger.ingest.conformance;

import java.util.List;

/** A period has a start before its end; both ends are instants, the second exclusive. */
final class PeriodRules {
  private PeriodRules() {}

  static RowRule order(Dataset dataset, String start, String end) {
    return after(dataset, start, end, "AfterStart", false);
  }

  /** Something is updated when it is created, or later. */
  static RowRule updated(Dataset dataset, String created, String updated) {
    return after(dataset, created, updated, "NotBeforeCreated", true);
  }

  private static RowRule after(
      Dataset dataset, String first, String second, String kind, boolean mayBeEqual) {
    Columns columns = Columns.of(dataset);
    int firstIndex = columns.index(first);
    int secondIndex = columns.index(second);
    return RowRule.of(
        dataset,
        second,
        kind,
        List.of(first),
        row -> {
          Cell from = row.cell(firstIndex);
          Cell to = row.cell(secondIndex);
          if (!from.hasTime() || !to.hasTime() || from.micros() < to.micros()) {
            return null;
          }
          return mayBeEqual && from.micros() == to.micros()
              ? null
              : "is not after " + first + " " + from.text();
        });
  }
}
