package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedEngine;
import io.gpuledger.streaming.allocation.AllocationRunner;
import io.gpuledger.streaming.allocation.MonthlyRollups;
import io.gpuledger.streaming.cluster.ClusterException;
import io.gpuledger.streaming.cluster.JobSpec;
import io.gpuledger.streaming.cluster.RunningJob;
import io.gpuledger.streaming.cluster.StaleCheckpointException;
import io.gpuledger.streaming.publish.Publisher;
import io.gpuledger.streaming.publish.PublisherSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The storage, publisher and chosen jobs of an instance, without web server, for measuring. Jobs
 * start when asked, so that topics can be filled before.
 */
public final class BenchInstance implements AutoCloseable {
  private final Closing closing;
  private @Nullable JobParts jobs;
  private @Nullable RunningJob running;
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

  /** Starts the job of this name, on a cluster that the first start opens. */
  public void startJob(String name) {
    JobParts parts = jobs;
    if (parts == null) {
      parts = JobParts.open(storage, data, publisher, List.of(), closing, progress);
      jobs = parts;
    }
    progress.accept("job " + name);
    for (JobSpec job : JobParts.JOBS) {
      if (job.name().equals(name)) {
        try {
          running = parts.launcher().launch(job);
        } catch (StaleCheckpointException | ClusterException | IOException failed) {
          throw new StartFailedException("job " + name + ": " + failed.getMessage(), failed);
        }
      }
    }
  }

  /** Stops the job that was started last; started again it goes on where it stopped. */
  public void stopJob() {
    try {
      Objects.requireNonNull(jobs).launcher().stop(Objects.requireNonNull(running));
      running = null;
    } catch (ClusterException failed) {
      throw new IllegalStateException("the job did not stop", failed);
    }
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

  /** A runner without rules. */
  public AllocationRunner allocation() {
    return allocation(AllocationRules.NONE);
  }

  /** A runner by the given rules. */
  public AllocationRunner allocation(AllocationRules rules) {
    return new AllocationRunner(client(), () -> rules, run -> publisher.publishRun(run).join());
  }

  /** Adds up past months, as the running product does when nothing is pending. */
  public MonthlyRollups rollups() {
    return new MonthlyRollups(
        client(), rollup -> publisher.publish(rollup).join(), Clock.systemUTC());
  }

  @Override
  public void close() {
    if (running != null) {
      stopJob();
    }
    closing.close();
  }
}
