package io.gpuledger.dashboard.budget;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topic {@code crossings}. An offset is committed after its alerts are safe, or noted as
 * waiting for their bill; after a crash the same records come again and change nothing.
 */
public final class CrossingConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrossingConsumer.class);
  private static final String GROUP = "gpuledger-alerts";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final String bootstrap;
  private final CrossingIntake intake;
  private final GuardedHolders holders;
  private final Thread thread;
  private volatile boolean stopping;

  private CrossingConsumer(String bootstrap, CrossingIntake intake, GuardedHolders holders) {
    this.bootstrap = bootstrap;
    this.intake = intake;
    this.holders = holders;
    this.thread = new Thread(this::run, "alert-crossings");
    this.thread.setDaemon(true);
  }

  /** Starts to read; a broker that is away is waited for. */
  public static CrossingConsumer start(
      String bootstrap, CrossingIntake intake, GuardedHolders holders) {
    CrossingConsumer consumer = new CrossingConsumer(bootstrap, intake, holders);
    consumer.thread.start();
    return consumer;
  }

  private void run() {
    while (!stopping) {
      try (KafkaConsumer<byte[], byte[]> kafka = open()) {
        kafka.subscribe(List.of(Topics.CROSSINGS));
        intake.begin();
        while (!stopping) {
          retry();
          ConsumerRecords<byte[], byte[]> records = kafka.poll(POLL);
          if (!records.isEmpty()) {
            List<CrossingSeen> seen = read(records);
            holders.take(
                seen.stream()
                    .filter(CrossingSeen::hasHolder)
                    .map(CrossingSeen::getHolder)
                    .toList());
            intake.accept(seen.stream().filter(record -> !record.hasHolder()).toList());
            kafka.commitSync();
          }
        }
      } catch (WakeupException | InterruptException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("crossings cannot be taken in now; the same records will be read again", e);
        pause();
      }
    }
  }

  /** What waits for its bill holds up nothing that is read. */
  private void retry() {
    try {
      intake.retry();
    } catch (RuntimeException e) {
      LOG.error("crossings that wait cannot be tried now", e);
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.GROUP_ID_CONFIG,
            GROUP,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            500),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<CrossingSeen> read(ConsumerRecords<byte[], byte[]> records) {
    List<CrossingSeen> seen = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        seen.add(CrossingSeen.parseFrom(record.value()));
      } catch (InvalidProtocolBufferException e) {
        LOG.error("record {} of topic crossings cannot be read", record.offset(), e);
      }
    }
    return seen;
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
