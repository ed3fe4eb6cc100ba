package io.gpuledger.dashboard.document;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Numbers of a table as a printed page shows them, the same in every locale. */
final class Numbers {
  /** Where nothing is known; not a zero. */
  static final String MISSING = "–";

  private static final int MONEY_DIGITS = 2;

  private Numbers() {}

  /**
   * The shown text of every number cell, by row and column.
   *
   * <p>Where the amounts of a table add up, a column of them is rounded to its own rounded total,
   * for each currency.
   */
  static Map<Integer, Map<Integer, String>> shown(ReportDocument.Table table) {
    Map<Integer, Map<Integer, String>> shown = new HashMap<>();
    for (int row = 0; row < table.rows().size(); row++) {
      Map<Integer, String> ofRow = new HashMap<>();
      for (int column = 0; column < table.columns().size(); column++) {
        Column.Type type = table.columns().get(column).type();
        if (!type.isText()) {
          ofRow.put(column, shown(type, table.rows().get(row).cell(column)));
        }
      }
      shown.put(row, ofRow);
    }
    if (table.sums()) {
      for (int column = 0; column < table.columns().size(); column++) {
        if (table.columns().get(column).type() == Column.Type.MONEY) {
          close(table, column, shown);
        }
      }
    }
    return shown;
  }

  private static void close(
      ReportDocument.Table table, int column, Map<Integer, Map<Integer, String>> shown) {
    int currency = table.columns().stream().map(Column::key).toList().indexOf("currency");
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int row = 0; row < table.rows().size(); row++) {
      ReportDocument.Row of = table.rows().get(row);
      if (!of.total() && !of.cell(column).isEmpty()) {
        String group = currency < 0 ? "" : of.cell(currency);
        groups.computeIfAbsent(group, key -> new ArrayList<>()).add(row);
      }
    }
    for (List<Integer> rows : groups.values()) {
      List<BigDecimal> values =
          DisplayedAmounts.of(
              rows.stream().map(row -> Amount.parse(table.rows().get(row).cell(column))).toList(),
              MONEY_DIGITS);
      for (int k = 0; k < rows.size(); k++) {
        Map<Integer, String> ofRow = shown.get(rows.get(k));
        if (ofRow != null) {
          ofRow.put(column, grouped(values.get(k), MONEY_DIGITS));
        }
      }
    }
  }

  private static String shown(Column.Type type, String text) {
    if (text.isEmpty()) {
      return MISSING;
    }
    BigDecimal value = new BigDecimal(text);
    return switch (type) {
      case MONEY -> grouped(value.setScale(MONEY_DIGITS, RoundingMode.HALF_UP), MONEY_DIGITS);
      case RATIO -> grouped(value.movePointRight(2).setScale(1, RoundingMode.HALF_UP), 1) + " %";
      case QUANTITY, COUNT -> grouped(value, Math.max(0, value.scale()));
      case MARK, TEXT, DATE -> text;
    };
  }

  private static String grouped(BigDecimal value, int digits) {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String text = format.format(value);
    return text.startsWith("-") && value.signum() == 0 ? text.substring(1) : text;
  }
}
