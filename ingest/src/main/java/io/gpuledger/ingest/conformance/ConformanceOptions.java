package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.util.Optional;

/**
 * How to check.
 *
 * @param version release to check against, or empty for the one that the columns of each file tell
 * @param maxFindings findings kept for each rule, from 1 to {@link #MAX_FINDINGS}; all are counted
 * @param mustOnly whether recommendations are left out
 */
public record ConformanceOptions(
    Optional<FocusVersion> version, int maxFindings, boolean mustOnly) {
  /** Most findings that can be kept for a rule. */
  public static final int MAX_FINDINGS = 10_000;

  /** Findings kept for a rule unless something else is said. */
  public static final int DEFAULT_FINDINGS = 3;

  public ConformanceOptions {
    if (maxFindings < 1 || maxFindings > MAX_FINDINGS) {
      throw new IllegalArgumentException("findings per rule must be 1 to " + MAX_FINDINGS);
    }
  }

  public static ConformanceOptions standard() {
    return new ConformanceOptions(Optional.empty(), DEFAULT_FINDINGS, false);
  }
}
