package io.gpuledger.streaming;

import io.gpuledger.ingest.kafka.BrokerOptions;
import io.gpuledger.ingest.kafka.EmbeddedBroker;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import io.gpuledger.sql.engine.EngineHttpOptions;
import io.gpuledger.sql.engine.EngineOptions;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.cluster.ClusterOptions;
import io.gpuledger.streaming.cluster.JobLauncher;
import io.gpuledger.streaming.cluster.JobSpec;
import io.gpuledger.streaming.cluster.LaunchSettings;
import io.gpuledger.streaming.cluster.LocalCluster;
import io.gpuledger.streaming.job.BillingJob;
import io.gpuledger.streaming.job.TelemetryJob;
import io.gpuledger.streaming.publish.Publisher;
import io.gpuledger.streaming.publish.PublisherSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Broker, engine, cluster and publisher in this process, over one directory. */
public final class LedgerPipeline implements AutoCloseable {
  public static final JobSpec BILLING =
      new JobSpec(BillingJob.NAME, BillingJob.TABLES, BillingJob::build);

  public static final JobSpec TELEMETRY =
      new JobSpec(
          TelemetryJob.NAME,
          TelemetryJob.TABLES,
          TelemetryJob.ADDITIVE_TOPICS,
          TelemetryJob::build);

  private final Path directory;
  private final EngineHttpOptions doors;
  private EmbeddedLedger ledger;
  private final EmbeddedBroker broker;
  private final LocalCluster cluster;
  private final Publisher publisher;
  private final JobLauncher launcher;
  private final LedgerProducer producer;
  private final LedgerClient client;
  private int rollupRebuilds;

  private LedgerPipeline(Path directory, Duration checkpointInterval) throws Exception {
    this.directory = directory;
    doors = EmbeddedLedger.loopback(freePort());
    ledger = openLedger();
    broker = EmbeddedBroker.start(BrokerOptions.in(directory.resolve("kafka")));
    cluster =
        LocalCluster.start(
            new ClusterOptions(directory.resolve("flink"), 0, 8, checkpointInterval));
    publisher = Publisher.start(PublisherSettings.of(broker.bootstrap(), ledger.internal()));
    launcher =
        new JobLauncher(
            cluster,
            new LaunchSettings(
                broker.bootstrap(),
                Map.of(),
                ledger.internal(),
                directory.resolve("spool").toUri().toString(),
                2),
            publisher,
            this::rebuildRollups);
    producer = LedgerProducer.open(broker.bootstrap());
    client = new LedgerClient(ledger.internal());
  }

  public static LedgerPipeline open(Path directory) throws Exception {
    return new LedgerPipeline(directory, Duration.ofMillis(300));
  }

  public static LedgerPipeline open(Path directory, Duration checkpointInterval) throws Exception {
    return new LedgerPipeline(directory, checkpointInterval);
  }

  /** Stops the engine; its address stays the same when it comes back. */
  public void engineAway() {
    ledger.close();
  }

  public void engineBack() {
    ledger = openLedger();
  }

  private EmbeddedLedger openLedger() {
    return EmbeddedLedger.open(
        EngineOptions.of(EmbeddedLedger.library(line -> {}), directory.resolve("engine")), doors);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public JobLauncher launcher() {
    return launcher;
  }

  public Publisher publisher() {
    return publisher;
  }

  public LedgerProducer producer() {
    return producer;
  }

  public EmbeddedLedger ledger() {
    return ledger;
  }

  public LocalCluster cluster() {
    return cluster;
  }

  public String bootstrap() {
    return broker.bootstrap();
  }

  /** How often a launch has rebuilt the rollups. */
  public int rollupRebuilds() {
    return rollupRebuilds;
  }

  /** Rebuilds the hourly and daily usage from the facts, as a rewind of the telemetry job needs. */
  private void rebuildRollups() {
    rollupRebuilds++;
    LedgerClient migrator = new LedgerClient(ledger.migrator());
    for (String rollup : List.of("gpu_usage_hourly", "gpu_usage_daily")) {
      migrator.execute(SqlText.load("queries/" + rollup + "_clear"), Map.of());
      migrator.execute(SqlText.load("queries/" + rollup + "_rebuild"), Map.of());
    }
  }

  /** The engine remembers this many inserts of a table, instead of the schema's 20,000. */
  public void rememberInserts(int count, String... tables) {
    LedgerClient migrator = new LedgerClient(ledger.migrator());
    for (String table : tables) {
      migrator.execute(
          "ALTER TABLE " + table + " MODIFY SETTING non_replicated_deduplication_window = " + count,
          Map.of());
    }
  }

  /** The lines of a query's answer. */
  public List<String> lines(String sql) {
    return client.query(sql, Map.of()).lines().toList();
  }

  /** One value of a query. */
  public String ask(String sql) {
    return client.query(sql, Map.of()).strip();
  }

  /** Rows, distinct row numbers and billed sum of a delivery, and its rejects. */
  public String truthOf(TestDelivery delivery) {
    String charges =
        ask(
            "SELECT count(), uniqExact(row_no), toString(sum(toDecimal256(billed_cost, 18)))"
                + " FROM charges WHERE delivery_id = '"
                + delivery.id()
                + "'");
    String rejects = ask("SELECT count() FROM rejects WHERE delivery_id = '" + delivery.id() + "'");
    return charges.replace('\t', ' ') + " " + rejects;
  }

  /** What {@link #truthOf} answers when every row is there once. */
  public static String expectedOf(TestDelivery delivery) {
    return delivery.rows()
        + " "
        + delivery.rows()
        + " "
        + delivery.billed()
        + " "
        + delivery.rejects();
  }

  public boolean isPublished(TestDelivery delivery) {
    return ask("SELECT count() FROM deliveries WHERE delivery_id = '" + delivery.id() + "'")
        .equals("1");
  }

  /** Waits until a condition holds. */
  public static void await(Duration limit, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  /** In the order that the engine needs. */
  @Override
  public void close() {
    producer.close();
    cluster.close();
    publisher.close();
    broker.close();
    ledger.close();
  }
}
