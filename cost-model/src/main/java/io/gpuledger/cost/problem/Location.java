package io.gpuledger.cost.problem;

/**
 * A place in an input.
 *
 * @param input file name, URL or topic; never an absolute path of the reader's machine
 * @param line one-based line in the decompressed text (record number for Parquet), 0 for the whole
 * @param column one-based field position in the record, 0 for the whole record
 */
public record Location(String input, long line, int column) {
  public static Location ofInput(String input) {
    return new Location(input, 0, 0);
  }

  @Override
  public String toString() {
    return input + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
  }
}
