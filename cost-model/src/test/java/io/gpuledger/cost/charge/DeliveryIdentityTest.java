package io.gpuledger.cost.charge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryIdentityTest {
  private static final Scope OCTOBER =
      Scope.accountMonth(
          "1000",
          new TimeRange(
              Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")));

  @Test
  void only_the_sequence_tells_versions_of_the_same_content_apart() {
    DeliveryIdentity identity = new DeliveryIdentity("aws", OCTOBER, List.of("aa", "bb"), "1");

    assertThat(identity.deliveryId(1)).hasSize(32).isNotEqualTo(identity.deliveryId(2));
    assertThat(identity)
        .extracting(DeliveryIdentity::contentHash)
        .isEqualTo(new DeliveryIdentity("aws", OCTOBER, List.of("aa", "bb"), "1").contentHash());
  }

  @Test
  void each_part_of_the_identity_counts_and_no_two_lists_run_together() {
    List<DeliveryIdentity> all =
        List.of(
            new DeliveryIdentity("aws", OCTOBER, List.of("aa", "bb"), "1"),
            new DeliveryIdentity("aws", OCTOBER, List.of("bb", "aa"), "1"),
            new DeliveryIdentity("aws", OCTOBER, List.of("aabb"), "1"),
            new DeliveryIdentity("aws", OCTOBER, List.of("aa", "bb", "1"), ""),
            new DeliveryIdentity("aws", OCTOBER, List.of("aa", "bb"), "2"),
            new DeliveryIdentity("gcp", OCTOBER, List.of("aa", "bb"), "1"),
            new DeliveryIdentity("aws", Scope.UNKNOWN, List.of("aa", "bb"), "1"));

    assertThat(all.stream().map(DeliveryIdentity::contentHash).distinct()).hasSize(all.size());
  }
}
