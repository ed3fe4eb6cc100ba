package io.gpuledger.streaming.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.CommonClientConfigs;

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
    return source(settings, topics, records, false);
  }

  /**
   * A source of topics that tells Flink while it works off a backlog. It commits its offsets to
   * Kafka with each checkpoint, only so that the backlog can be seen: it, too, starts from the
   * checkpoint's.
   */
  public static <T> Source<T, ?, ?> tellingBacklog(
      JobSettings settings, List<String> topics, KafkaRecordDeserializationSchema<T> records) {
    Map<String, String> kafka = new HashMap<>(settings.kafkaProperties());
    kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.kafkaBootstrap());
    return new BacklogSource<>(
        source(settings, topics, records, true), kafka, group(settings), topics);
  }

  private static <T> KafkaSource<T> source(
      JobSettings settings,
      List<String> topics,
      KafkaRecordDeserializationSchema<T> records,
      boolean commitOffsets) {
    Properties properties = new Properties();
    properties.putAll(settings.kafkaProperties());
    properties.setProperty("commit.offsets.on.checkpoint", Boolean.toString(commitOffsets));
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("max.partition.fetch.bytes", Integer.toString(4 << 20));
    properties.setProperty("fetch.max.bytes", Integer.toString(16 << 20));
    return KafkaSource.<T>builder()
        .setBootstrapServers(settings.kafkaBootstrap())
        .setGroupId(group(settings))
        .setClientIdPrefix(group(settings) + "-" + topics.get(0))
        .setTopics(topics)
        .setStartingOffsets(new EarliestOrFail())
        .setProperties(properties)
        .setDeserializer(records)
        .build();
  }

  private static String group(JobSettings settings) {
    return "gpuledger-" + settings.sink().job();
  }
}
