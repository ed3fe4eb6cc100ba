package io.gpuledger.dashboard.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An export of some lines of text. */
record FakeExport(List<String> lines) implements ExportQueries.Export {
  @Override
  public Object summary() {
    return Map.of("rows", lines.size(), "snapshot", Map.of("asOf", "2026-10-24T08:00:00Z"));
  }

  @Override
  public void write(OutputStream out) throws IOException {
    for (String line : lines) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
