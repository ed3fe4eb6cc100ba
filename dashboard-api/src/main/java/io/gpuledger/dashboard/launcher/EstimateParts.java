package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.estimate.EstimateService;
import io.gpuledger.streaming.estimate.EstimateTerms;
import io.gpuledger.streaming.estimate.EstimateWriter;
import io.gpuledger.streaming.publish.AllocationTrigger;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What makes estimates of device-time whose bill is not there yet. */
final class EstimateParts {
  private static final RateResolver NOTHING =
      new RateResolver(List.of(), List.of(), RateBook.EMPTY, PriceBook.EMPTY);

  private EstimateParts() {}

  static void start(
      LedgerClient client,
      ConfigurationInForce config,
      LedgerReader reader,
      Publisher publisher,
      AllocationTrigger allocation,
      Closing closing,
      Clock clock) {
    EstimateWriter writer =
        new EstimateWriter(client, delivery -> publisher.publish(delivery).join());
    EstimateService service =
        new EstimateService(
            client,
            writer,
            () -> terms(config, reader, clock.instant()),
            config::lags,
            allocation,
            clock);
    publisher.addListener(service);
    config.onEach(now -> service.rulesChanged());
    closing.add("estimates", service.start());
  }

  private static EstimateTerms terms(
      ConfigurationInForce config, LedgerReader reader, Instant now) {
    List<PricedCluster> clusters = config.get().pricing().clusters();
    return new EstimateTerms(
        clusters,
        clusters.isEmpty() ? NOTHING : rates(reader, now),
        config.lags(),
        config.get().allocationRules().slices());
  }

  private static RateResolver rates(LedgerReader reader, Instant now) {
    Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    TimeRange days =
        new TimeRange(tomorrow.minus(Duration.ofDays(EstimateService.DAYS + 1)), tomorrow);
    return reader.rates(days, reader.snapshot(Optional.empty()));
  }
}
