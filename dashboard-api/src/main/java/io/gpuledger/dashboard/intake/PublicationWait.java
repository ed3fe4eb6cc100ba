package io.gpuledger.dashboard.intake;

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

/**
 * Waits until deliveries are published. Gives up only when nothing has moved for a while: a long
 * import goes on for as long as its rows arrive.
 */
final class PublicationWait implements PublishListener {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Publisher publisher;
  private final Duration patience;
  private final Set<String> published = new HashSet<>();

  PublicationWait(Publisher publisher, Duration patience) {
    this.publisher = publisher;
    this.patience = patience;
    publisher.addListener(this);
  }

  @Override
  public synchronized void deliveryPublished(PublishedDelivery delivery) {
    published.add(delivery.deliveryId());
    notifyAll();
  }

  /** Those of the deliveries that were published when all were, or when nothing moved any more. */
  synchronized Set<String> await(List<String> deliveryIds) throws InterruptedException {
    Set<String> wanted = new HashSet<>(deliveryIds);
    Map<String, Long> seen = new HashMap<>();
    long movedAt = System.nanoTime();
    while (!published.containsAll(wanted) && System.nanoTime() - movedAt < patience.toNanos()) {
      wait(POLL.toMillis());
      for (PendingDelivery pending : publisher.pending()) {
        Long before = seen.put(pending.deliveryId(), pending.rowsStored());
        if (wanted.contains(pending.deliveryId())
            && (before == null || before != pending.rowsStored())) {
          movedAt = System.nanoTime();
        }
      }
    }
    Set<String> done = new HashSet<>(wanted);
    done.retainAll(published);
    published.removeAll(wanted);
    return done;
  }
}
