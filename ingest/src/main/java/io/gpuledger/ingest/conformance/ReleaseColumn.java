package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.util.List;
import java.util.Optional;

/**
 * A column of a release of Cost and Usage, for who writes files of that release.
 *
 * @param mandatory whether every file has it
 * @param recommended whether FOCUS recommends it; a column that is neither is conditional: only
 *     files whose generator supports its feature have it
 * @param nullable whether a row may leave it empty
 * @param feature the feature whose columns come together, if it belongs to one
 */
public record ReleaseColumn(
    String name,
    boolean mandatory,
    boolean recommended,
    boolean nullable,
    Optional<String> feature) {

  /** The columns of a release, in the order of the table; none of them a custom one. */
  public static List<ReleaseColumn> ofCostAndUsage(FocusVersion version) {
    return Columns.of(Dataset.COST_AND_USAGE).in(version).stream()
        .filter(column -> !column.name().startsWith("x_"))
        .map(
            column ->
                new ReleaseColumn(
                    column.name(),
                    column.level() == ColumnSpec.Level.MANDATORY,
                    column.level() == ColumnSpec.Level.RECOMMENDED,
                    column.nullable(),
                    column.feature()))
        .toList();
  }
}
