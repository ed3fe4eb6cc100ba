package io.gpuledger.dashboard.document;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tables of a page: the header again on each page, amounts on the right. A table that is wider than
 * the page comes in parts, each with the columns that name its rows.
 */
final class PdfTables {
  private static final float SIZE = 8;
  private static final float PADDING = 4;
  private static final float TEXT_MOST = 170;
  private static final float TEXT_LEAST = 46;
  private static final float NUMBER_LEAST = 44;
  private static final int NAMING_COLUMNS = 3;
  private static final Color SUNKEN = new Color(0xF4F4F2);
  private static final Color HAIRLINE = new Color(0xE4E4E0);
  private static final Color EDGE = new Color(0x8A8A84);

  private final PdfFonts fonts;
  private final float pageWidth;

  PdfTables(PdfFonts fonts, float pageWidth) {
    this.fonts = fonts;
    this.pageWidth = pageWidth;
  }

  /** Columns that stand beside each other on a page, with their widths. */
  private record Panel(List<Integer> columns, List<Float> widths) {}

  void add(Table table, Document pdf) {
    Map<Integer, Map<Integer, String>> numbers = Numbers.shown(table);
    List<Panel> panels = panels(table, numbers);
    for (int i = 0; i < panels.size(); i++) {
      String title =
          panels.size() == 1
              ? table.title()
              : table.title() + " (part " + (i + 1) + " of " + panels.size() + ")";
      pdf.add(panel(table, numbers, panels.get(i), title));
    }
  }

  private List<Panel> panels(Table table, Map<Integer, Map<Integer, String>> numbers) {
    List<Integer> naming = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int column : table.shown()) {
      boolean names =
          others.isEmpty()
              && naming.size() < NAMING_COLUMNS
              && table.columns().get(column).type() == Column.Type.TEXT;
      (names ? naming : others).add(column);
    }
    float left = pageWidth;
    List<Float> namingWidths = new ArrayList<>();
    for (int column : naming) {
      float width = width(table, numbers, column);
      namingWidths.add(width);
      left -= width;
    }
    List<Panel> panels = new ArrayList<>();
    List<Integer> columns = new ArrayList<>(naming);
    List<Float> widths = new ArrayList<>(namingWidths);
    float free = left;
    for (int column : others) {
      float width = width(table, numbers, column);
      if (width > free && columns.size() > naming.size()) {
        panels.add(new Panel(List.copyOf(columns), List.copyOf(widths)));
        columns = new ArrayList<>(naming);
        widths = new ArrayList<>(namingWidths);
        free = left;
      }
      columns.add(column);
      widths.add(width);
      free -= width;
    }
    panels.add(new Panel(List.copyOf(columns), List.copyOf(widths)));
    return panels;
  }

  private float width(Table table, Map<Integer, Map<Integer, String>> numbers, int column) {
    Column of = table.columns().get(column);
    float width = 0;
    for (String word : of.title().split(" ", -1)) {
      width = Math.max(width, fonts.width(word, true, SIZE));
    }
    for (int row = 0; row < table.rows().size(); row++) {
      String text = text(table, numbers, row, column);
      width = Math.max(width, fonts.width(text, table.rows().get(row).total(), SIZE));
    }
    width += 2 * PADDING + 2;
    return of.type().isText()
        ? Math.min(TEXT_MOST, Math.max(TEXT_LEAST, width))
        : Math.max(NUMBER_LEAST, width);
  }

  private String text(
      Table table, Map<Integer, Map<Integer, String>> numbers, int row, int column) {
    if (table.columns().get(column).type().isText()) {
      return fonts.printable(table.rows().get(row).cell(column));
    }
    Row of = table.rows().get(row);
    boolean beyond = of.total() && column >= of.cells().size();
    return beyond ? "" : numbers.getOrDefault(row, Map.of()).getOrDefault(column, "");
  }

  private PdfPTable panel(
      Table table, Map<Integer, Map<Integer, String>> numbers, Panel panel, String title) {
    List<Integer> columns = panel.columns();
    float sum = 0;
    float[] widths = new float[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = panel.widths().get(c);
      sum += widths[c];
    }
    PdfPTable pdf = new PdfPTable(widths);
    pdf.setHorizontalAlignment(Element.ALIGN_LEFT);
    // A small table keeps its width: figures far from their names are hard to read.
    pdf.setTotalWidth(Math.min(pageWidth, sum));
    pdf.setLockedWidth(true);
    pdf.setSpacingBefore(12);
    pdf.setHeaderRows(2);
    pdf.setSplitLate(true);
    PdfPCell heading = cell(title, true, 10, Element.ALIGN_LEFT);
    heading.setColspan(widths.length);
    heading.setBorder(0);
    heading.setPaddingLeft(0);
    heading.setPaddingBottom(6);
    pdf.addCell(heading);
    for (int column : columns) {
      Column of = table.columns().get(column);
      PdfPCell cell = cell(of.title(), true, SIZE, alignment(of));
      cell.setBackgroundColor(SUNKEN);
      cell.setBorderColor(EDGE);
      cell.setVerticalAlignment(Element.ALIGN_BOTTOM);
      pdf.addCell(cell);
    }
    for (int row = 0; row < table.rows().size(); row++) {
      boolean total = table.rows().get(row).total();
      for (int column : columns) {
        String text = text(table, numbers, row, column);
        PdfPCell cell = cell(text, total, SIZE, alignment(table.columns().get(column)));
        if (total) {
          cell.setBackgroundColor(SUNKEN);
        }
        pdf.addCell(cell);
      }
    }
    if (table.rows().isEmpty()) {
      PdfPCell none = cell("Nothing to show in this period.", false, SIZE, Element.ALIGN_LEFT);
      none.setColspan(widths.length);
      pdf.addCell(none);
    }
    return pdf;
  }

  private static int alignment(Column column) {
    return column.type().isText() ? Element.ALIGN_LEFT : Element.ALIGN_RIGHT;
  }

  private PdfPCell cell(String text, boolean strong, float size, int alignment) {
    Font font = new Font(fonts.face(strong), size, Font.NORMAL, PdfDocument.INK);
    PdfPCell cell = new PdfPCell(new Phrase(fonts.printable(text), font));
    cell.setHorizontalAlignment(alignment);
    cell.setBorder(PdfPCell.BOTTOM);
    cell.setBorderColor(HAIRLINE);
    cell.setBorderWidth(0.5f);
    cell.setPadding(PADDING);
    cell.setPaddingTop(2);
    return cell;
  }
}
