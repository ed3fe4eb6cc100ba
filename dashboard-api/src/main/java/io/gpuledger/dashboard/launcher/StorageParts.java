package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.LedgerConfig.Durability;
import io.gpuledger.dashboard.config.Secret;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.ingest.kafka.BrokerOptions;
import io.gpuledger.ingest.kafka.EmbeddedBroker;
import io.gpuledger.ingest.kafka.LedgerTopics;
import io.gpuledger.ingest.kafka.TopicSpec;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerDataSource;
import io.gpuledger.sql.engine.EmbeddedEngine;
import io.gpuledger.sql.engine.EmbeddedLedger;
import io.gpuledger.sql.engine.EngineOptions;
import io.gpuledger.sql.migrate.Migrator;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The broker and the engine, embedded or elsewhere by configuration alone.
 *
 * @param kafkaBootstrap address of the broker
 * @param ledger door for reading and storing
 * @param migrator door for changes of the schema
 * @param engine the engine in this process, where there is one
 */
record StorageParts(
    String kafkaBootstrap,
    LedgerAddress ledger,
    LedgerAddress migrator,
    Optional<EmbeddedEngine> engine) {
  private static final long MEBIBYTE = 1L << 20;

  /** Memory that one statement and all together may take in an embedded instance. */
  private static final long STATEMENT_MEMORY_BYTES = 1_024 * MEBIBYTE;

  private static final long ENGINE_MEMORY_BYTES = 2_048 * MEBIBYTE;

  static StorageParts open(
      LedgerConfig config, DataDirectory data, Closing closing, Consumer<String> progress) {
    LedgerAddress ledger;
    LedgerAddress migrator;
    Optional<EmbeddedEngine> engine = Optional.empty();
    if (config.clickhouse().isPresent()) {
      LedgerConfig.ClickHouse server = config.clickhouse().get();
      progress.accept("database at " + server.url());
      ledger =
          new LedgerAddress(
              server.url().toString(),
              server.user(),
              server.password().flatMap(SecretReference::resolve).map(Secret::reveal).orElse(""));
      migrator = ledger;
      Migrator.migrate(new LedgerDataSource(migrator));
    } else {
      Path library = EmbeddedLedger.library(progress);
      progress.accept("ClickHouse engine");
      EmbeddedLedger embedded =
          closing.add(
              "engine",
              EmbeddedLedger.open(
                  EngineOptions.of(library, data.engine())
                      .withMemoryBytes(STATEMENT_MEMORY_BYTES, ENGINE_MEMORY_BYTES),
                  EmbeddedLedger.loopback(0)));
      ledger = embedded.internal();
      migrator = embedded.migrator();
      engine = Optional.of(embedded.engine());
    }
    return new StorageParts(broker(config, data, closing, progress), ledger, migrator, engine);
  }

  private static String broker(
      LedgerConfig config, DataDirectory data, Closing closing, Consumer<String> progress) {
    if (config.kafka().isPresent()) {
      String bootstrap = config.kafka().get().bootstrap();
      progress.accept("Kafka at " + bootstrap);
      LedgerTopics.ensure(bootstrap, TopicSpec.LEDGER, (short) 1);
      return bootstrap;
    }
    progress.accept("Kafka broker");
    return closing
        .add(
            "broker",
            EmbeddedBroker.start(
                BrokerOptions.in(data.kafka())
                    .withFlushEveryWrite(config.durability() == Durability.POWER)))
        .bootstrap();
  }
}
