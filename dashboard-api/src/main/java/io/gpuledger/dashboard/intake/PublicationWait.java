package io.gpuledger.dashboard.intake;

import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.streaming.publish.PendingDelivery;
import io.gpuledger.streaming.publish.PublishListener;
import io.gpuledger.streaming.publish.PublishedDelivery;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waits until deliveries are published. Gives up only when nothing has moved for a while: a long
 * import goes on for as long as its rows arrive. Remembers only what somebody waits for.
 */
final class PublicationWait implements PublishListener {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Deliveries that one statement asks about; they travel in its URL. */
  private static final int IDS_MAX = 100;

  private final Function<List<String>, Set<String>> published;
  private final Supplier<List<PendingDelivery>> pending;
  private final Duration patience;
  private final Set<Awaited> waits = new HashSet<>();

  /** What one caller waits for. */
  private static final class Awaited {
    private final Set<String> missing;

    Awaited(List<String> deliveryIds) {
      this.missing = new HashSet<>(deliveryIds);
    }
  }

  /**
   * A wait that hears nothing yet.
   *
   * @param published which of some deliveries the ledger shows already
   * @param pending what is announced and not complete
   * @param patience how long nothing may move
   */
  PublicationWait(
      Function<List<String>, Set<String>> published,
      Supplier<List<PendingDelivery>> pending,
      Duration patience) {
    this.published = published;
    this.pending = pending;
    this.patience = patience;
  }

  static PublicationWait on(Publisher publisher, PatientQueries ledger, Duration patience) {
    PublicationWait wait =
        new PublicationWait(ids -> publishedAmong(ledger, ids), publisher::pending, patience);
    publisher.addListener(wait);
    return wait;
  }

  @Override
  public synchronized void deliveryPublished(PublishedDelivery delivery) {
    waits.forEach(each -> each.missing.remove(delivery.deliveryId()));
    notifyAll();
  }

  /** Those of the deliveries that were published when all were, or when nothing moved any more. */
  Set<String> await(List<String> deliveryIds) throws InterruptedException {
    Awaited awaited = new Awaited(deliveryIds);
    synchronized (this) {
      waits.add(awaited);
    }
    try {
      // What is published from now on is heard; what was published before stands in the ledger.
      Set<String> before = published.apply(deliveryIds);
      return await(deliveryIds, awaited.missing, before);
    } finally {
      synchronized (this) {
        waits.remove(awaited);
      }
    }
  }

  private synchronized Set<String> await(
      List<String> deliveryIds, Set<String> missing, Set<String> before)
      throws InterruptedException {
    missing.removeAll(before);
    Map<String, Long> stored = new HashMap<>();
    long movedAt = System.nanoTime();
    while (!missing.isEmpty() && System.nanoTime() - movedAt < patience.toNanos()) {
      wait(Math.min(POLL.toMillis(), patience.toMillis() + 1));
      for (PendingDelivery each : pending.get()) {
        if (missing.contains(each.deliveryId())) {
          Long last = stored.put(each.deliveryId(), each.rowsStored());
          movedAt = last == null || last != each.rowsStored() ? System.nanoTime() : movedAt;
        }
      }
    }
    Set<String> done = new HashSet<>(deliveryIds);
    done.removeAll(missing);
    return done;
  }

  /** Deliveries that are remembered because somebody waits for them. */
  synchronized int remembered() {
    return waits.stream().mapToInt(each -> each.missing.size()).sum();
  }

  private static Set<String> publishedAmong(PatientQueries ledger, List<String> deliveryIds) {
    Set<String> found = new HashSet<>();
    for (int from = 0; from < deliveryIds.size(); from += IDS_MAX) {
      String some =
          ArrayParameter.ofTexts(
              deliveryIds.subList(from, Math.min(deliveryIds.size(), from + IDS_MAX)));
      ledger.ask("queries/published_among", Map.of("deliveries", some)).lines().forEach(found::add);
    }
    return found;
  }
}
