package io.gpuledger.streaming.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Tells whether Kafka still holds topics from their first record on. */
final class TopicBeginnings {
  private final Map<String, Object> properties;

  TopicBeginnings(LaunchSettings settings) {
    properties = new HashMap<>(settings.kafkaProperties());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafkaBootstrap());
  }

  /**
   * The partitions whose first records are gone, in words.
   *
   * @throws ClusterException if Kafka does not answer
   */
  List<String> gone(List<String> topics) throws ClusterException {
    try (Admin admin = Admin.create(properties)) {
      Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
      for (TopicDescription topic :
          Answers.of(admin.describeTopics(topics).allTopicNames(), "Kafka", "describe its topics")
              .values()) {
        topic
            .partitions()
            .forEach(
                partition ->
                    earliest.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        OffsetSpec.earliest()));
      }
      Map<TopicPartition, ListOffsetsResultInfo> offsets =
          Answers.of(admin.listOffsets(earliest).all(), "Kafka", "tell where its topics begin");
      Map<String, Long> gone = new TreeMap<>();
      offsets.forEach(
          (partition, info) -> {
            if (info.offset() > 0) {
              gone.put(partition.toString(), info.offset());
            }
          });
      List<String> words = new ArrayList<>();
      gone.forEach((partition, offset) -> words.add(partition + " (begins at " + offset + ")"));
      return words;
    }
  }
}
