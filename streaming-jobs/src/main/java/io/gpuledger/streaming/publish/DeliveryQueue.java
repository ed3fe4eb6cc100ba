package io.gpuledger.streaming.publish;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.publish.PublicationLedger.Arrived;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Announced deliveries that are not published, and the sequences under which they may be.
 *
 * <p>Versions of a scope are ordered by sequence, equal ones by the order in which they closed,
 * however early or late each is complete: one that is published past others leaves their sequences
 * free. So nobody waits for a delivery that never completes, and one that completes late stands
 * where it would have stood.
 */
final class DeliveryQueue {
  /** Most announcements kept that have not closed; the oldest is forgotten, but not its close. */
  static final int OPENED_LIMIT = 10_000;

  private static final Comparator<Waiting> BY_SEQUENCE =
      Comparator.comparingLong(waiting -> waiting.manifest.getSequence());

  private final Map<String, Waiting> opened = new LinkedHashMap<>();
  private final Map<String, Waiting> closed = new LinkedHashMap<>();
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
    if (manifest.getEvent() != DeliveryManifest.Event.OPENED) {
      opened.remove(id);
      closed.put(id, new Waiting(manifest));
    } else if (!closed.containsKey(id) && opened.putIfAbsent(id, new Waiting(manifest)) == null) {
      opened.keySet().stream()
          .findFirst()
          .filter(oldest -> opened.size() > OPENED_LIMIT)
          .ifPresent(opened::remove);
    }
  }

  /** Deliveries that may be looked at now: the closed ones, by sequence. */
  List<DeliveryManifest> candidates() {
    return closed.values().stream().sorted(BY_SEQUENCE).map(each -> each.manifest).toList();
  }

  /**
   * The lowest sequence from the announced one on that is neither taken nor kept for a closed
   * delivery of the same scope that waits before this one.
   *
   * @param taken sequences published in the scope
   */
  long sequence(DeliveryManifest manifest, Set<Long> taken) {
    Set<Long> used = new HashSet<>(taken);
    String scope = scope(manifest);
    for (DeliveryManifest before : candidates()) {
      if (before.getDeliveryId().equals(manifest.getDeliveryId())
          || before.getSequence() > manifest.getSequence()) {
        break;
      }
      if (scope(before).equals(scope)) {
        used.add(lowestFree(before.getSequence(), used));
      }
    }
    return lowestFree(manifest.getSequence(), used);
  }

  private static long lowestFree(long from, Set<Long> used) {
    long free = from;
    while (used.contains(free)) {
      free++;
    }
    return free;
  }

  private static String scope(DeliveryManifest manifest) {
    return Topics.deliveriesKey(manifest.getSource(), manifest.getScope());
  }

  /** Whether anything of the delivery has come since it was looked at closely. */
  boolean isNews(String deliveryId, Arrived arrived) {
    Waiting each = closed.get(deliveryId);
    return each == null || !each.looked.equals(Optional.of(arrived));
  }

  /** Remembers how many rows have arrived of a delivery that is not complete. */
  void arrived(String deliveryId, Arrived arrived) {
    Waiting each = closed.get(deliveryId);
    if (each != null) {
      each.arrived = arrived.charges() + arrived.rejects();
      each.reason =
          "%d of %d rows and rejects are stored"
              .formatted(each.arrived, each.manifest.getRowsRead());
    }
  }

  /** Remembers what a look at the ledger found. */
  void looked(String deliveryId, Arrived rows, StoredDelivery stored, Optional<String> missing) {
    Waiting each = closed.get(deliveryId);
    if (each != null) {
      each.looked = Optional.of(rows);
      each.arrived = stored.arrived();
      each.reason = missing.orElse("");
    }
  }

  void published(String deliveryId) {
    opened.remove(deliveryId);
    closed.remove(deliveryId);
    published.add(deliveryId);
  }

  boolean isPublished(String deliveryId) {
    return published.contains(deliveryId);
  }

  List<PendingDelivery> pending() {
    List<PendingDelivery> all = new ArrayList<>();
    closed.values().forEach(each -> all.add(each.toPending()));
    opened.values().forEach(each -> all.add(each.toPending()));
    return List.copyOf(all);
  }

  private static final class Waiting {
    private final DeliveryManifest manifest;
    private long arrived;
    private Optional<Arrived> looked = Optional.empty();
    private String reason = "";

    Waiting(DeliveryManifest manifest) {
      this.manifest = manifest;
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
