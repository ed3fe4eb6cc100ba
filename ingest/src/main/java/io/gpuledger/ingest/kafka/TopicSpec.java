package io.gpuledger.ingest.kafka;

import io.gpuledger.ingest.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A topic that the ledger needs.
 *
 * <p>Every topic stamps records with the broker's clock ({@code LogAppendTime}): retention counts
 * from the day a record came in, so a bill or a capture of last year is not deleted on arrival.
 *
 * @param name the topic
 * @param partitions number of partitions when it is created; an existing topic keeps its own,
 *     because adding partitions would move keys
 * @param settings topic settings, applied to an existing topic too
 */
public record TopicSpec(String name, int partitions, Map<String, String> settings) {
  /** How long the bulky topics keep what has been read: a week, for restores. */
  public static final Duration BULK_RETENTION = Duration.ofDays(7);

  /** The topics of the ledger. */
  public static final List<TopicSpec> LEDGER =
      List.of(
          ofStream(Topics.CHARGES, 2, BULK_RETENTION),
          ofStream(Topics.SAMPLES, 2, BULK_RETENTION),
          ofKept(Topics.DELIVERIES),
          ofStream(Topics.TOKENS, 1, BULK_RETENTION),
          ofStream(Topics.HOLDERS, 1, BULK_RETENTION),
          ofKept(Topics.INVENTORY),
          ofStream(Topics.EVENTS, 1, BULK_RETENTION),
          ofCompacted(Topics.CONTROL),
          ofCompacted(Topics.CROSSINGS),
          ofStream(Topics.REJECTS, 1, Duration.ofDays(30)));

  public TopicSpec {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic " + name + " needs a partition, not " + partitions);
    }
    settings = Map.copyOf(settings);
  }

  /** A topic whose records go after a while. */
  public static TopicSpec ofStream(String name, int partitions, Duration retention) {
    return new TopicSpec(
        name,
        partitions,
        Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            Long.toString(retention.toMillis()),
            "message.timestamp.type",
            "LogAppendTime",
            "max.message.bytes",
            Integer.toString(Topics.MAX_RECORD_BYTES)));
  }

  /** A small topic of one partition whose records stay. */
  public static TopicSpec ofKept(String name) {
    return new TopicSpec(
        name,
        1,
        Map.of(
            "cleanup.policy", "delete",
            "retention.ms", "-1",
            "message.timestamp.type", "LogAppendTime",
            "max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES)));
  }

  /** A topic of one partition that keeps the newest record of each key. */
  public static TopicSpec ofCompacted(String name) {
    return new TopicSpec(
        name,
        1,
        Map.of(
            "cleanup.policy", "compact",
            "message.timestamp.type", "LogAppendTime",
            "max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES)));
  }
}
