package io.gpuledger.streaming.job;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins at the earliest record; where Kafka no longer has the record that a checkpoint goes on
 * with, the job fails instead of skipping what is missing.
 *
 * <p>Flink lower-cases the strategy's name by the machine's locale, so EARLIEST could not be used
 * anyway where a capital i has a dotless small form.
 */
final class EarliestOrFail implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final OffsetsInitializer earliest = OffsetsInitializer.earliest();

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return earliest.getPartitionOffsets(partitions, retriever);
  }

  /** The type is Kafka's deprecated one because Flink's interface names it. */
  @Override
  @SuppressWarnings("deprecation")
  public org.apache.kafka.clients.consumer.OffsetResetStrategy getAutoOffsetResetStrategy() {
    return org.apache.kafka.clients.consumer.OffsetResetStrategy.NONE;
  }
}
