package io.gpuledger.streaming.publish;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic {@code deliveries}, read from its beginning each time the publisher starts: no offset is
 * kept, because what was published already is known from the ledger.
 */
final class ManifestLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestLog.class);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private boolean assigned;

  ManifestLog(PublisherSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.kafkaProperties());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafkaBootstrap());
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "gpuledger-publisher");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Manifests that have come, waiting at most this long for one. */
  List<DeliveryManifest> poll(Duration timeout) {
    List<DeliveryManifest> manifests = new ArrayList<>();
    try {
      if (!assigned) {
        assign();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
        read(record, manifests);
      }
    } catch (WakeupException hint) {
      // Somebody has work for the publisher.
    }
    return manifests;
  }

  /** Makes a waiting {@link #poll} return; may be called from any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_MAX));
  }

  private void assign() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.DELIVERIES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    assigned = !partitions.isEmpty();
  }

  private static void read(
      ConsumerRecord<byte[], byte[]> record, List<DeliveryManifest> manifests) {
    try {
      manifests.add(DeliveryManifest.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException unreadable) {
      LOG.error(
          "{}:{}:{}: not a manifest: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          unreadable.getMessage());
    }
  }
}
