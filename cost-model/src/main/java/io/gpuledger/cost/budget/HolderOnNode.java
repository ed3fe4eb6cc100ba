package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.util.List;

/**
 * What a node shows of one holder.
 *
 * @param perHour what its devices there cost, of those that have a rate
 * @param sevenths of devices that it holds there; 0 where it gave them back
 * @param activity of all of them
 * @param sinceMicros since when it holds the first of them, microseconds since the epoch
 * @param unpricedModels models of them without a rate
 * @param atMicros when the node was scraped
 */
public record HolderOnNode(
    Amount perHour,
    int sevenths,
    Activity activity,
    long sinceMicros,
    List<String> unpricedModels,
    long atMicros) {
  /** What the devices of a holder do. */
  public enum Activity {
    /** None of them does anything, and nobody else has a part in them. */
    IDLE,
    /** One of them works. */
    ACTIVE,
    /** Telemetry does not say, or it says it of a slice or of several holders together. */
    UNKNOWN;

    /** Of devices together. */
    Activity and(Activity other) {
      if (this == ACTIVE || other == ACTIVE) {
        return ACTIVE;
      }
      return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : IDLE;
    }
  }

  public HolderOnNode {
    unpricedModels = List.copyOf(unpricedModels);
  }

  /** Whether the node was scraped lately. */
  boolean isHeardAt(long nowMicros) {
    return atMicros >= nowMicros - Burn.HEARD_MICROS;
  }
}
