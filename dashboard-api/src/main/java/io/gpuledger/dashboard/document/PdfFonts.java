package io.gpuledger.dashboard.document;

import com.lowagie.text.pdf.BaseFont;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * The typeface of a document, embedded so that it looks the same everywhere. It has Latin, Greek,
 * Cyrillic and more; a sign that it lacks is shown by its number, never left out.
 */
final class PdfFonts {
  private final BaseFont regular;
  private final BaseFont bold;

  PdfFonts() {
    this.regular = load("DejaVuSansCondensed.ttf");
    this.bold = load("DejaVuSansCondensed-Bold.ttf");
  }

  private static BaseFont load(String name) {
    try (InputStream in = PdfFonts.class.getResourceAsStream("/fonts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the font " + name + " is missing");
      }
      return BaseFont.createFont(
          name, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, false, in.readAllBytes(), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BaseFont face(boolean strong) {
    return strong ? bold : regular;
  }

  /** A text of signs that the typeface has: another one becomes its number, such as [U+6771]. */
  String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            sign -> {
              if (sign == '\n' || sign == '\r' || sign == '\t') {
                out.append(' ');
              } else if (sign <= 0xFFFF && regular.charExists((char) sign)) {
                out.appendCodePoint(sign);
              } else {
                out.append(String.format(Locale.ROOT, "[U+%04X]", sign));
              }
            });
    return out.toString();
  }

  float width(String text, boolean strong, float size) {
    return face(strong).getWidthPoint(text, size);
  }
}
