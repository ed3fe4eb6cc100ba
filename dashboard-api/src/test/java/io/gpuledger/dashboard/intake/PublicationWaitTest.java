package io.gpuledger.dashboard.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.publish.PublishedDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicationWaitTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void what_was_published_before_the_wait_is_found_in_the_ledger() throws Exception {
    PublicationWait wait = new PublicationWait(ids -> Set.of("a"), List::of, SHORT);

    assertThat(wait.await(List.of("a", "b"))).containsExactly("a");
  }

  @Test
  void what_is_published_while_the_ledger_is_asked_is_heard() throws Exception {
    PublicationWait[] wait = new PublicationWait[1];
    wait[0] =
        new PublicationWait(
            ids -> {
              wait[0].deliveryPublished(published("a"));
              return Set.of();
            },
            List::of,
            Duration.ofMinutes(1));

    assertThat(wait[0].await(List.of("a"))).containsExactly("a");
  }

  @Test
  void deliveries_that_nobody_waits_for_are_not_remembered() throws Exception {
    PublicationWait wait = new PublicationWait(ids -> Set.of(), List::of, SHORT);
    for (int i = 0; i < 1_000; i++) {
      wait.deliveryPublished(published("other-" + i));
    }
    assertThat(wait.await(List.of("a"))).isEmpty();

    assertThat(wait.remembered()).isZero();
  }

  private static PublishedDelivery published(String id) {
    return new PublishedDelivery(
        id, "s", "account-month", "a", Instant.EPOCH, Instant.MAX, "overwrite", 1, Instant.EPOCH);
  }
}
