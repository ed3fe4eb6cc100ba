package io.gpuledger.streaming.reject;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.ingest.wire.Reject;
import java.util.HexFormat;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads topic {@code rejects}; a record that is no reject becomes one, so that it is seen. */
public final class RejectDecoder implements KafkaRecordDeserializationSchema<RejectRow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RejectRow> out) {
    try {
      out.collect(RejectRow.fromWire(Reject.parseFrom(record.value())));
    } catch (InvalidProtocolBufferException unreadable) {
      out.collect(
          new RejectRow(
              "",
              "",
              "",
              0,
              record.topic() + ":" + record.partition(),
              record.offset(),
              0,
              "",
              "RECORD_UNREADABLE",
              String.valueOf(unreadable.getMessage()),
              HexFormat.of().formatHex(record.value()),
              record.timestamp() * 1_000L));
    }
  }

  @Override
  public TypeInformation<RejectRow> getProducedType() {
    return TypeInformation.of(RejectRow.class);
  }
}
