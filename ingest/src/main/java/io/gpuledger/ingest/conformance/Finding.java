package io.gpuledger.ingest.conformance;

/**
 * A place where a rule is broken.
 *
 * @param file the file's name as it is shown
 * @param line physical line on which the record starts, from 1; its number in Parquet; 0 for the
 *     file
 * @param column position of the cell in the record, from 1; 0 for the whole record
 * @param columnName name of the column, or empty
 * @param rule stable name of the rule, e.g. {@code BilledCost-Nullability}
 * @param message what was found and what is expected
 * @param text the offending text, shortened; empty where there is none
 */
public record Finding(
    String file,
    long line,
    int column,
    String columnName,
    String rule,
    Severity severity,
    String message,
    String text) {

  /** {@code file:line:column}, without the parts that are 0. */
  public String place() {
    return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
  }
}
