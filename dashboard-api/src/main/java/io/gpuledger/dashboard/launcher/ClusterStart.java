package io.gpuledger.dashboard.launcher;

import io.gpuledger.streaming.cluster.ClusterException;
import io.gpuledger.streaming.cluster.ClusterOptions;
import io.gpuledger.streaming.cluster.FlinkCluster;
import io.gpuledger.streaming.cluster.LocalCluster;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A Flink cluster that starts beside engine and broker: neither needs the other, and each waits for
 * much of its time. Whoever takes it closes it; closing this closes a cluster that nobody took.
 */
final class ClusterStart implements AutoCloseable {
  private final CompletableFuture<LocalCluster> starting = new CompletableFuture<>();
  private boolean taken;

  private ClusterStart() {}

  /** Begins to start the cluster of a data directory. */
  static ClusterStart begin(DataDirectory data) {
    ClusterStart start = new ClusterStart();
    Thread thread = new Thread(() -> start.run(ClusterOptions.of(data.flink())), "cluster-start");
    thread.setDaemon(true);
    thread.start();
    return start;
  }

  private void run(ClusterOptions options) {
    try {
      starting.complete(LocalCluster.start(options));
    } catch (ClusterException | RuntimeException failed) {
      starting.completeExceptionally(failed);
    }
  }

  /**
   * The cluster, once it is there.
   *
   * @throws ClusterException if it did not come up
   */
  FlinkCluster take() throws ClusterException {
    try {
      LocalCluster cluster = starting.join();
      taken = true;
      return cluster;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ClusterException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  @Override
  public void close() {
    if (!taken) {
      starting
          .handle(
              (cluster, failed) -> {
                if (cluster != null) {
                  cluster.close();
                }
                return cluster;
              })
          .join();
    }
  }
}
