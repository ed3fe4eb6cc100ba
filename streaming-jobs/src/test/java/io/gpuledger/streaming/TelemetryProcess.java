package io.gpuledger.streaming;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.SampleBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * A whole telemetry pipeline as a process of its own, to be killed. Arguments: directory, records a
 * second, then those of the stream.
 *
 * <p>Each life goes on with the stream behind the last record that an earlier one knew to be safe,
 * so some records are sent twice. It sends no further than the record number in file {@code until};
 * where that is the whole stream, it ends when everything is published and writes what the ledger
 * holds. A bill without rows goes before the samples, so that the publisher sees a manifest too.
 */
public final class TelemetryProcess {
  static final String UNTIL = "until";

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String SENT = "sent";

  /** Records between two looks at what is safe. */
  private static final int CHUNK = 50;

  private TelemetryProcess() {}

  public static void main(String[] arguments) throws Exception {
    KillHarness.endWithParent();
    Path directory = Path.of(arguments[0]);
    GeneratedStream stream = GeneratedStream.of(List.of(arguments).subList(2, arguments.length));
    LedgerPipeline pipeline = LedgerPipeline.open(directory);
    pipeline.launcher().launch(LedgerPipeline.TELEMETRY);
    TestDelivery empty = new TestDelivery("empty-" + UUID.randomUUID(), 0);
    pipeline.producer().send(empty.manifest(DeliveryManifest.Event.CLOSED));
    KillHarness.write(directory.resolve("started"), List.of("yes"));

    long until = number(directory, UNTIL);
    send(pipeline, stream, directory, until, Long.parseLong(arguments[1]));
    if (until < Long.MAX_VALUE) {
      // Dies at its fault point; ends here only if it never gets there.
      LockSupport.parkNanos(LIMIT.toNanos());
      System.exit(1);
    }
    stream.sendEnd(pipeline.producer());
    try {
      LedgerPipeline.await(LIMIT, () -> stream.isComplete(pipeline));
    } catch (AssertionError incomplete) {
      System.out.println("totals are not the truth's; the result says which");
    }
    KillHarness.write(directory.resolve("result"), stream.stored(pipeline));
    pipeline.close();
    System.exit(0);
  }

  private static void send(
      LedgerPipeline pipeline, GeneratedStream stream, Path directory, long until, long perSecond)
      throws Exception {
    long sent = number(directory, SENT);
    Iterator<SampleBatch> batches = stream.batchesFrom(sent);
    long firstSent = sent;
    long began = System.nanoTime();
    while (sent < until && batches.hasNext()) {
      for (int i = 0; i < CHUNK && sent < until && batches.hasNext(); i++) {
        pipeline.producer().send(batches.next());
        sent++;
      }
      pipeline.producer().flush();
      KillHarness.write(directory.resolve(SENT), List.of(Long.toString(sent)));
      long due = began + (sent - firstSent) * Duration.ofSeconds(1).toNanos() / perSecond;
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
  }

  private static long number(Path directory, String file) throws Exception {
    Path path = directory.resolve(file);
    return Files.exists(path) ? Long.parseLong(Files.readString(path).strip()) : 0;
  }
}
