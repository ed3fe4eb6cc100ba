package io.gpuledger.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.delivery.BillImport;
import io.gpuledger.ingest.delivery.DeliveryHistory;
import io.gpuledger.ingest.delivery.DeliverySink;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.delivery.ImportRequest;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows a second of the billing job, from a filled topic to a published delivery. */
@Tag("full")
class BillingThroughputTest {
  private static final long ROWS = Long.getLong("gpuledger.rows", 600_000);
  private static final Duration LIMIT = Duration.ofMinutes(8);

  @Test
  void generated_bills_flow_from_a_filled_topic_to_publication(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("bill.csv");
    FocusGenerator.write(FocusPlan.of(7, FocusShape.AWS_1_2, YearMonth.of(2026, 10), ROWS), file);
    try (LedgerPipeline pipeline = LedgerPipeline.open(directory, Duration.ofSeconds(1))) {
      ImportReport report =
          new BillImport(DeliverySink.to(pipeline.producer()), Clock.systemUTC())
              .run(
                  ImportRequest.of("bench", List.of(file)),
                  DeliveryHistory.EMPTY,
                  ImportListener.NONE);
      List<String> awaited = report.awaited();
      long started = System.nanoTime();
      pipeline.launcher().launch(LedgerPipeline.BILLING);
      LedgerPipeline.await(
          LIMIT,
          () ->
              pipeline
                  .ask("SELECT count() FROM deliveries WHERE source = 'bench'")
                  .equals(Integer.toString(awaited.size())));
      double seconds = (System.nanoTime() - started) / 1e9;

      long stored = Long.parseLong(pipeline.ask("SELECT count() FROM charges"));
      System.out.printf(
          java.util.Locale.ROOT,
          "billing: %d rows in %.1f s, start of the job included: %.0f rows/s; commits: %s%n",
          stored,
          seconds,
          stored / seconds,
          pipeline.ask(
              "SELECT checkpoint_id, sum(rows), max(committed_at), sum(bytes) FROM sink_commits"
                  + " WHERE table_name = 'charges' GROUP BY checkpoint_id ORDER BY 1"));
      assertThat(stored).isPositive();
    }
  }
}
