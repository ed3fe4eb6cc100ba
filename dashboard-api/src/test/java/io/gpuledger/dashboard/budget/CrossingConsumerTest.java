package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.kafka.BrokerOptions;
import io.gpuledger.ingest.kafka.EmbeddedBroker;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.HolderSeen;
import io.gpuledger.ingest.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real broker. */
@Timeout(90)
@Tag("live")
class CrossingConsumerTest {
  @TempDir Path folder;

  private static final BudgetFigures.AsKnown FIGURES =
      new FakeBill() {
        @Override
        public SpendTotal spent(SpendQuestion question, TimeRange range) {
          if (question.filter().text().contains("broken")) {
            throw new IllegalStateException("its bill cannot be read");
          }
          return SpendTotal.NOTHING;
        }
      };

  @Test
  void records_become_alerts_once_over_restarts_and_damage() throws Exception {
    TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
    BlockingQueue<Alert> raised = new LinkedBlockingQueue<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(folder.resolve("kafka")));
        LedgerProducer producer = LedgerProducer.open(broker.bootstrap());
        StateStore store = StateStore.open(folder.resolve("state.db"))) {
      BudgetService budgets =
          new BudgetService(
              store,
              clock,
              () -> LedgerConfig.defaults().alerts(),
              new ControlPublisher(new FakeControlTopic(new ArrayList<>()), store, clock));
      AlertLedger ledger = new AlertLedger(store, clock, raised::add);
      AlertRouting routing = new AlertRouting(LedgerConfig::defaults, Optional::empty);
      CrossingIntake intake =
          new CrossingIntake(
              budgets,
              () -> FIGURES,
              new LiveSpend(store),
              ledger,
              routing,
              KnownForecasts.NONE,
              store,
              clock);
      Budget broken =
          budgets.create(
              new BudgetDraft("a", "team:\"broken\"", "USD", "100", List.of(50), "", ""), "ada");
      Budget budget =
          budgets.create(new BudgetDraft("b", "", "USD", "100", List.of(50, 80), "", ""), "ada");

      try (CrossingConsumer first =
          CrossingConsumer.start(broker.bootstrap(), intake, new GuardedHolders(store))) {
        // Not a crossing, and one without a month: each is reported and left behind.
        producer.sendTo(
            Topics.CROSSINGS, "x", BytesValue.of(ByteString.copyFrom(new byte[] {(byte) 0xff})));
        CrossingSeen monthless = seen(budget, 80).toBuilder().setPeriod("").build();
        producer.sendTo(Topics.CROSSINGS, "y", monthless);
        // Its bill cannot be read: it waits, and all that comes after is read.
        send(producer, broken, 50);
        clock.move(Duration.ofHours(1));
        send(producer, budget, 50);
        assertThat(next(raised).threshold()).isEqualTo(50);
      }
      try (CrossingConsumer second =
          CrossingConsumer.start(broker.bootstrap(), intake, new GuardedHolders(store))) {
        send(producer, budget, 50);
        send(producer, budget, 80);
        assertThat(next(raised).threshold()).isEqualTo(80);
        CrossingSeen runaway =
            CrossingSeen.newBuilder()
                .setHolder(
                    HolderSeen.newBuilder()
                        .setGuard("runaway")
                        .setCurrency("USD")
                        .setHolder("job:4711")
                        .setSeenAtMicros(1_792_829_400_000_000L))
                .build();
        // More than one reading takes, behind the one that waits.
        String key = Topics.crossingKey(seen(broken, 50));
        for (int i = 0; i < 600; i++) {
          producer.sendTo(
              Topics.CROSSINGS, key, seen(broken, 50).toBuilder().setBudgetId("gone").build());
        }
        producer.sendTo(Topics.CROSSINGS, key, runaway);
        producer.flush();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (standing(store).isEmpty() && System.nanoTime() < deadline) {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(standing(store))
            .extracting(GuardedHolders.Guarded::holder)
            .containsExactly("job:4711");
      }

      assertThat(raised).isEmpty();
      assertThat(ledger.list(10)).hasSize(2);
    }
  }

  private static List<GuardedHolders.Guarded> standing(StateStore store) {
    return new GuardedHolders(store)
        .standing(HolderToDate.Guard.RUNAWAY, "USD", Instant.parse("2026-01-01T00:00:00Z"));
  }

  private static Alert next(BlockingQueue<Alert> raised) throws InterruptedException {
    return Optional.ofNullable(raised.poll(60, TimeUnit.SECONDS)).orElseThrow();
  }

  private static void send(LedgerProducer producer, Budget budget, int threshold) {
    CrossingSeen seen = seen(budget, threshold);
    producer.sendTo(Topics.CROSSINGS, Topics.crossingKey(seen), seen);
    producer.flush();
  }

  private static CrossingSeen seen(Budget budget, int threshold) {
    return CrossingSeen.newBuilder()
        .setBudgetId(budget.id())
        .setBudgetVersion(budget.version())
        .setPeriod("2026-10")
        .setThresholdPercent(threshold)
        .setKind("estimated")
        .setCurrency("USD")
        .setSpent(ByteString.copyFrom(Amount.of(threshold).unscaled().toByteArray()))
        .setLimit(ByteString.copyFrom(Amount.of(100).unscaled().toByteArray()))
        .setSeenAtMicros(1_792_829_400_000_000L)
        .build();
  }
}
