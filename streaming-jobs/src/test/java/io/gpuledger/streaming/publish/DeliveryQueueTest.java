package io.gpuledger.streaming.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.DeliveryManifest.Event;
import io.gpuledger.ingest.wire.Scope;
import io.gpuledger.streaming.publish.PublicationLedger.Arrived;
import java.util.Map;
import java.util.Optional;
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
        .containsExactly("a", "c", "b");
  }

  @Test
  void a_delivery_that_never_completes_holds_up_no_later_one_of_its_scope() {
    queue.add(manifest(Event.CLOSED, "stuck", 1, "one"));
    queue.add(manifest(Event.CLOSED, "also-stuck", 1, "one"));
    queue.add(manifest(Event.CLOSED, "good", 1, "one"));

    assertThat(queue.candidates()).extracting(DeliveryManifest::getDeliveryId).contains("good");
    assertThat(queue.sequence(manifest(Event.CLOSED, "good", 1, "one"), Set.of())).isEqualTo(3);
  }

  @Test
  void one_that_completes_late_takes_the_place_that_was_left_for_it() {
    queue.add(manifest(Event.CLOSED, "slow", 1, "one"));
    queue.add(manifest(Event.CLOSED, "slower", 1, "one"));
    queue.add(manifest(Event.CLOSED, "good", 1, "one"));
    queue.published("good");
    queue.published("slow");

    assertThat(queue.sequence(manifest(Event.CLOSED, "slower", 1, "one"), Set.of(1L, 3L)))
        .isEqualTo(2);
  }

  @Test
  void a_place_that_is_taken_gives_the_next_free_one() {
    queue.add(manifest(Event.CLOSED, "later", 1, "one"));

    assertThat(queue.sequence(manifest(Event.CLOSED, "later", 1, "one"), Set.of(1L, 2L)))
        .isEqualTo(3);
  }

  @Test
  void a_delivery_is_looked_at_closely_again_only_when_more_of_it_has_come() {
    queue.add(manifest(Event.CLOSED, "stuck", 1, "one"));
    Arrived ten = new Arrived(10, 0);
    assertThat(queue.isNews("stuck", ten)).isTrue();
    queue.looked(
        "stuck",
        ten,
        new StoredDelivery(10, 10, 0, 0, Map.of(), Map.of()),
        Optional.of("USD: stored 1, manifest 2"));

    assertThat(queue.isNews("stuck", ten)).isFalse();
    assertThat(queue.isNews("stuck", new Arrived(11, 0))).isTrue();
  }

  @Test
  void announcements_that_never_close_are_kept_up_to_a_limit() {
    for (int i = 0; i <= DeliveryQueue.OPENED_LIMIT; i++) {
      queue.add(manifest(Event.OPENED, "open-" + i, 1, "account-" + i));
    }

    assertThat(queue.pending()).hasSize(DeliveryQueue.OPENED_LIMIT);
    assertThat(queue.pending().get(0).deliveryId()).isEqualTo("open-1");
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
