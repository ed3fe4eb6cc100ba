package io.gpuledger.streaming.scrape;

import io.gpuledger.ingest.wire.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records of topics {@code samples} and {@code inventory} as they are. */
public final class NodeRecordDecoder implements KafkaRecordDeserializationSchema<NodeRecord> {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<NodeRecord> out) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    out.collect(
        new NodeRecord(
            key,
            record.topic().equals(Topics.INVENTORY),
            record.value() == null ? NOTHING : record.value(),
            record.topic() + ":" + record.partition() + ":" + record.offset(),
            record.timestamp()));
  }

  @Override
  public TypeInformation<NodeRecord> getProducedType() {
    return TypeInformation.of(NodeRecord.class);
  }
}
