package io.gpuledger.streaming;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole billing pipeline as a process of its own, to be killed. Arguments: directory, number of
 * deliveries, rows of each. It sends everything each time it is started, as an import does that is
 * run again, waits until all is published, and writes what the ledger holds to {@code result}.
 */
public final class BillingProcess {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private BillingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    List<TestDelivery> deliveries =
        deliveries(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    BillingPipeline pipeline = BillingPipeline.open(directory);
    pipeline.launcher().launch(BillingPipeline.BILLING);
    Files.writeString(directory.resolve("started"), "yes");
    for (TestDelivery delivery : deliveries) {
      delivery.send(pipeline.producer());
    }
    BillingPipeline.await(LIMIT, () -> deliveries.stream().allMatch(pipeline::isPublished));
    List<String> result = new ArrayList<>();
    for (TestDelivery delivery : deliveries) {
      result.add(pipeline.truthOf(delivery));
    }
    result.add(
        pipeline.ask("SELECT count(), uniqExact(delivery_id) FROM deliveries").replace('\t', ' '));
    Files.write(directory.resolve("result.part"), result);
    Files.move(directory.resolve("result.part"), directory.resolve("result"));
    pipeline.close();
    System.exit(0);
  }

  static List<TestDelivery> deliveries(int count, int rows) {
    List<TestDelivery> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deliveries.add(new TestDelivery("delivery-" + i, rows));
    }
    return deliveries;
  }

  /** What {@code result} must hold in the end. */
  static List<String> expected(int count, int rows) {
    List<String> expected = new ArrayList<>();
    deliveries(count, rows).forEach(each -> expected.add(BillingPipeline.expectedOf(each)));
    expected.add(count + " " + count);
    return expected;
  }
}
