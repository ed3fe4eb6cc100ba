package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.Secret;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.scrape.KafkaSampleSink;
import io.gpuledger.ingest.scrape.ScrapeOptions;
import io.gpuledger.ingest.scrape.ScrapeTarget;
import io.gpuledger.ingest.scrape.Scraper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scraping of the configured targets, as the configuration changes. */
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

  static List<ScrapeTarget> targets(LedgerConfig config) {
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
                                target.timeout(),
                                authorization(target),
                                target.maxBytes())))
        .toList();
  }

  /** The header by which a target lets us in, or empty. */
  private static String authorization(LedgerConfig.Target target) {
    if (target.auth().isEmpty()) {
      return "";
    }
    LedgerConfig.TargetAuth auth = target.auth().get();
    Optional<String> secret = auth.secret().resolve().map(Secret::reveal);
    if (secret.isEmpty()) {
      LOG.warn("the secret {} of cluster {} is not there", auth.secret(), target.cluster());
      return "";
    }
    return auth.user()
        .map(user -> (user + ":" + secret.get()).getBytes(StandardCharsets.UTF_8))
        .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair))
        .orElse("Bearer " + secret.get());
  }
}
