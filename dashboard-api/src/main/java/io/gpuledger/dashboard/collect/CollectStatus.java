package io.gpuledger.dashboard.collect;

import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the collecting of a source stands.
 *
 * @param place where it looks
 * @param lastLookAt end of its last look
 * @param nextLookAt when it looks again; empty while it looks
 * @param error why the last look failed or which delivery that stands there is refused; empty where
 *     there is nothing of the kind
 * @param loading what is copied or loaded now
 * @param waiting deliveries that are not whole yet, the first of them
 * @param waitingTotal how many there are
 * @param last what was taken last
 */
public record CollectStatus(
    String place,
    Optional<Instant> lastLookAt,
    Optional<Instant> nextLookAt,
    String error,
    Optional<Loading> loading,
    List<Waiting> waiting,
    int waitingTotal,
    Optional<Taken> last) {
  public CollectStatus {
    waiting = List.copyOf(waiting);
  }

  /** A delivery that is being copied, or with all its bytes here loaded. */
  public record Loading(String set, long bytesDone, long bytesTotal) {}

  /** A delivery that was taken. */
  public record Taken(String set, String outcome, String detail, Instant at) {}
}
