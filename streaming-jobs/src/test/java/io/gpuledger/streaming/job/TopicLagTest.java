package io.gpuledger.streaming.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.ingest.kafka.BrokerOptions;
import io.gpuledger.ingest.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicLagTest {
  private static final String PLAIN = "plain";
  private static final String SPLIT = "of-two-partitions";
  private static final String EMPTY = "empty";
  private static final String REMOVED = "removed";

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;

  /** Of today, because Kafka removes old records. */
  private final Instant line = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

  private final Instant old = line.minusSeconds(30);
  private final Instant recent = line.plusSeconds(15);

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(BrokerOptions.in(directory));
    try (Admin admin = Admin.create(connection())) {
      admin
          .createTopics(
              Stream.of(PLAIN, SPLIT, EMPTY, REMOVED)
                  .map(name -> new NewTopic(name, name.equals(SPLIT) ? 2 : 1, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void a_group_is_behind_until_it_commits_the_last_record_written_before_the_instant()
      throws Exception {
    write(PLAIN, 0, old, old, recent);
    try (TopicLag lag = lag("a", PLAIN)) {
      assertThat(lag.isBehind(line)).isTrue();
      commit("a", PLAIN, 0, 1);
      assertThat(lag.isBehind(line)).isTrue();
      commit("a", PLAIN, 0, 2);
      assertThat(lag.isBehind(line)).as("only a recent record waits").isFalse();
      assertThat(lag.isBehind(recent.plusSeconds(1))).isTrue();
      commit("a", PLAIN, 0, 3);
      assertThat(lag.isBehind(recent.plusSeconds(1))).isFalse();
    }
  }

  @Test
  void one_partition_left_behind_is_enough() throws Exception {
    write(SPLIT, 0, old);
    write(SPLIT, 1, old);
    commit("b", SPLIT, 0, 1);
    try (TopicLag lag = lag("b", SPLIT)) {
      assertThat(lag.isBehind(line)).isTrue();
      commit("b", SPLIT, 1, 1);
      assertThat(lag.isBehind(line)).isFalse();
    }
  }

  @Test
  void nobody_is_behind_on_an_empty_topic() {
    try (TopicLag lag = lag("c", EMPTY)) {
      assertThat(lag.isBehind(recent)).isFalse();
    }
  }

  @Test
  void records_that_kafka_has_removed_are_no_backlog() throws Exception {
    write(REMOVED, 0, old, old);
    try (Admin admin = Admin.create(connection())) {
      admin
          .deleteRecords(Map.of(new TopicPartition(REMOVED, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }
    try (TopicLag lag = lag("d", REMOVED)) {
      assertThat(lag.isBehind(line)).isFalse();
    }
  }

  @Test
  void a_topic_that_is_not_there_is_said() {
    try (TopicLag lag = lag("e", "no-such-topic")) {
      assertThatThrownBy(() -> lag.isBehind(line))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("did not tell how far behind")
          .hasStackTraceContaining("UnknownTopicOrPartition");
    }
  }

  private static TopicLag lag(String group, String topic) {
    return new TopicLag(connection(), group, List.of(topic));
  }

  private static Map<String, Object> connection() {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }

  private static void write(String topic, int partition, Instant... at) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(connection(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Instant instant : at) {
        producer
            .send(
                new ProducerRecord<>(
                    topic, partition, instant.toEpochMilli(), new byte[0], new byte[] {1}))
            .get();
      }
    }
  }

  private static void commit(String group, String topic, int partition, long next)
      throws Exception {
    try (Admin admin = Admin.create(connection())) {
      admin
          .alterConsumerGroupOffsets(
              group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(next)))
          .all()
          .get();
    }
  }
}
