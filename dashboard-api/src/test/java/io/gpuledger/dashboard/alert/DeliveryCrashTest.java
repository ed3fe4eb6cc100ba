package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.channel.Channels;
import io.gpuledger.dashboard.alert.channel.Outcome;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The process ends between any two steps of a delivery, and the state is opened again. */
class DeliveryCrashTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final TestClock clock = new TestClock(AlertFixtures.NOW);
  private ChannelTestbed bed;
  private StateStore store;
  private AlertLedger ledger;
  private OutboxSender sender;

  /** Where the process ends. */
  enum Crash {
    AFTER_RAISE,
    AFTER_TAKE,
    AFTER_SEND,
    AFTER_LOST_ANSWER,
    AFTER_NOTE
  }

  @BeforeEach
  void open() throws Exception {
    bed = new ChannelTestbed(folder);
    reopen();
  }

  private void reopen() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, alert -> {});
    sender =
        OutboxSender.idle(store, clock, () -> bed.settings(), new Random(7), Duration.ofSeconds(5));
  }

  private void crash() {
    sender.close();
    store.close();
    reopen();
  }

  @AfterEach
  void close() throws Exception {
    sender.close();
    store.close();
    bed.close();
  }

  private Alert raise(ChannelKind kind) {
    return ledger
        .raise(
            AlertFixtures.estimated(50),
            List.of(new Target(kind.code(), kind)),
            id -> Optional.empty())
        .orElseThrow();
  }

  /** Does one delivery by hand up to the crash. */
  private void sendUntil(Crash crash, ChannelKind kind) {
    if (crash == Crash.AFTER_RAISE) {
      return;
    }
    Outbox outbox = AlertFixtures.outbox(store, clock);
    Outbox.Due due = outbox.take(kind.code(), LEASE).orElseThrow();
    if (crash == Crash.AFTER_TAKE) {
      return;
    }
    if (crash == Crash.AFTER_LOST_ANSWER) {
      bed.script(kind, "drop");
    }
    try (Channels channels = new Channels(Duration.ofSeconds(5), clock)) {
      Outcome outcome =
          channels.send(bed.settings().find(kind.code()).orElseThrow(), due.message());
      if (crash == Crash.AFTER_NOTE) {
        outbox.delivered(due, outcome);
      }
    }
  }

  static Stream<Arguments> everywhere() {
    return Stream.of(ChannelKind.values())
        .flatMap(kind -> Stream.of(Crash.values()).map(crash -> Arguments.of(kind, crash)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void an_alert_is_delivered_at_least_once_and_once_where_the_channel_tells_repetitions(
      ChannelKind kind, Crash crash) {
    Alert alert = raise(kind);

    sendUntil(crash, kind);
    crash();
    assertThat(
            ledger.raise(
                AlertFixtures.estimated(50),
                List.of(new Target(kind.code(), kind)),
                id -> Optional.empty()))
        .isEmpty();
    clock.move(LEASE);
    sender.sendDue();
    crash();
    clock.move(LEASE);
    sender.sendDue();

    List<String> taken = bed.taken(kind);
    Delivery delivery = ledger.find(alert.id()).orElseThrow().deliveries().get(0);
    assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(taken).isNotEmpty();
    boolean twice = crash == Crash.AFTER_SEND || crash == Crash.AFTER_LOST_ANSWER;
    assertThat(taken).hasSize(twice ? 2 : 1);
    // What stands twice at the other side is one event to it, or the ledger says that it may.
    switch (kind.idempotency()) {
      case DEDUP_KEY -> assertThat(values(taken, "/dedup_key")).hasSize(1);
      case EVENT_ID -> {
        assertThat(values(taken, "/id")).hasSize(1);
        assertThat(new HashSet<>(taken)).as("byte for byte the same").hasSize(1);
      }
      case NONE ->
          assertThat(delivery.mayStandTwice()).isEqualTo(twice || crash == Crash.AFTER_TAKE);
    }
    assertThat(delivery.idempotency()).isEqualTo(kind.idempotency().code());
  }

  private static Set<String> values(List<String> taken, String pointer) {
    Set<String> values = new HashSet<>();
    taken.forEach(body -> values.add(ChannelTestbed.json(body).at(pointer).asText()));
    return values;
  }

  @ParameterizedTest
  @EnumSource(ChannelKind.class)
  void later_steps_follow_the_first_in_order_over_crashes_and_lost_answers(ChannelKind kind) {
    bed.script(kind, "drop");
    Alert alert = raise(kind);
    ledger.acknowledge(alert.id(), "ada");
    ledger.recover(alert.id(), "the restated bill is at 40 %");
    sender.sendDue();
    crash();
    clock.move(LEASE);
    sender.sendDue();

    List<Delivery> deliveries = ledger.find(alert.id()).orElseThrow().deliveries();
    assertThat(deliveries).extracting(Delivery::state).containsOnly(DeliveryState.DELIVERED);
    assertThat(deliveries).hasSize(kind.hearsAcknowledgement() ? 3 : 2);
    assertThat(bed.taken(kind)).hasSize(deliveries.size() + 1);
    assertThat(ledger.find(alert.id()).orElseThrow().recoveryReason())
        .isEqualTo("the restated bill is at 40 %");
  }
}
