package io.gpuledger.streaming.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.DeliveryManifest.Event;
import io.gpuledger.ingest.wire.Scope;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {
  private final DeliveryQueue queue = new DeliveryQueue(Set.of("old"));

  @Test
  void versions_of_a_scope_are_published_by_sequence() {
    queue.add(manifest(Event.CLOSED, "b", 2, "one"));
    queue.add(manifest(Event.CLOSED, "a", 1, "one"));
    queue.add(manifest(Event.CLOSED, "c", 1, "two"));

    assertThat(queue.candidates())
        .extracting(DeliveryManifest::getDeliveryId)
        .containsExactlyInAnyOrder("a", "c");
    queue.published("a");
    assertThat(queue.candidates())
        .extracting(DeliveryManifest::getDeliveryId)
        .containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void an_announcement_that_never_closes_holds_nobody_up() {
    queue.add(manifest(Event.OPENED, "a", 1, "one"));
    queue.add(manifest(Event.CLOSED, "b", 2, "one"));

    assertThat(queue.candidates()).extracting(DeliveryManifest::getDeliveryId).containsExactly("b");
    assertThat(queue.pending()).hasSize(2);
  }

  @Test
  void what_is_published_is_not_looked_at_again() {
    queue.add(manifest(Event.CLOSED, "old", 1, "one"));
    assertThat(queue.candidates()).isEmpty();
  }

  @Test
  void an_announcement_repeated_after_the_close_changes_nothing() {
    queue.add(manifest(Event.CLOSED, "a", 1, "one"));
    queue.add(manifest(Event.OPENED, "a", 1, "one"));
    assertThat(queue.candidates()).hasSize(1);
  }

  private static DeliveryManifest manifest(Event event, String id, long sequence, String account) {
    return DeliveryManifest.newBuilder()
        .setEvent(event)
        .setDeliveryId(id)
        .setSource("s")
        .setSequence(sequence)
        .setScope(Scope.newBuilder().setKind("account-month").setAccount(account))
        .build();
  }
}
