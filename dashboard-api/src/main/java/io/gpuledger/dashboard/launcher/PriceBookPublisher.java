package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceFinding;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.price.PriceBookVersion;
import io.gpuledger.streaming.publish.Publication;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a new version of the price book where published or configured prices have changed. */
final class PriceBookPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(PriceBookPublisher.class);

  private final LedgerClient client;
  private final Consumer<Publication> publish;

  PriceBookPublisher(LedgerClient client, Consumer<Publication> publish) {
    this.client = client;
    this.publish = publish;
  }

  void publish(LedgerConfig config) {
    PriceBook book = config.pricing().priceBook();
    for (PriceFinding finding : book.findings()) {
      LOG.warn(
          "price of {} at {} is not used: {}",
          finding.price().deviceModel(),
          finding.price().provider(),
          finding.message());
    }
    PriceBookVersion.following(client, book).ifPresent(publish);
  }
}
