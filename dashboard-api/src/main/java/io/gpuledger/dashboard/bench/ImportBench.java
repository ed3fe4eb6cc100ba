package io.gpuledger.dashboard.bench;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.intake.BillIntake;
import io.gpuledger.dashboard.launcher.BenchInstance;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.generate.CurGenerator;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import io.gpuledger.streaming.job.BillingJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A month of AWS CUR 2.0 from its files to a published delivery, as gzip CSV and as Parquet, with a
 * FOCUS bill and the raw engine beside it.
 */
public final class ImportBench {
  private static final long SEED = 7;
  private static final long LINES_PER_FILE = 2_500_000;
  private static final YearMonth MONTH = YearMonth.of(2026, 10);
  private static final long FOCUS_ROWS = 1_000_000;

  private static final int TOLD_EVERY_PERCENT = 10;

  /**
   * What was measured; every import was compared with what was generated, in the ledger.
   *
   * @param csvLinesPerSecond lines of the report, from gzip CSV to what readers see
   * @param parquetLinesPerSecond the same from Parquet
   * @param focusRowsPerSecond a FOCUS bill in CSV, in the same run
   * @param rawEngineLinesPerSecond the engine reading the first gzip CSV file into a table
   * @param lines of the report; some are two charges
   * @param charges of the report
   * @param csvBytes size of the gzip files
   * @param parquetBytes size of the Parquet files
   * @param heapLimitBytes the heap's limit
   */
  public record Figures(
      long csvLinesPerSecond,
      long parquetLinesPerSecond,
      long focusRowsPerSecond,
      long rawEngineLinesPerSecond,
      long lines,
      long charges,
      long csvBytes,
      long parquetBytes,
      long heapLimitBytes) {}

  private final BenchInstance instance;
  private final BillIntake intake;
  private final Path directory;
  private final Consumer<String> progress;

  private ImportBench(BenchInstance instance, Path directory, Consumer<String> progress) {
    this.instance = instance;
    this.directory = directory;
    this.progress = progress;
    this.intake =
        new BillIntake(
            LedgerConfig::defaults,
            instance.client(),
            instance.producer(),
            instance.publisher(),
            Clock.systemUTC());
  }

  /** Measures with so many lines, in a directory that is left empty. */
  public static Figures run(Path directory, long lines, Consumer<String> progress)
      throws IOException {
    try (BenchInstance instance = BenchInstance.open(directory.resolve("data"), progress)) {
      instance.startJob(BillingJob.NAME);
      return new ImportBench(instance, directory, progress).measure(lines);
    }
  }

  private Figures measure(long lines) throws IOException {
    progress.accept("a small import to warm the code up");
    report(CurGenerator.Form.CSV, FocusPlan.of(1, FocusShape.AWS_1_2, MONTH, 50_000), "warm-csv");
    report(
        CurGenerator.Form.PARQUET, FocusPlan.of(1, FocusShape.AWS_1_2, MONTH, 50_000), "warm-pq");
    FocusPlan plan = FocusPlan.of(SEED, FocusShape.AWS_1_2, MONTH, lines);
    Measured csv = report(CurGenerator.Form.CSV, plan, "csv");
    Measured parquet = report(CurGenerator.Form.PARQUET, plan, "parquet");
    long focus = focus(Math.min(lines, FOCUS_ROWS));
    return new Figures(
        csv.perSecond(),
        parquet.perSecond(),
        focus,
        csv.rawPerSecond(),
        csv.export().lines(),
        csv.export().truth().rows(),
        csv.bytes(),
        parquet.bytes(),
        Runtime.getRuntime().maxMemory());
  }

  private record Measured(
      CurGenerator.Export export, long perSecond, long rawPerSecond, long bytes) {}

  private Measured report(CurGenerator.Form form, FocusPlan plan, String source)
      throws IOException {
    progress.accept("writing " + plan.rows() + " lines for " + source);
    Path folder = Files.createDirectory(directory.resolve(source));
    CurGenerator.Export export = CurGenerator.write(plan, form, folder, LINES_PER_FILE);
    long bytes = 0;
    for (Path file : export.files()) {
      bytes += Files.size(file);
    }
    progress.accept("importing " + source);
    long perSecond =
        timed(export.lines(), () -> load(source, "aws-cur", export.files(), export.lines()));
    progress.accept(perSecond + " lines a second");
    check(source, export.truth());
    long raw = 0;
    if (form == CurGenerator.Form.CSV) {
      progress.accept("the engine alone reads the first of these files");
      Path part = export.files().get(1);
      raw = timed(Math.min(export.lines(), LINES_PER_FILE), () -> rawRead(part));
    }
    for (Path file : export.files()) {
      Files.delete(file);
    }
    return new Measured(export, perSecond, raw, bytes);
  }

  private long focus(long rows) throws IOException {
    Path file = directory.resolve("focus.csv");
    progress.accept("writing " + rows + " FOCUS rows");
    FocusGenerator.write(FocusPlan.of(SEED, FocusShape.AWS_1_2, MONTH, rows), file);
    progress.accept("importing them");
    long perSecond = timed(rows, () -> load("focus", Formats.FOCUS, List.of(file), rows));
    Files.delete(file);
    return perSecond;
  }

  private void load(String source, String format, List<Path> files, long records) {
    Told told = new Told();
    ImportReport report = intake.publish(source, format, false, files, told);
    if (!report.anythingVisible() || report.rejectsTotal() > 0) {
      throw new IllegalStateException(
          source + " was not published whole: " + report.rejects() + " of " + records);
    }
  }

  /** Says how far an import is, each tenth of it. */
  private final class Told implements ImportListener {
    private int next = TOLD_EVERY_PERCENT;

    @Override
    public void progress(long bytesDone, long bytesTotal, long rows) {
      int percent = (int) (bytesDone * 100 / Math.max(1, bytesTotal));
      if (percent >= next && percent < 100) {
        ImportBench.this.progress.accept(percent + " %, " + rows + " records");
        next = percent - percent % TOLD_EVERY_PERCENT + TOLD_EVERY_PERCENT;
      }
    }
  }

  /** What readers see of a source is what was generated, to the last digit. */
  private void check(String source, FocusTruth truth) {
    String seen =
        instance
            .client()
            .query(
                "SELECT billing_currency, count(), toString(sum(billed_cost)),"
                    + " toString(sum(effective_cost)) FROM current_charges"
                    + " WHERE source = {source:String} GROUP BY billing_currency"
                    + " ORDER BY billing_currency FORMAT TSV",
                Map.of("source", source));
    StringBuilder wanted = new StringBuilder();
    truth.byCurrency().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            of ->
                wanted
                    .append(of.getKey())
                    .append('\t')
                    .append(of.getValue().rows())
                    .append('\t')
                    .append(of.getValue().billed())
                    .append('\t')
                    .append(of.getValue().effective())
                    .append('\n'));
    if (!wanted.toString().equals(seen)) {
      throw new IllegalStateException(source + " came to\n" + seen + "in place of\n" + wanted);
    }
  }

  private void rawRead(Path file) throws IOException {
    String path = file.toAbsolutePath().toString().replace("\\", "\\\\").replace("'", "\\'");
    run("CREATE DATABASE IF NOT EXISTS bench");
    run(
        "CREATE TABLE bench.raw ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM file('"
            + path
            // Blocks of a size that the memory of a statement holds several of.
            + "', 'CSVWithNames') SETTINGS min_insert_block_size_rows = 100000,"
            + " min_insert_block_size_bytes = 67108864,"
            + " input_format_csv_use_best_effort_in_schema_inference = 0");
    run("DROP DATABASE bench");
  }

  private void run(String sql) throws IOException {
    instance.engine().run(sql, "TabSeparated", OutputStream.nullOutputStream());
  }

  private interface Work {
    void run() throws IOException;
  }

  private static long timed(long rows, Work work) throws IOException {
    long started = System.nanoTime();
    work.run();
    return Math.round(rows / ((System.nanoTime() - started) / 1e9));
  }
}
