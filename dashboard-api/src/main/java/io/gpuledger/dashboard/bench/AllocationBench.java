package io.gpuledger.dashboard.bench;

import io.gpuledger.dashboard.launcher.BenchInstance;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.allocation.AllocationRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A month of a large estate through the allocation, then one day of it that was restated. Before
 * them comes one day from cold code, as a ledger has been running when a month's bills arrive.
 */
public final class AllocationBench {
  private static final int RESTATED_DAY = 17;

  /**
   * What was measured.
   *
   * @param charges of the month
   * @param gpus devices with device-time by the hour
   * @param lines of the month
   * @param dailyRows rows of {@code cost_daily} of the month
   * @param firstDayMillis a day's charges, as many as a restated day's, in a process that has
   *     allocated nothing before
   * @param allocationMillis from the published bills to the published run
   * @param chargesPerSecond the same as a rate
   * @param restatedCharges charges of the restated day, all accounts
   * @param restatedMillis from the published versions of that day to the published run
   * @param rawEngineRowsPerSecond the engine alone writing the same lines into a table like theirs
   * @param peakHeapBytes most that the pools of the heap held, one by one
   * @param maxHeapBytes what the heap was allowed
   */
  public record Figures(
      long charges,
      long gpus,
      long lines,
      long dailyRows,
      long firstDayMillis,
      long allocationMillis,
      long chargesPerSecond,
      long restatedCharges,
      long restatedMillis,
      long rawEngineRowsPerSecond,
      long peakHeapBytes,
      long maxHeapBytes) {}

  private AllocationBench() {}

  /** Measures in an empty directory; {@code small} takes a tenth of the estate. */
  public static Figures run(Path directory, boolean small, Consumer<String> progress) {
    Estate estate = small ? Estate.SMALL : Estate.LARGE;
    try (BenchInstance instance = BenchInstance.open(directory.resolve("data"), progress)) {
      LedgerClient client = instance.client();
      estate.fillUnpublished(client, progress);
      AllocationRunner runner = instance.allocation(Estate.rules());
      progress.accept("allocating a first day");
      estate.publishFirstDay(client);
      long first = millis(runner::runPending);
      estate.publishMonth(client);
      progress.accept("allocating the month");
      long month = millis(runner::runPending);
      long lines = number(client, "SELECT count() FROM current_allocation_lines");
      long daily = number(client, "SELECT count() FROM current_cost_daily");
      estate.restate(client, RESTATED_DAY);
      progress.accept("allocating the restated day");
      long day = millis(runner::runPending);
      long peak = peakHeap();
      progress.accept("the engine alone writes the same lines");
      long stored = number(client, "SELECT count() FROM allocation_lines");
      long raw = millis(() -> copyLines(instance));
      return new Figures(
          estate.charges(),
          estate.machines() * 8L,
          lines,
          daily,
          first,
          month,
          estate.charges() * 1_000 / month,
          estate.chargesOfDay(),
          day,
          stored * 1_000 / raw,
          peak,
          Runtime.getRuntime().maxMemory());
    }
  }

  private static void copyLines(BenchInstance instance) {
    for (String statement :
        List.of(
            "CREATE TABLE bench_lines AS allocation_lines",
            "INSERT INTO bench_lines SELECT * FROM allocation_lines")) {
      try {
        instance.engine().run(statement, "TabSeparated", OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  static long number(LedgerClient client, String sql) {
    return Long.parseLong(client.query(sql, Map.of()).strip());
  }

  static long millis(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return Math.max(1, (System.nanoTime() - started) / 1_000_000);
  }
}
