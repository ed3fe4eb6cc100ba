package io.gpuledger.ingest.conformance;

/** How strongly FOCUS asks for what a rule checks. */
public enum Severity {
  /** FOCUS requires it; a file with such a finding does not conform. */
  MUST,

  /** FOCUS recommends it, or the file alone cannot prove a breach. */
  SHOULD
}
