package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.document.DocumentTooLargeException;
import io.gpuledger.dashboard.document.Format;
import io.gpuledger.dashboard.document.ReportDocument;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;

/** Reports as files to keep. */
final class ReportFiles {
  /** What a report can be asked for as; the first is the default. */
  static final List<String> FORMATS = formats();

  private ReportFiles() {}

  private static List<String> formats() {
    List<String> words = new ArrayList<>(List.of("json"));
    words.addAll(Format.words());
    return List.copyOf(words);
  }

  static void answer(Context context, LedgerQueries.ReportFile file) {
    String name = file.fileName().replaceAll("[^A-Za-z0-9._-]", "_");
    context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    context.contentType(file.contentType()).result(file.content());
  }

  static void answer(Context context, ReportDocument document, String format) {
    Format form = Format.of(format).orElse(Format.CSV);
    try {
      answer(
          context,
          new LedgerQueries.ReportFile(
              form.contentType(), document.fileName(form), document.in(form)));
    } catch (DocumentTooLargeException e) {
      throw new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
    }
  }
}
