package io.gpuledger.dashboard.bench;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.intake.BillIntake;
import io.gpuledger.dashboard.launcher.BenchInstance;
import io.gpuledger.ingest.delivery.BillImport;
import io.gpuledger.ingest.delivery.DeliveryHistory;
import io.gpuledger.ingest.delivery.DeliverySink;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.delivery.ImportRequest;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.wire.ChargeBlock;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.streaming.job.BillingJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Consumer;

/** FOCUS rows from a file to a published delivery, and the raw engine reading the same file. */
public final class BillingBench {
  private static final long SEED = 7;

  /**
   * What was measured, in rows a second.
   *
   * @param rowsPerSecond from the file to a delivery that readers see, both passes included
   * @param rawEngineRowsPerSecond the engine reading the same file into a table of texts
   * @param parseRowsPerSecond reading and encoding alone, on one thread
   * @param allocationRowsPerSecond charges through the allocation run that follows
   * @param rows rows of the file
   * @param fileBytes its size
   */
  public record Figures(
      long rowsPerSecond,
      long rawEngineRowsPerSecond,
      long parseRowsPerSecond,
      long allocationRowsPerSecond,
      long rows,
      long fileBytes) {}

  private BillingBench() {}

  /** Measures with a generated file of so many rows in a directory that is left empty. */
  public static Figures run(Path directory, long rows, Consumer<String> progress)
      throws IOException {
    Path file = directory.resolve("bench.csv");
    progress.accept("writing " + rows + " FOCUS rows");
    FocusGenerator.write(
        FocusPlan.of(SEED, FocusShape.AWS_1_2, YearMonth.of(2026, 10), rows), file);
    long fileBytes = Files.size(file);
    progress.accept("reading and encoding alone");
    long parsed = timed(rows, () -> parse(file));
    try (BenchInstance instance = BenchInstance.open(directory.resolve("data"), progress)) {
      instance.startJob(BillingJob.NAME);
      warmUp(instance, directory);
      progress.accept("importing");
      BillIntake intake =
          new BillIntake(
              LedgerConfig::defaults,
              instance.client(),
              instance.producer(),
              instance.publisher(),
              Clock.systemUTC());
      long imported = timed(rows, () -> load(intake, file));
      progress.accept("allocating");
      long allocated = timed(rows, () -> instance.allocation().runPending());
      progress.accept("the engine alone reads the same file");
      long raw = timed(rows, () -> rawRead(instance, file));
      return new Figures(imported, raw, parsed, allocated, rows, fileBytes);
    } finally {
      Files.delete(file);
    }
  }

  private static void parse(Path file) throws IOException {
    new BillImport(new Discard(), Clock.systemUTC())
        .run(ImportRequest.of("bench", List.of(file)), DeliveryHistory.EMPTY, ImportListener.NONE);
  }

  /** A small import first, so that the figure is that of a running product. */
  private static void warmUp(BenchInstance instance, Path directory) throws IOException {
    Path file = directory.resolve("warm.csv");
    FocusGenerator.write(
        FocusPlan.of(SEED + 1, FocusShape.AWS_1_2, YearMonth.of(2026, 9), 20_000), file);
    BillIntake intake =
        new BillIntake(
            LedgerConfig::defaults,
            instance.client(),
            instance.producer(),
            instance.publisher(),
            Clock.systemUTC());
    load(intake, file);
    instance.allocation().runPending();
    Files.delete(file);
  }

  private static void load(BillIntake intake, Path file) {
    ImportReport report =
        intake.publish("bench", Formats.FOCUS, false, List.of(file), ImportListener.NONE);
    if (!report.anythingVisible()) {
      throw new IllegalStateException("the bench's bill was not published");
    }
  }

  private static void rawRead(BenchInstance instance, Path file) throws IOException {
    String path = file.toAbsolutePath().toString().replace("\\", "\\\\").replace("'", "\\'");
    run(instance, "CREATE DATABASE IF NOT EXISTS bench");
    run(
        instance,
        "CREATE TABLE bench.raw ENGINE = MergeTree ORDER BY tuple() AS SELECT * FROM file('"
            + path
            // Blocks of a size that the memory of a statement holds several of.
            + "', 'CSVWithNames') SETTINGS min_insert_block_size_rows = 100000,"
            + " min_insert_block_size_bytes = 67108864");
    run(instance, "DROP DATABASE bench");
  }

  private static void run(BenchInstance instance, String sql) throws IOException {
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

  private static final class Discard implements DeliverySink {
    @Override
    public void manifest(DeliveryManifest manifest) {}

    @Override
    public void charges(ChargeBlock block) {}

    @Override
    public void reject(Reject reject) {}

    @Override
    public void flush() {}
  }
}
