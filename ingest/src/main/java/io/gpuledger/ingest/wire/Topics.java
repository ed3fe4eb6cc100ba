package io.gpuledger.ingest.wire;

/** Names and keys of the topics, and the header that carries the schema version. */
public final class Topics {
  public static final String CHARGES = "charges";
  public static final String DELIVERIES = "deliveries";
  public static final String SAMPLES = "samples";
  public static final String INVENTORY = "inventory";
  public static final String CONTROL = "control";
  public static final String TOKENS = "tokens";
  public static final String HOLDERS = "holders";
  public static final String EVENTS = "events";
  public static final String CROSSINGS = "crossings";
  public static final String REJECTS = "rejects";

  /** Name of the header that carries the schema version of a record's message. */
  public static final String SCHEMA_HEADER = "schema";

  /** The schema version that this code writes and reads. */
  public static final String SCHEMA_VERSION = "1";

  /** Largest encoded record, in bytes; producer and topics are set to it. */
  public static final int MAX_RECORD_BYTES = 4 << 20;

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
    if (seen.hasHolder()) {
      HolderSeen holder = seen.getHolder();
      return String.join(
          "/",
          "holder",
          holder.getGuard(),
          holder.getCurrency(),
          holder.getCluster(),
          holder.getTeam(),
          holder.getHolder());
    }
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
}
