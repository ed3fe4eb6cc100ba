package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedEngine;
import io.gpuledger.streaming.allocation.AllocationRunner;
import io.gpuledger.streaming.cluster.JobSpec;
import io.gpuledger.streaming.publish.Publisher;
import io.gpuledger.streaming.publish.PublisherSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The storage, publisher and chosen jobs of an instance, without web server, for measuring. Jobs
 * start when asked, so that topics can be filled before.
 */
public final class BenchInstance implements AutoCloseable {
  private final Closing closing;
  private final DataDirectory data;
  private final StorageParts storage;
  private final Publisher publisher;
  private final LedgerProducer producer;
  private final Consumer<String> progress;

  private BenchInstance(
      Closing closing,
      DataDirectory data,
      StorageParts storage,
      Publisher publisher,
      LedgerProducer producer,
      Consumer<String> progress) {
    this.closing = closing;
    this.data = data;
    this.storage = storage;
    this.publisher = publisher;
    this.producer = producer;
    this.progress = progress;
  }

  /** Opens storage in an empty directory. */
  public static BenchInstance open(Path directory, Consumer<String> progress) {
    Closing closing = new Closing();
    try {
      DataDirectory data = closing.add("data directory", DataDirectory.open(directory));
      closing.add("log", LogFile.attach(data.logs()));
      StorageParts storage = StorageParts.open(LedgerConfig.defaults(), data, closing, progress);
      LedgerProducer producer =
          closing.add("producer", LedgerProducer.open(storage.kafkaBootstrap()));
      Publisher publisher =
          closing.add(
              "publisher",
              Publisher.start(PublisherSettings.of(storage.kafkaBootstrap(), storage.ledger())));
      return new BenchInstance(closing, data, storage, publisher, producer, progress);
    } catch (RuntimeException failed) {
      closing.close();
      throw failed;
    }
  }

  /** Starts the job of this name. */
  public void startJob(String name) {
    List<JobSpec> jobs = JobParts.JOBS.stream().filter(job -> job.name().equals(name)).toList();
    JobParts.open(storage, data, publisher, jobs, closing, progress);
  }

  public LedgerClient client() {
    return new LedgerClient(storage.ledger());
  }

  /** The engine in this process, for the raw figure. */
  public EmbeddedEngine engine() {
    return storage.engine().orElseThrow();
  }

  public LedgerProducer producer() {
    return producer;
  }

  public Publisher publisher() {
    return publisher;
  }

  /** A runner without ownership rules. */
  public AllocationRunner allocation() {
    return new AllocationRunner(
        client(), () -> OwnershipRules.NONE, run -> publisher.publishRun(run).join());
  }

  @Override
  public void close() {
    closing.close();
  }
}
