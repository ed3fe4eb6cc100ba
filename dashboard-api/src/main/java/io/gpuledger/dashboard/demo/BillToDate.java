package io.gpuledger.dashboard.demo;

import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** A generated bill of a month that is still running: only the charges that have ended. */
final class BillToDate {
  private static final String COLUMN = "ChargePeriodEnd";

  private BillToDate() {}

  /**
   * Writes the bill as CSV, replacing the file.
   *
   * @param end charges that end later are left out
   * @return charges written
   */
  static long write(FocusPlan plan, Instant end, Path file) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".whole");
    try {
      FocusGenerator.write(plan, whole);
      try (BufferedReader rows = Files.newBufferedReader(whole);
          BufferedWriter out = Files.newBufferedWriter(file)) {
        String header = Objects.requireNonNull(rows.readLine(), "a bill has a header");
        int column = Arrays.asList(header.split(",", -1)).indexOf(COLUMN);
        out.append(header).append('\n');
        long written = 0;
        for (String row = rows.readLine(); row != null; row = rows.readLine()) {
          // The generator quotes no cell before this column.
          if (!Instant.parse(row.split(",", column + 2)[column]).isAfter(end)) {
            out.append(row).append('\n');
            written++;
          }
        }
        return written;
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
