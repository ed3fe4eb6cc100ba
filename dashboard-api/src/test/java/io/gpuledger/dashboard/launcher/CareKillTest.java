package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertFilter;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.CareProcess;
import io.gpuledger.dashboard.alert.ChannelTestbed;
import io.gpuledger.dashboard.alert.Delivery;
import io.gpuledger.dashboard.alert.DeliveryState;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process whose alerts are snoozed, escalated, capped and gathered is ended by SIGKILL again and
 * again while its hours go by.
 */
@Tag("live")
final class CareKillTest {
  private static final int KILLS = 6;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void snoozes_escalations_digests_and_floods_go_on_after_each_kill_and_happen_once()
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (ChannelTestbed bed = new ChannelTestbed(folder)) {
      Path told = folder.resolve("told");
      List<String> arguments =
          List.of(
              folder.toString(),
              bed.http.url(),
              Integer.toString(bed.smtp.port()),
              Instant.now().toString(),
              told.toString());
      try (OwnProcess process =
          new OwnProcess(
              CareProcess.class, arguments, Map.of(), told, folder.resolve("process.log"))) {
        for (int kill = 0; kill < KILLS; kill++) {
          await(bed, bed.taken(ChannelKind.SLACK).size() + 1 + random.nextInt(4));
          process.kill();
          process.restart();
        }
        awaitDigest(bed);
        process.kill();
      }
      assertOnce(bed, seed);
    }
  }

  private static void await(ChannelTestbed bed, int wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (bed.taken(ChannelKind.SLACK).size() < wanted) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  /** The digest of noon comes after everything else of the morning. */
  private static void awaitDigest(ChannelTestbed bed) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (bed.taken(ChannelKind.SLACK).stream().noneMatch(m -> m.contains("Digest of"))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private void assertOnce(ChannelTestbed bed, long seed) {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      AlertLedger ledger = new AlertLedger(store, Clock.systemUTC(), alert -> {});
      List<Alert> alerts = ledger.list(AlertLedger.PAGE_LIMIT);
      assertThat(alerts).as("seed %d", seed).hasSize(CareProcess.ALERTS);
      List<Delivery> all = new ArrayList<>();
      for (Alert alert : alerts) {
        // Each was told by itself or by what gathered it, and nothing is lost or twice.
        assertThat(alert.raisings()).as("seed %d", seed).hasSize(1);
        // Where the starts took long, the last ones were raised shortly before noon.
        boolean isEarly = alert.raisedAt().compareTo("2026-10-24T10:15") < 0;
        List<Long> asOften = isEarly ? List.of(1L) : List.of(0L, 1L);
        if (isEarly) {
          assertThat(alert.raisings().get(0).state())
              .as("seed %d, alert %d", seed, alert.id())
              .isIn(DeliveryState.DELIVERED, DeliveryState.GATHERED);
        }
        assertThat(steps(alert, Step.ESCALATED)).as("seed %d", seed).isLessThanOrEqualTo(1);
        boolean isOfFirstHour = alert.raisedAt().compareTo("2026-10-24T09:00") < 0;
        if (isOfFirstHour && !wasSnoozed(ledger, alert)) {
          assertThat(steps(alert, Step.ESCALATED))
              .as("seed %d, alert %d, told by ten at the latest", seed, alert.id())
              .isEqualTo(1);
        }
        if (isEarly && steps(alert, Step.ESCALATED) == 0) {
          // Its time runs from its first message: "N more" at the end of an hour, for most.
          assertThat(alert.care().escalateAt())
              .as("seed %d, alert %d", seed, alert.id())
              .isGreaterThan("2026-10-24T11:55");
        }
        assertThat(steps(alert, Step.REMINDED))
            .as("seed %d", seed)
            .isIn(wasSnoozed(ledger, alert) ? asOften : List.of(0L));
        all.addAll(alert.deliveries());
      }
      for (AlertKind kind : List.of(AlertKind.FLOOD, AlertKind.DIGEST)) {
        List<Alert> gatherings =
            ledger.list(
                AccessScope.EVERYTHING,
                new AlertFilter(Optional.empty(), Optional.of(kind), Optional.empty()),
                100);
        assertThat(gatherings).as("seed %d, %s", seed, kind).isNotEmpty();
        assertThat(gatherings)
            .extracting(alert -> alert.about().episode())
            .as("seed %d, %s", seed, kind)
            .doesNotHaveDuplicates();
        gatherings.forEach(alert -> all.addAll(alert.deliveries()));
      }
      long sent = all.stream().filter(d -> d.state() == DeliveryState.DELIVERED).count();
      long mayBeTwice = all.stream().mapToLong(Delivery::uncertain).sum();
      long queued =
          all.stream()
              .filter(
                  d ->
                      d.state() == DeliveryState.SENDING
                          || d.state() == DeliveryState.RETRYING
                          || d.state() == DeliveryState.QUEUED)
              .count();
      assertThat((long) bed.taken(ChannelKind.SLACK).size())
          .as("seed %d", seed)
          .isBetween(sent, sent + mayBeTwice + queued);
    }
  }

  private static long steps(Alert alert, Step step) {
    return alert.deliveries().stream().filter(d -> d.step() == step).count();
  }

  private static boolean wasSnoozed(AlertLedger ledger, Alert alert) {
    return ledger.care().history(alert.id()).stream().anyMatch(e -> e.what().equals("snoozed"));
  }
}
