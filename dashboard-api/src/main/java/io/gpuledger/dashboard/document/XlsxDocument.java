package io.gpuledger.dashboard.document;

import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A report as a workbook: a sheet a table, then one of notes.
 *
 * <p>A spreadsheet keeps 15 significant digits of a number. Where each amount of a column has no
 * more, the column holds numbers and they are exact. Where one has more, the column says that it
 * holds 15 digits, so that it can be summed, and the column after it holds every digit as text.
 */
final class XlsxDocument {
  /** Significant digits that a spreadsheet keeps. */
  static final int EXACT_DIGITS = 15;

  private static final String HEADER_FILL = "F4F4F2";
  private static final String HEADER_TEXT = "1C1C1A";
  private static final int NAME_LIMIT = 31;
  private static final int TEXT_LIMIT = 32_000;
  private static final int WIDTH_LEAST = 8;
  private static final int WIDTH_MOST = 60;

  private final ReportDocument document;
  private final Set<String> names = new HashSet<>();
  private long amountsWithMoreDigits;

  private XlsxDocument(ReportDocument document) {
    this.document = document;
  }

  /** The workbook's bytes. */
  static byte[] write(ReportDocument document) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      new XlsxDocument(document).write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(ByteArrayOutputStream out) throws IOException {
    try (Workbook workbook = new Workbook(out, "GpuLedger", "1.0")) {
      for (Table table : document.tables()) {
        table(workbook.newWorksheet(name(table.title())), table);
      }
      notes(workbook.newWorksheet(name("Notes")));
    }
  }

  /** Names of sheets are short, without some signs, and each comes once. */
  private String name(String title) {
    String plain = title.replaceAll("[\\[\\]:*?/\\\\']", " ").strip();
    String name = plain.substring(0, Math.min(plain.length(), NAME_LIMIT));
    for (int i = 2; !names.add(name.toLowerCase(Locale.ROOT)); i++) {
      String end = " " + i;
      name = plain.substring(0, Math.min(plain.length(), NAME_LIMIT - end.length())) + end;
    }
    return name;
  }

  /**
   * A column of a sheet.
   *
   * @param from column of the table
   * @param exactText whether it holds all digits as text
   */
  private record SheetColumn(int from, String title, Column.Type type, boolean exactText) {}

  private List<SheetColumn> columns(Table table) {
    List<SheetColumn> columns = new ArrayList<>();
    for (int index : table.shown()) {
      Column column = table.columns().get(index);
      long more = table.rows().stream().filter(row -> hasMoreDigits(column, row, index)).count();
      amountsWithMoreDigits += more;
      String title = column.title();
      columns.add(
          new SheetColumn(
              index,
              more > 0 ? title + " (" + EXACT_DIGITS + " digits)" : title,
              column.type(),
              false));
      if (more > 0) {
        columns.add(new SheetColumn(index, title + " (exact text)", column.type(), true));
      }
    }
    return columns;
  }

  private static boolean hasMoreDigits(Column column, Row row, int index) {
    String text = row.cell(index);
    return !column.type().isText()
        && !text.isEmpty()
        && new BigDecimal(text).stripTrailingZeros().precision() > EXACT_DIGITS;
  }

  private void table(Worksheet sheet, Table table) {
    List<SheetColumn> columns = columns(table);
    for (int c = 0; c < columns.size(); c++) {
      SheetColumn column = columns.get(c);
      sheet.value(0, c, column.title());
      int width = column.title().length();
      for (int r = 0; r < table.rows().size(); r++) {
        Row row = table.rows().get(r);
        String text = row.cell(column.from());
        width = Math.max(width, text.length());
        cell(sheet, r + 1, c, column, text, row.total());
      }
      sheet.width(c, Math.min(WIDTH_MOST, Math.max(WIDTH_LEAST, width + 2)));
      sheet
          .style(0, c)
          .bold()
          .fillColor(HEADER_FILL)
          .fontColor(HEADER_TEXT)
          .wrapText(true)
          .horizontalAlignment(column.type().isText() ? "left" : "right")
          .set();
    }
    sheet.freezePane(0, 1);
    sheet.repeatRows(0);
    sheet.pageOrientation("landscape");
    sheet.fitToWidth((short) 1);
    sheet.fitToHeight((short) 0);
    if (!table.rows().isEmpty() && !columns.isEmpty()) {
      sheet.setAutoFilter(0, 0, table.rows().size(), columns.size() - 1);
    }
  }

  private static void cell(
      Worksheet sheet, int row, int column, SheetColumn of, String text, boolean bold) {
    boolean number = !of.type().isText() && !of.exactText();
    if (!text.isEmpty()) {
      if (number) {
        sheet.value(
            row,
            column,
            new BigDecimal(text).round(new MathContext(EXACT_DIGITS, RoundingMode.HALF_EVEN)));
      } else {
        sheet.value(row, column, of.exactText() ? text : text(text));
      }
    }
    var style = sheet.style(row, column);
    if (number) {
      style.format(pattern(of.type()));
    } else if (of.exactText()) {
      style.horizontalAlignment("right");
    }
    if (bold) {
      style.bold();
    }
    style.set();
  }

  /** Shows each digit that is there; nothing is rounded for the eye alone. */
  private static String pattern(Column.Type type) {
    return switch (type) {
      case MONEY -> "#,##0.00################";
      case QUANTITY -> "#,##0.##################";
      case COUNT -> "#,##0";
      case RATIO -> "0.0###%";
      case MARK, TEXT, DATE -> "@";
    };
  }

  private static String text(String text) {
    String safe = CsvText.safe(text);
    return safe.length() > TEXT_LIMIT ? safe.substring(0, TEXT_LIMIT) + "…" : safe;
  }

  private void notes(Worksheet sheet) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(document.title()));
    lines.add(List.of("Period", document.period()));
    lines.add(List.of("As known on", document.asOf()));
    lines.addAll(document.facts());
    lines.add(
        List.of(
            "Numbers",
            amountsWithMoreDigits == 0
                ? "Every number is exact: none has more than " + EXACT_DIGITS + " digits."
                : amountsWithMoreDigits
                    + " numbers have more than "
                    + EXACT_DIGITS
                    + " digits, which is what a spreadsheet keeps. Their columns hold "
                    + EXACT_DIGITS
                    + " digits; the column after each holds all of them as text."));
    lines.add(List.of("Empty cells", "Nothing is known there; that is not zero."));
    lines.add(
        List.of(
            "Texts",
            "A text that a spreadsheet would run as a formula stands behind an apostrophe."));
    for (int r = 0; r < lines.size(); r++) {
      List<String> line = lines.get(r);
      for (int c = 0; c < line.size(); c++) {
        String word = line.get(c);
        sheet.value(r, c, CsvText.isNumber(word) ? word : text(word));
        var style = sheet.style(r, c).wrapText(c > 0).verticalAlignment("top");
        if (c == 0) {
          style.bold();
        }
        style.set();
      }
    }
    sheet.width(0, 24);
    sheet.width(1, 90);
    sheet.width(2, 60);
  }
}
