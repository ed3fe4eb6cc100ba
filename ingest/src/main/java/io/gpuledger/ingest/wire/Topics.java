package io.gpuledger.ingest.wire;

import java.util.List;
import java.util.Map;

/** Names, keys and settings of the topics, and the header that carries the schema version. */
public final class Topics {
  public static final String CHARGES = "charges";
  public static final String DELIVERIES = "deliveries";
  public static final String SAMPLES = "samples";
  public static final String INVENTORY = "inventory";
  public static final String CONTROL = "control";
  public static final String CROSSINGS = "crossings";
  public static final String REJECTS = "rejects";

  /** Name of the header that carries the schema version of a record's message. */
  public static final String SCHEMA_HEADER = "schema";

  /** The schema version that this code writes and reads. */
  public static final String SCHEMA_VERSION = "1";

  /** Largest encoded record, in bytes; producer and topics are set to it. */
  public static final int MAX_RECORD_BYTES = 4 << 20;

  /** Every topic that must exist before anything is sent. */
  public static final List<Topic> ALL =
      List.of(
          new Topic(CHARGES, 4, false),
          new Topic(DELIVERIES, 1, false),
          new Topic(SAMPLES, 4, false),
          new Topic(INVENTORY, 1, false),
          new Topic(CONTROL, 1, true),
          new Topic(CROSSINGS, 1, false),
          new Topic(REJECTS, 1, false));

  private Topics() {}

  /** Key of a charge block: delivery id, then its first row number. */
  public static String chargesKey(String deliveryId, long firstRowNo) {
    return deliveryId + "/" + firstRowNo;
  }

  /** Key of a manifest: all manifests of a scope stay in order. */
  public static String deliveriesKey(String source, Scope scope) {
    return source + "/" + scope.getKind() + "/" + scope.getAccount() + "/" + scope.getStartMicros();
  }

  /** Key of a node's samples and inventory. */
  public static String nodeKey(String cluster, String node) {
    return cluster + "/" + node;
  }

  /** Key of a control record in the compacted topic. */
  public static String controlKey(String kind, String id) {
    return kind + "/" + id;
  }

  /** Key of a crossing; the same crossing seen twice has the same key. */
  public static String crossingKey(CrossingSeen seen) {
    return seen.getBudgetId()
        + "/"
        + seen.getBudgetVersion()
        + "/"
        + seen.getPeriod()
        + "/"
        + seen.getThresholdPercent()
        + "/"
        + seen.getKind();
  }

  /**
   * A topic and how it is created.
   *
   * @param name as on Kafka
   * @param partitions when this product creates it
   * @param compacted whether only the newest record of a key is kept
   */
  public record Topic(String name, int partitions, boolean compacted) {
    /** Settings to create the topic with. */
    public Map<String, String> configs() {
      String maxBytes = Integer.toString(MAX_RECORD_BYTES);
      return compacted
          ? Map.of("max.message.bytes", maxBytes, "cleanup.policy", "compact")
          : Map.of("max.message.bytes", maxBytes);
    }
  }
}
