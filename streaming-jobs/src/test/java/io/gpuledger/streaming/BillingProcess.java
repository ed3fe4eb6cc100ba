package io.gpuledger.streaming;

import io.gpuledger.ingest.delivery.BillImport;
import io.gpuledger.ingest.delivery.DeliveryHistory;
import io.gpuledger.ingest.delivery.DeliverySink;
import io.gpuledger.ingest.delivery.ImportListener;
import io.gpuledger.ingest.delivery.ImportReport;
import io.gpuledger.ingest.delivery.ImportRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole billing pipeline as a process of its own, to be killed. Arguments: directory, rows of a
 * bill.
 *
 * <p>It imports one generated bill after another, each anew from its file when an earlier life did
 * not see it published, as a person does whose import was cut off. Once the file {@code enough}
 * exists it ends after the bill under way and writes what the ledger holds of all.
 */
public final class BillingProcess {
  static final String ENOUGH = "enough";

  private static final Duration LIMIT = Duration.ofMinutes(20);

  private BillingProcess() {}

  public static void main(String[] arguments) throws Exception {
    KillHarness.endWithParent();
    Path directory = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    LedgerPipeline pipeline = LedgerPipeline.open(directory);
    pipeline.launcher().launch(LedgerPipeline.BILLING);
    int number = 0;
    while (true) {
      GeneratedBill bill = new GeneratedBill(number, rows);
      number++;
      if (!bill.isPublished(pipeline)) {
        bring(pipeline, bill, directory);
        if (Files.exists(directory.resolve(ENOUGH))) {
          break;
        }
      }
    }
    List<String> result = new ArrayList<>();
    for (int bill = 0; bill < number; bill++) {
      result.addAll(new GeneratedBill(bill, rows).stored(pipeline));
    }
    KillHarness.write(directory.resolve("result"), result);
    pipeline.close();
    System.exit(0);
  }

  private static void bring(LedgerPipeline pipeline, GeneratedBill bill, Path directory)
      throws Exception {
    Path file = bill.file(directory);
    KillHarness.write(directory.resolve("started"), List.of(bill.source()));
    ImportReport report =
        new BillImport(DeliverySink.to(pipeline.producer()), Clock.systemUTC())
            .run(
                ImportRequest.of(bill.source(), List.of(file)),
                DeliveryHistory.EMPTY,
                ImportListener.NONE);
    if (report.awaited().size() != GeneratedBill.DELIVERIES) {
      throw new IllegalStateException("the import announced " + report.awaited());
    }
    LedgerPipeline.await(LIMIT, () -> bill.isPublished(pipeline));
  }
}
