package io.gpuledger.dashboard.bench;

import io.gpuledger.cost.usage.Holder;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.SampleBatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A GPU for each of some budgets, held by a pod in a namespace of the budget's name, and live
 * samples of it. Each GPU costs next to nothing until a dear one is started beside it.
 */
final class BudgetFleet {
  static final String CLUSTER = "bench";

  /** A GPU-hour costs 0.01 USD. */
  static final String CHEAP = "bench cheap";

  /** A GPU-hour costs 360,000 USD, a second 100. */
  static final String DEAR = "bench dear";

  private static final Duration CADENCE = Duration.ofSeconds(1);
  private static final int DEVICES_PER_NODE = 8;

  private final LedgerProducer producer;
  private final Clock clock;

  BudgetFleet(LedgerProducer producer, Clock clock) {
    this.producer = producer;
    this.clock = clock;
  }

  /** A scrape of the cheap GPUs. */
  void scrape(List<String> budgets) {
    Instant at = clock.instant();
    for (int first = 0; first < budgets.size(); first += DEVICES_PER_NODE) {
      SampleBatch.Builder batch = batch("node-" + first / DEVICES_PER_NODE, at);
      budgets
          .subList(first, Math.min(budgets.size(), first + DEVICES_PER_NODE))
          .forEach(budget -> batch.addSamples(sample(budget, CHEAP, at)));
      producer.send(batch.build());
    }
    producer.flush();
  }

  /**
   * Two scrapes of a dear GPU, a second apart by their instants: the second makes the budget pass
   * its limit.
   *
   * @return when the second was handed over, by {@link System#nanoTime}
   */
  long cross(String budget) {
    Instant at = clock.instant();
    String node = "node-of-" + budget;
    producer.send(dear(budget, node, at.minus(CADENCE)));
    long handedOver = System.nanoTime();
    producer.send(dear(budget, node, at));
    return handedOver;
  }

  private SampleBatch dear(String budget, String node, Instant at) {
    return batch(node, at).addSamples(sample(budget, DEAR, at)).build();
  }

  private SampleBatch.Builder batch(String node, Instant at) {
    return SampleBatch.newBuilder()
        .setCluster(CLUSTER)
        .setNode(node)
        .setSource("bench")
        .setCadenceNanos(CADENCE.toNanos())
        .setPublishedAtNanos(nanos(Objects.requireNonNull(at)));
  }

  private static DeviceSample sample(String budget, String model, Instant at) {
    return DeviceSample.newBuilder()
        .setUuid("GPU-" + model.replace(' ', '-') + "-" + budget)
        .setIndex("0")
        .setModel(model)
        .setAtNanos(nanos(at))
        .setBusyRatio(0.9)
        .addHolders(
            HolderRef.newBuilder()
                .setKind(Holder.Kind.KUBERNETES_POD.number())
                .setNamespace(budget)
                .setWorkload("train")
                .setContainer("main"))
        .build();
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }
}
