package io.gpuledger.streaming.job;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Tells whether a consumer group has records before it that have waited long. */
final class TopicLag implements BacklogEnumerator.Look {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final Admin admin;
  private final String group;
  private final List<String> topics;

  /**
   * Looks at a group's committed offsets; a partition without one is read from its beginning.
   *
   * @param properties of the connection to Kafka, bootstrap servers included
   */
  TopicLag(Map<String, Object> properties, String group, List<String> topics) {
    this.admin = Admin.create(properties);
    this.group = group;
    this.topics = List.copyOf(topics);
  }

  @Override
  public boolean isBehind(Instant writtenBefore) {
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> after = new HashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription topic : answer(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(
              partition -> {
                TopicPartition of = new TopicPartition(topic.name(), partition.partition());
                earliest.put(of, OffsetSpec.earliest());
                after.put(of, OffsetSpec.forTimestamp(writtenBefore.toEpochMilli()));
                latest.put(of, OffsetSpec.latest());
              });
    }
    Map<TopicPartition, ListOffsetsResultInfo> begins = answer(admin.listOffsets(earliest).all());
    Map<TopicPartition, ListOffsetsResultInfo> recent = answer(admin.listOffsets(after).all());
    Map<TopicPartition, ListOffsetsResultInfo> ends = answer(admin.listOffsets(latest).all());
    Map<TopicPartition, OffsetAndMetadata> committed =
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return earliest.keySet().stream()
        .anyMatch(
            partition -> {
              OffsetAndMetadata own = committed.get(partition);
              long next = own == null ? offset(begins, partition) : own.offset();
              long firstRecent = offset(recent, partition);
              // Where nothing was written since, Kafka answers with no offset.
              return next < (firstRecent < 0 ? offset(ends, partition) : firstRecent);
            });
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private static long offset(
      Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
    ListOffsetsResultInfo info = offsets.get(partition);
    return info == null ? 0 : info.offset();
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("Kafka did not tell how far behind readers are", failed);
    }
  }
}
