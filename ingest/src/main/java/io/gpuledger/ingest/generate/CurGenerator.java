package io.gpuledger.ingest.generate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a believable export of AWS CUR 2.0 with its manifest, line by line, and tells what it adds
 * up to by AWS's own rules: machines on demand, spot, covered by a Savings Plan or a reservation,
 * storage, network, tokens, fees with a part that nobody used, tax, credits and refunds, all with
 * private pricing. Costs have few enough digits that they are exact as doubles too.
 */
public final class CurGenerator {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who issues the invoices of a generated report. */
  public static final String ISSUER = "Amazon Web Services, Inc.";

  private static final String MANIFEST = "gpuledger-cur-Manifest.json";

  private CurGenerator() {}

  /** How a report is written. */
  public enum Form {
    CSV(".csv.gz") {
      @Override
      CurTable open(Path file) throws IOException {
        return new CurCsv(file);
      }
    },
    PARQUET(".snappy.parquet") {
      @Override
      CurTable open(Path file) throws IOException {
        return new CurParquet(file);
      }
    };

    private final String ending;

    Form(String ending) {
      this.ending = ending;
    }

    abstract CurTable open(Path file) throws IOException;
  }

  /**
   * What was written.
   *
   * @param files the manifest and its parts, to be imported together
   * @param lines of the report; some are two charges
   */
  public record Export(List<Path> files, long lines, FocusTruth truth) {
    public Export {
      files = List.copyOf(files);
    }
  }

  /**
   * Writes an export into a directory.
   *
   * @param plan its rows are the lines of the report, give or take one
   * @param linesPerFile lines of a part
   */
  public static Export write(FocusPlan plan, Form form, Path directory, long linesPerFile)
      throws IOException {
    CurLines lines = new CurLines(plan);
    List<Path> files = new ArrayList<>();
    while (lines.written() < plan.rows()) {
      Path file =
          directory.resolve("gpuledger-cur-%05d%s".formatted(files.size() + 1, form.ending));
      long end = Math.min(plan.rows(), lines.written() + linesPerFile);
      try (CurTable table = form.open(file)) {
        while (lines.written() < end) {
          lines.next(table);
        }
      }
      files.add(file);
    }
    files.add(0, manifest(plan, directory, files));
    return new Export(files, lines.written(), lines.truth());
  }

  /**
   * Writes the export of a month that is still running.
   *
   * @param end lines whose usage ends later are left out
   * @return the manifest and its part, or nothing where no line has ended
   */
  public static List<Path> writeToDate(FocusPlan plan, Form form, Path directory, Instant end)
      throws IOException {
    CurLines lines = new CurLines(plan);
    Path file = directory.resolve("gpuledger-cur-%05d%s".formatted(1, form.ending));
    long kept;
    try (CurToDate table = new CurToDate(form.open(file), end)) {
      while (lines.written() < plan.rows()) {
        lines.next(table);
      }
      kept = table.kept();
    }
    return kept == 0 ? List.of() : List.of(manifest(plan, directory, List.of(file)), file);
  }

  /** What an export adds up to, without writing it. */
  public static FocusTruth truth(FocusPlan plan) throws IOException {
    CurLines lines = new CurLines(plan);
    try (CurNothing nothing = new CurNothing()) {
      while (lines.written() < plan.rows()) {
        lines.next(nothing);
      }
    }
    return lines.truth();
  }

  private static Path manifest(FocusPlan plan, Path directory, List<Path> files)
      throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("exportName", "gpuledger-cur");
    manifest.put("executionId", "execution-" + plan.seed() + "-" + plan.restatement());
    LocalDateTime start = plan.month().atDay(1).atStartOfDay();
    manifest
        .putObject("billingPeriod")
        .put("start", CurLines.time(start))
        .put("end", CurLines.time(start.plusMonths(1)));
    ArrayNode parts = manifest.putArray("dataFiles");
    files.forEach(
        file ->
            parts.add(
                "exports/gpuledger-cur/data/BILLING_PERIOD="
                    + plan.month()
                    + "/"
                    + file.getFileName()));
    Path file = directory.resolve(MANIFEST);
    Files.writeString(file, manifest.toPrettyString());
    return file;
  }
}
