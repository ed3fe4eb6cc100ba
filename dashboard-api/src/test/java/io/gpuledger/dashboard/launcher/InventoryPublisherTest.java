package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.wire.InventoryEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryPublisherTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  private final List<InventoryEntry> sent = new ArrayList<>();

  @Test
  void an_entry_that_left_the_file_is_taken_back_once_also_after_a_restart() {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      publisher(store).publish(config("gpu-01", "gpu-02"));
    }
    assertThat(sent).extracting(InventoryEntry::getDeviceCount).containsExactly(8, 8);
    sent.clear();

    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      InventoryPublisher publisher = publisher(store);
      publisher.publish(config("gpu-02"));
      assertThat(sent)
          .extracting(InventoryEntry::getNode, InventoryEntry::getDeviceCount)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("gpu-01", 0),
              org.assertj.core.groups.Tuple.tuple("gpu-02", 8));
      assertThat(sent.get(0).getToMicros()).isEqualTo(clock.millis() * 1_000);
      sent.clear();

      publisher.publish(config("gpu-02"));
      assertThat(sent).extracting(InventoryEntry::getNode).containsExactly("gpu-02");
    }
  }

  private InventoryPublisher publisher(StateStore store) {
    return new InventoryPublisher(store, sent::add, () -> {}, clock);
  }

  private static LedgerConfig config(String... nodes) {
    StringBuilder text = new StringBuilder("inventory:\n");
    for (String node : nodes) {
      text.append("  - {cluster: c, node: ").append(node);
      text.append(", deviceModel: H100, count: 8, from: 2026-01-01}\n");
    }
    return ConfigReader.read("gpuledger.yaml", text.toString()).values().get(0);
  }
}
