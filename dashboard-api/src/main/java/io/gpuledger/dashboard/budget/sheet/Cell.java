package io.gpuledger.dashboard.budget.sheet;

/**
 * A cell that is not empty.
 *
 * @param column from 0
 * @param row from 1
 * @param text as it would be typed, without blanks around it
 * @param number whether the file holds it as a number
 */
record Cell(int column, int row, String text, boolean number) {
  private static final int LETTERS = 26;

  /** Such as {@code B3}. */
  String address() {
    return address(column, row);
  }

  static String address(int column, int row) {
    StringBuilder letters = new StringBuilder();
    for (int left = column + 1; left > 0; left = (left - 1) / LETTERS) {
      letters.insert(0, (char) ('A' + (left - 1) % LETTERS));
    }
    return letters.append(row).toString();
  }
}
