package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.Secret;
import io.gpuledger.dashboard.config.SecretReference;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.scrape.KafkaSampleSink;
import io.gpuledger.ingest.scrape.ScrapeOptions;
import io.gpuledger.ingest.scrape.ScrapeTarget;
import io.gpuledger.ingest.scrape.Scraper;
import io.gpuledger.ingest.wire.InventoryEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scraping of the configured targets and the configured inventory, as the configuration changes.
 */
final class ScrapeParts {
  private static final Logger LOG = LoggerFactory.getLogger(ScrapeParts.class);

  private ScrapeParts() {}

  static Scraper open(
      StorageParts storage, ConfigurationInForce config, Closing closing, Clock clock) {
    KafkaSampleSink sink =
        closing.add(
            "sample sink",
            new KafkaSampleSink(() -> LedgerProducer.open(storage.kafkaBootstrap())));
    Scraper scraper = closing.add("scraper", new Scraper(ScrapeOptions.DEFAULT, sink, clock));
    config.onEach(now -> scraper.retarget(targets(now)));
    return scraper;
  }

  /** Sends the configured inventory; the telemetry job knows entries by their node and version. */
  static void publishInventory(LedgerConfig config, LedgerProducer producer, Clock clock) {
    for (LedgerConfig.Inventory entry : config.inventory()) {
      producer.send(
          InventoryEntry.newBuilder()
              .setCluster(entry.cluster())
              .setNode(entry.node())
              .setProviderResourceId(entry.providerResourceId())
              .setDeviceModel(entry.deviceModel())
              .setDeviceCount(entry.count())
              .setFromMicros(micros(entry.from()))
              .setToMicros(entry.to().map(ScrapeParts::micros).orElse(0L))
              .setVersion(clock.millis())
              .build());
    }
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static List<ScrapeTarget> targets(LedgerConfig config) {
    return config.telemetry().targets().stream()
        .flatMap(
            target ->
                target.urls().stream()
                    .map(
                        uri ->
                            new ScrapeTarget(
                                target.source(),
                                target.cluster(),
                                "",
                                uri,
                                target.cadence(),
                                target.timeout().compareTo(target.cadence()) > 0
                                    ? target.cadence()
                                    : target.timeout(),
                                bearer(target))))
        .toList();
  }

  private static String bearer(LedgerConfig.Target target) {
    Optional<SecretReference> reference = target.auth().map(LedgerConfig.TargetAuth::secret);
    Optional<String> secret = reference.flatMap(SecretReference::resolve).map(Secret::reveal);
    if (reference.isPresent() && secret.isEmpty()) {
      LOG.warn("the secret {} of cluster {} is not there", reference.get(), target.cluster());
    }
    return secret.orElse("");
  }
}
