package io.gpuledger.streaming.cluster;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the answers of Flink and Kafka, at most a minute unless told otherwise. */
final class Answers {
  static final Duration WAIT_MAX = Duration.ofMinutes(1);

  private Answers() {}

  /** Flink's answer. */
  static <R> R of(Future<R> future, String what) throws ClusterException {
    return of(future, "Flink", what);
  }

  /** The answer of somebody. */
  static <R> R of(Future<R> future, String who, String what) throws ClusterException {
    return of(future, who, what, WAIT_MAX);
  }

  /** The answer of somebody who may take longer. */
  static <R> R of(Future<R> future, String who, String what, Duration longest)
      throws ClusterException {
    try {
      return future.get(longest.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted: " + what, interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new ClusterException(who + " did not " + what + ": " + failed, failed);
    }
  }
}
