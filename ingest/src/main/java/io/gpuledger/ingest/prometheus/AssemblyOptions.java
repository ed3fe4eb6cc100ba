package io.gpuledger.ingest.prometheus;

import java.time.Duration;
import java.time.Instant;

/**
 * What an exposition does not say itself.
 *
 * @param cluster the configured cluster
 * @param node the machine; where empty, the exposition's host name counts
 * @param fallbackNode the machine where neither says
 * @param scrapedAt the instant of series without a timestamp
 * @param input what to call the exposition in problems
 * @param latestAt timestamps after it are refused
 */
public record AssemblyOptions(
    String cluster,
    String node,
    String fallbackNode,
    Instant scrapedAt,
    String input,
    Instant latestAt) {
  /** How far a target's clock may be ahead of ours. */
  public static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

  public AssemblyOptions {
    if (cluster.isEmpty() || fallbackNode.isEmpty()) {
      throw new IllegalArgumentException("an exposition needs a cluster and a fallback node");
    }
  }
}
