package io.gpuledger.streaming.job;

import java.util.List;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;

/** Kafka sources as all jobs read: from the checkpoint's offsets, else from the beginning. */
public final class KafkaSources {
  private KafkaSources() {}

  /** A source of one topic. */
  public static <T> KafkaSource<T> of(
      JobSettings settings, String topic, KafkaRecordDeserializationSchema<T> records) {
    return of(settings, List.of(topic), records);
  }

  /** A source of topics. Offsets live in checkpoints only; nothing is committed to Kafka. */
  public static <T> KafkaSource<T> of(
      JobSettings settings, List<String> topics, KafkaRecordDeserializationSchema<T> records) {
    Properties properties = new Properties();
    properties.putAll(settings.kafkaProperties());
    properties.setProperty("commit.offsets.on.checkpoint", "false");
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    properties.setProperty("fetch.max.bytes", Integer.toString(16 << 20));
    return KafkaSource.<T>builder()
        .setBootstrapServers(settings.kafkaBootstrap())
        .setGroupId("gpuledger-" + settings.sink().job())
        .setClientIdPrefix("gpuledger-" + settings.sink().job() + "-" + topics.get(0))
        .setTopics(topics)
        .setStartingOffsets(new EarliestOrFail())
        .setProperties(properties)
        .setDeserializer(records)
        .build();
  }
}
