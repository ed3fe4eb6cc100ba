package io.gpuledger.streaming.publish;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Announced deliveries that are not published, and the order in which they may be.
 *
 * <p>Within a scope, closed deliveries are published by ascending sequence: the newest by publish
 * instant is then the newest by sequence. An announcement that never closes holds nobody up.
 */
final class DeliveryQueue {
  private static final Comparator<Waiting> BY_SEQUENCE =
      Comparator.comparingLong(waiting -> waiting.manifest.getSequence());

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Set<String> published = new HashSet<>();

  DeliveryQueue(Set<String> published) {
    this.published.addAll(published);
  }

  /** Takes note of a manifest; a repeat changes nothing. */
  void add(DeliveryManifest manifest) {
    String id = manifest.getDeliveryId();
    if (published.contains(id)) {
      return;
    }
    boolean opens = manifest.getEvent() == DeliveryManifest.Event.OPENED;
    Waiting known = waiting.get(id);
    if (known == null || !opens) {
      waiting.put(id, new Waiting(manifest));
    }
  }

  /** Deliveries that may be looked at now: the first closed one of each scope. */
  List<DeliveryManifest> candidates() {
    Map<String, Waiting> firsts = new LinkedHashMap<>();
    for (Waiting each : waiting.values()) {
      if (each.closed()) {
        String scope = Topics.deliveriesKey(each.manifest.getSource(), each.manifest.getScope());
        firsts.merge(scope, each, (a, b) -> BY_SEQUENCE.compare(a, b) <= 0 ? a : b);
      }
    }
    return firsts.values().stream().map(each -> each.manifest).toList();
  }

  /** Remembers how many rows have arrived of a delivery that is not complete. */
  void arrived(String deliveryId, PublicationLedger.Arrived arrived) {
    Waiting each = waiting.get(deliveryId);
    if (each != null) {
      each.arrived = arrived.charges() + arrived.rejects();
      each.reason =
          "%d of %d rows and rejects are stored"
              .formatted(each.arrived, each.manifest.getRowsRead());
    }
  }

  /** Remembers what a look at the ledger found. */
  void looked(String deliveryId, StoredDelivery stored, Optional<String> missing) {
    Waiting each = waiting.get(deliveryId);
    if (each != null) {
      each.arrived = stored.arrived();
      each.reason = missing.orElse("");
    }
  }

  void published(String deliveryId) {
    waiting.remove(deliveryId);
    published.add(deliveryId);
  }

  boolean isPublished(String deliveryId) {
    return published.contains(deliveryId);
  }

  List<PendingDelivery> pending() {
    List<PendingDelivery> all = new ArrayList<>();
    waiting.values().forEach(each -> all.add(each.toPending()));
    return List.copyOf(all);
  }

  private static final class Waiting {
    private final DeliveryManifest manifest;
    private long arrived;
    private String reason = "";

    Waiting(DeliveryManifest manifest) {
      this.manifest = manifest;
    }

    boolean closed() {
      return manifest.getEvent() != DeliveryManifest.Event.OPENED;
    }

    PendingDelivery toPending() {
      return new PendingDelivery(
          manifest.getDeliveryId(),
          manifest.getSource(),
          manifest.getScope().getKind(),
          manifest.getScope().getAccount(),
          Publisher.instant(manifest.getScope().getStartMicros()),
          Publisher.instant(manifest.getScope().getEndMicros()),
          arrived,
          manifest.getRowsRead(),
          reason);
    }
  }
}
