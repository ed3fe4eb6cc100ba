package io.gpuledger.streaming.cluster;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the cluster in this process.
 *
 * @param directory Flink's own folder, {@code DATA/flink}
 * @param restPort port of the REST endpoint on the loopback address, 0 for any
 * @param slots how many subtasks of a kind may run
 * @param checkpointInterval time between checkpoints
 */
public record ClusterOptions(Path directory, int restPort, int slots, Duration checkpointInterval) {
  /** Defaults of the embedded product: any port, eight slots, a checkpoint a second. */
  public static ClusterOptions of(Path directory) {
    return new ClusterOptions(directory, 0, 8, Duration.ofSeconds(1));
  }
}
