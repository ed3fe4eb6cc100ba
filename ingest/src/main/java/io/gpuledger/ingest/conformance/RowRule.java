package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule between the cells of one row. It applies to files that have all columns it needs.
 *
 * @param name stable name, e.g. {@code ListCost-UnitPriceTimesQuantity}
 * @param since first release that has the rule
 * @param needs positions of its columns in the dataset; a fault is shown at the first
 */
record RowRule(
    String name, Severity severity, FocusVersion since, List<Integer> needs, Check check) {

  /** Looks at a row. */
  interface Check {
    /** What is wrong, or null where nothing is. */
    @Nullable String fault(Row row);
  }

  RowRule {
    needs = List.copyOf(needs);
  }

  /** A rule on a column of a dataset that looks at others as well. */
  static RowRule of(Dataset dataset, String column, String kind, List<String> others, Check check) {
    Columns columns = Columns.of(dataset);
    return new RowRule(
        dataset.rule(column, kind),
        Severity.MUST,
        FocusVersion.V1_0,
        Stream.concat(Stream.of(column), others.stream()).map(columns::index).toList(),
        check);
  }

  /** The same as a recommendation. */
  RowRule should() {
    return new RowRule(name, Severity.SHOULD, since, needs, check);
  }

  /** The same from a later release on. */
  RowRule from(FocusVersion first) {
    return new RowRule(name, severity, first, needs, check);
  }

  int column() {
    return needs.get(0);
  }

  boolean appliesTo(Row row, FocusVersion version) {
    return since.compareTo(version) <= 0 && needs.stream().allMatch(row::has);
  }
}
