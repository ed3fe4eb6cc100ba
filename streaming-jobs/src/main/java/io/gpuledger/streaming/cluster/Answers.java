package io.gpuledger.streaming.cluster;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a cluster's answers, at most a minute. */
final class Answers {
  static final Duration WAIT_MAX = Duration.ofMinutes(1);

  private Answers() {}

  static <R> R of(Future<R> future, String what) throws ClusterException {
    try {
      return future.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted: " + what, interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new ClusterException("Flink did not " + what + ": " + failed, failed);
    }
  }
}
