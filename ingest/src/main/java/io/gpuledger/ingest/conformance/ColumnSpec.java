package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.util.List;
import java.util.Optional;

/**
 * A column of a dataset.
 *
 * @param index position among the columns of the dataset, from 0
 * @param since first release that has it (1.0 stands for all earlier ones)
 * @param lastRelease last release that has it, if it was removed
 * @param feature what brings conditional columns together: where a file has one of them, its
 *     generator supports the feature and the others must be there as well
 * @param allowed the allowed values, or empty where the text is free
 */
record ColumnSpec(
    Dataset dataset,
    String name,
    int index,
    FocusVersion since,
    Optional<FocusVersion> lastRelease,
    Format format,
    boolean nullable,
    Level level,
    Optional<String> feature,
    List<String> allowed) {

  /** Whether FOCUS asks for the column. */
  enum Level {
    MANDATORY,
    CONDITIONAL,
    RECOMMENDED
  }

  ColumnSpec {
    allowed = List.copyOf(allowed);
  }

  boolean in(FocusVersion version) {
    return since.compareTo(version) <= 0
        && lastRelease.map(last -> version.compareTo(last) <= 0).orElse(true);
  }

  /** The name of a rule on this column. */
  String rule(String kind) {
    return dataset.rule(name, kind);
  }
}
