package io.gpuledger.ingest.wire;

import io.gpuledger.cost.usage.Sample;
import java.util.List;

/**
 * A record of topic {@code samples}, read.
 *
 * @param cluster the configured cluster
 * @param node the machine
 * @param source the configured source
 * @param cadenceNanos configured cadence, 0 where unknown
 * @param publishedAtNanos when the record was handed to Kafka, since the epoch
 * @param samples at most {@link SampleBatches#SAMPLES_MAX}
 */
public record NodeSamples(
    String cluster,
    String node,
    String source,
    long cadenceNanos,
    long publishedAtNanos,
    List<Sample> samples) {}
