package io.gpuledger.streaming.telemetry;

/**
 * A row of {@code holders}: a holder seen anew on a node.
 *
 * @param kind name of the kind in lower case
 * @param firstSeenAtNanos nanoseconds since the epoch
 */
public record HolderRow(
    String cluster,
    String holderKey,
    String kind,
    String namespace,
    String workload,
    String container,
    String user,
    long firstSeenAtNanos) {}
