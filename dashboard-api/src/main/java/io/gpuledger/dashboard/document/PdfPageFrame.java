package io.gpuledger.dashboard.document;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.pdf.BaseFont;
import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfPageEventHelper;
import com.lowagie.text.pdf.PdfTemplate;
import com.lowagie.text.pdf.PdfWriter;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** Head and foot of every page: what it is, of when, and which page of how many. */
final class PdfPageFrame extends PdfPageEventHelper {
  private static final float SIZE = 8;
  private static final Color HAIRLINE = new Color(0xE4E4E0);

  private final PdfFonts fonts;
  private final ReportDocument document;
  private final List<PdfTemplate> totals = new ArrayList<>();

  PdfPageFrame(PdfFonts fonts, ReportDocument document) {
    this.fonts = fonts;
    this.document = document;
  }

  @Override
  public void onEndPage(PdfWriter writer, Document pdf) {
    PdfContentByte canvas = writer.getDirectContent();
    float head = pdf.top() + 18;
    float foot = pdf.bottom() - 22;
    text(canvas, Element.ALIGN_LEFT, "GpuLedger", true, pdf.left(), head);
    text(
        canvas,
        Element.ALIGN_RIGHT,
        document.title() + "  ·  " + document.period(),
        false,
        pdf.right(),
        head);
    line(canvas, pdf, head - 6);
    line(canvas, pdf, foot + 12);
    text(
        canvas,
        Element.ALIGN_LEFT,
        "As known on " + document.asOf() + "  ·  amounts with two digits; exact in csv and xlsx",
        false,
        pdf.left(),
        foot);
    float room = fonts.width("000", false, SIZE);
    text(
        canvas,
        Element.ALIGN_RIGHT,
        "Page " + writer.getPageNumber() + " of ",
        false,
        pdf.right() - room,
        foot);
    // How many pages there are is known at the end only.
    PdfTemplate total = canvas.createTemplate(room, SIZE * 2);
    canvas.addTemplate(total, pdf.right() - room, foot);
    totals.add(total);
  }

  @Override
  public void onCloseDocument(PdfWriter writer, Document pdf) {
    // The writer has begun the page after the last one by now.
    String pages = String.valueOf(writer.getPageNumber() - 1);
    for (PdfTemplate total : totals) {
      total.beginText();
      total.setColorFill(PdfDocument.MUTED);
      total.setFontAndSize(fonts.face(false), SIZE);
      total.setTextMatrix(0, 0);
      total.showText(pages);
      total.endText();
    }
  }

  private void text(
      PdfContentByte canvas, int alignment, String text, boolean strong, float x, float y) {
    BaseFont face = fonts.face(strong);
    canvas.beginText();
    canvas.setColorFill(strong ? PdfDocument.INK : PdfDocument.MUTED);
    canvas.setFontAndSize(face, SIZE);
    canvas.showTextAligned(alignment, fonts.printable(text), x, y, 0);
    canvas.endText();
  }

  private static void line(PdfContentByte canvas, Document pdf, float y) {
    canvas.saveState();
    canvas.setColorStroke(HAIRLINE);
    canvas.setLineWidth(0.5f);
    canvas.moveTo(pdf.left(), y);
    canvas.lineTo(pdf.right(), y);
    canvas.stroke();
    canvas.restoreState();
  }
}
