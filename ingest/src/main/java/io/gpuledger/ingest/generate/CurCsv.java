package io.gpuledger.ingest.generate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A report as CSV in gzip. */
final class CurCsv implements CurTable {
  private static final int BUFFER = 1 << 16;

  private final Writer out;
  private final StringBuilder row = new StringBuilder(2_048);

  CurCsv(Path file) throws IOException {
    out =
        new BufferedWriter(
            new OutputStreamWriter(
                new FastGzip(Files.newOutputStream(file)), StandardCharsets.UTF_8),
            BUFFER);
    out.write(String.join(",", CurLayout.columns()));
    out.write("," + CurLayout.TAGS + "," + CurLayout.PRODUCT + "\n");
  }

  /** Generated bills are large and soon gone. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(java.io.OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public void line(String[] cells, Map<String, String> tags, Map<String, String> product)
      throws IOException {
    row.setLength(0);
    for (String cell : cells) {
      text(cell);
      row.append(',');
    }
    map(tags);
    row.append(',');
    map(product);
    row.append('\n');
    out.append(row);
  }

  private void text(String cell) {
    if (cell.indexOf(',') < 0 && cell.indexOf('"') < 0) {
      row.append(cell);
    } else {
      row.append('"').append(cell.replace("\"", "\"\"")).append('"');
    }
  }

  /** A flat object of plain texts, its quotes doubled. */
  private void map(Map<String, String> entries) {
    row.append("\"{");
    String between = "";
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      row.append(between).append("\"\"").append(entry.getKey()).append("\"\":\"\"");
      row.append(entry.getValue()).append("\"\"");
      between = ",";
    }
    row.append("}\"");
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
