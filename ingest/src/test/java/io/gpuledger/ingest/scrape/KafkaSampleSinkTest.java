package io.gpuledger.ingest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.kafka.BrokerOptions;
import io.gpuledger.ingest.kafka.EmbeddedBroker;
import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class KafkaSampleSinkTest {
  @TempDir Path directory;

  @Test
  void samples_reach_the_topic_in_order_of_their_node() throws Exception {
    FleetGenerator fleet =
        new FleetGenerator(
            FleetPlan.small(3, Instant.parse("2026-11-24T00:00:00Z"))
                .withTicks(20)
                .withDisorder(FleetPlan.Disorder.NONE));
    List<SampleBatch> sent = new ArrayList<>();
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(directory))) {
      try (KafkaSampleSink sink =
          new KafkaSampleSink(() -> LedgerProducer.open(broker.bootstrap()))) {
        fleet
            .batches()
            .forEachRemaining(
                batch -> {
                  sink.accept(batch);
                  sent.add(batch);
                });
        sink.flush();
      }
      List<ConsumerRecord<byte[], byte[]>> read = read(broker.bootstrap(), sent.size());
      for (String node : sent.stream().map(SampleBatch::getNode).distinct().toList()) {
        List<Object> expected = new ArrayList<>();
        for (SampleBatch batch : sent) {
          if (batch.getNode().equals(node)) {
            expected.add(batch);
          }
        }
        List<Object> found = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read) {
          if (new String(record.key(), StandardCharsets.UTF_8).endsWith("/" + node)) {
            found.add(SampleBatch.parseFrom(record.value()));
          }
        }
        assertThat(found).isEqualTo(expected);
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(Topics.SAMPLES, 0), new TopicPartition(Topics.SAMPLES, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Instant deadline = Instant.now().plusSeconds(60);
      while (records.size() < count && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
