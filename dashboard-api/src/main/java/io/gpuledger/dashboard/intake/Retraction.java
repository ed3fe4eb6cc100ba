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
import java.util.UUID;

/** Takes one delivery that is in force away from readers; all else of its scope stays. */
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
    this.publications =
        PublicationWait.on(publisher, new PatientQueries(client, PATIENCE), PATIENCE);
    this.allocation = allocation;
    this.clock = clock;
  }

  /** What came of a retraction. */
  public sealed interface Outcome {}

  /** Readers no longer see the delivery's charges. */
  public record Retracted(String version) implements Outcome {}

  /** No such delivery was ever published. */
  public record Unknown() implements Outcome {}

  /**
   * The delivery is superseded or retracted already, so nothing was done.
   *
   * @param inForce what stands in its scope now
   */
  public record NotInForce(List<String> inForce) implements Outcome {
    public NotInForce {
      inForce = List.copyOf(inForce);
    }
  }

  /** Retracts, and returns when readers no longer see the delivery's charges. */
  public Outcome retract(String deliveryId) {
    Map<String, String> delivery = Map.of("delivery", deliveryId);
    if (client.query(SqlText.load("queries/delivery_row"), delivery).isBlank()) {
      return new Unknown();
    }
    List<String> inForce =
        client.query(SqlText.load("queries/scope_in_force"), delivery).lines().toList();
    if (!inForce.contains(deliveryId)) {
      return new NotInForce(inForce);
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
    return new Retracted(retraction);
  }
}
