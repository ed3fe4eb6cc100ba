package io.gpuledger.dashboard.query;

import io.gpuledger.dashboard.collect.CollectStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What only the running processes know, not the tables. The runtime implements it; tests and a
 * reader apart from the jobs use {@link #NONE}.
 */
public interface LiveFacts {
  /** Nothing runs beside the reader. */
  LiveFacts NONE = new LiveFacts() {};

  /** Deliveries announced and not complete. */
  default List<Pending> pending() {
    return List.of();
  }

  /** Configured sources, with the health of their targets. */
  default List<LiveSource> sources() {
    return List.of();
  }

  /** How the collecting of sources stands, by name; those that do not collect are absent. */
  default Map<String, CollectStatus> collecting() {
    return Map.of();
  }

  /** Work under way. */
  default List<Progress> progress() {
    return List.of();
  }

  /** Device models seen without a rate. */
  default List<String> unpriced() {
    return List.of();
  }

  /** A delivery that is being stored. */
  record Pending(
      String deliveryId, String source, String scope, long rowsStored, long rowsExpected) {}

  /**
   * A configured source.
   *
   * @param kind {@code bills} or {@code telemetry}
   * @param lastReceivedAt when something last came
   * @param error what fails now, or empty
   * @param targetsUp targets that answer
   * @param targetsDown targets that do not
   */
  record LiveSource(
      String name,
      String kind,
      Optional<Instant> lastReceivedAt,
      String error,
      int targetsUp,
      int targetsDown) {}

  /** A long task. */
  record Progress(String task, long done, long total) {}
}
