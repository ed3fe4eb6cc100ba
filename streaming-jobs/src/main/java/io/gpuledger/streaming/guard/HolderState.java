package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.HolderToDate;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link HolderToDate} as Flink keeps it.
 *
 * @param sevenths two's complement big-endian
 * @param heardMillis when an increment came last, on the wall clock
 * @param user who runs it, or empty; null in state of before
 */
@SuppressWarnings("ArrayRecordComponent")
public record HolderState(
    byte[] sevenths,
    long aboveSinceMicros,
    long idleSinceMicros,
    boolean runaway,
    boolean idle,
    long heardMillis,
    @Nullable String user) {
  static HolderState fromHolder(HolderToDate holder, long heardMillis, String user) {
    return new HolderState(
        holder.sevenths().toByteArray(),
        holder.aboveSinceMicros(),
        holder.idleSinceMicros(),
        holder.standing().contains(HolderToDate.Guard.RUNAWAY),
        holder.standing().contains(HolderToDate.Guard.IDLE),
        heardMillis,
        user);
  }

  /** Who runs it; empty where nobody is known. */
  String knownUser() {
    return user == null ? "" : user;
  }

  HolderToDate toHolder() {
    Set<HolderToDate.Guard> standing = EnumSet.noneOf(HolderToDate.Guard.class);
    if (runaway) {
      standing.add(HolderToDate.Guard.RUNAWAY);
    }
    if (idle) {
      standing.add(HolderToDate.Guard.IDLE);
    }
    return new HolderToDate(new BigInteger(sevenths), aboveSinceMicros, idleSinceMicros, standing);
  }
}
