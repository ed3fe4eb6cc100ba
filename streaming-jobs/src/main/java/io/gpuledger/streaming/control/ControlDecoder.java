package io.gpuledger.streaming.control;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records of topic {@code control} as they are; a record taken back has an empty value. */
public final class ControlDecoder implements KafkaRecordDeserializationSchema<ControlRecord> {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ControlRecord> out) {
    if (record.key() != null) {
      out.collect(
          new ControlRecord(
              new String(record.key(), StandardCharsets.UTF_8),
              record.value() == null ? NOTHING : record.value()));
    }
  }

  @Override
  public TypeInformation<ControlRecord> getProducedType() {
    return TypeInformation.of(ControlRecord.class);
  }
}
