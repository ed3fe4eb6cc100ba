package io.gpuledger.dashboard.intake;

import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.allocation.AllocationRunner;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Publishes an empty version of the scope of a published delivery. */
public final class Retraction {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LedgerClient client;
  private final LedgerProducer producer;
  private final PublicationWait publications;
  private final AllocationRunner allocation;
  private final InstantSource clock;

  public Retraction(
      LedgerClient client,
      LedgerProducer producer,
      Publisher publisher,
      AllocationRunner allocation,
      InstantSource clock) {
    this.client = client;
    this.producer = producer;
    this.publications = new PublicationWait(publisher, PATIENCE);
    this.allocation = allocation;
    this.clock = clock;
  }

  /**
   * Retracts, and returns when readers no longer see the scope's charges.
   *
   * @return the id of the empty version; nothing where no such delivery was ever published
   */
  public Optional<String> retract(String deliveryId) {
    String published =
        client.query(SqlText.load("queries/delivery_row"), Map.of("delivery", deliveryId));
    if (published.isBlank()) {
      return Optional.empty();
    }
    String retraction = UUID.randomUUID().toString().replace("-", "");
    producer.send(
        DeliveryManifest.newBuilder()
            .setEvent(DeliveryManifest.Event.RETRACTED)
            .setDeliveryId(retraction)
            .setRetractedDeliveryId(deliveryId)
            .setOccurredAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()))
            .build());
    producer.flush();
    try {
      if (publications.await(List.of(retraction)).isEmpty()) {
        throw new IllegalStateException(
            "the retraction was sent but is not published yet; the ledger may be away");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for publication", e);
    }
    allocation.runPending();
    return Optional.of(retraction);
  }
}
