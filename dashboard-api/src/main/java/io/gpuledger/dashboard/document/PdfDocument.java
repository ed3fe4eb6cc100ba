package io.gpuledger.dashboard.document;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.PageSize;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfWriter;
import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A report as pages of A4 on their long side. Amounts are shown with two digits, closed to their
 * rounded totals where they add up; the page says where the exact ones are.
 */
final class PdfDocument {
  /** Most rows of all tables; some hundred pages. */
  static final int ROWS_LIMIT = 20_000;

  static final Color INK = new Color(0x1C1C1A);
  static final Color MUTED = new Color(0x5F5F5A);
  private static final float MARGIN = 40;
  private static final float FOOT = 46;
  private static final float HEAD = 54;

  private final ReportDocument document;
  private final PdfFonts fonts = new PdfFonts();
  private final String contentId;

  private PdfDocument(ReportDocument document) {
    this.document = document;
    this.contentId = ContentId.of(List.of(new String(document.toCsv(), StandardCharsets.UTF_8)));
  }

  /**
   * The document's bytes.
   *
   * @throws DocumentTooLargeException if there are more rows than {@link #ROWS_LIMIT}
   */
  static byte[] write(ReportDocument document) {
    long rows = document.tables().stream().mapToLong(table -> table.rows().size()).sum();
    if (rows > ROWS_LIMIT) {
      throw new DocumentTooLargeException(document.kind(), "pdf", rows, ROWS_LIMIT);
    }
    return new PdfDocument(document).write();
  }

  private byte[] write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Document pdf = new Document(PageSize.A4.rotate(), MARGIN, MARGIN, HEAD, FOOT);
    PdfWriter writer = PdfWriter.getInstance(pdf, out);
    writer.setPageEvent(new PdfPageFrame(fonts, document));
    pdf.addTitle(fonts.printable(document.title() + " " + document.period()));
    pdf.addCreator("GpuLedger");
    pdf.open();
    pdf.add(text(document.title(), true, 20, INK, 0, 2));
    pdf.add(
        text(
            "Period " + document.period() + "  ·  as known on " + document.asOf(),
            false,
            10,
            MUTED,
            0,
            10));
    PdfTables tables = new PdfTables(fonts, pdf.right() - pdf.left());
    for (Table table : document.tables()) {
      tables.add(table, pdf);
    }
    notes(pdf);
    pdf.close();
    return out.toByteArray();
  }

  private void notes(Document pdf) {
    List<List<String>> lines = new ArrayList<>(document.facts());
    lines.add(
        List.of(
            "amounts",
            "Shown with two digits; columns that add up are rounded to their rounded total. The "
                + "exact amounts are in the same report as csv, xlsx or parquet."));
    lines.add(List.of("–", "Nothing is known there; that is not zero."));
    lines.add(List.of("content", "sha256 " + contentId + " of the same report as csv"));
    PdfPTable table = new PdfPTable(new float[] {1, 6});
    table.setWidthPercentage(100);
    table.setSpacingBefore(14);
    table.setHeaderRows(1);
    PdfPCell title = cell("Notes", true, 10, INK);
    title.setColspan(2);
    title.setPaddingBottom(4);
    table.addCell(title);
    for (List<String> line : lines) {
      table.addCell(cell(line.get(0), false, 8, MUTED));
      table.addCell(cell(String.join("  ·  ", line.subList(1, line.size())), false, 8, INK));
    }
    pdf.add(table);
  }

  private PdfPCell cell(String text, boolean strong, float size, Color color) {
    PdfPCell cell =
        new PdfPCell(
            new Phrase(
                fonts.printable(text), new Font(fonts.face(strong), size, Font.NORMAL, color)));
    cell.setBorder(0);
    cell.setPadding(2);
    cell.setPaddingLeft(0);
    return cell;
  }

  private Paragraph text(
      String text, boolean strong, float size, Color color, float before, float after) {
    Paragraph paragraph =
        new Paragraph(
            fonts.printable(text), new Font(fonts.face(strong), size, Font.NORMAL, color));
    paragraph.setAlignment(Element.ALIGN_LEFT);
    paragraph.setLeading(size * 1.3f);
    paragraph.setSpacingBefore(before);
    paragraph.setSpacingAfter(after);
    return paragraph;
  }
}
