package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.HolderOnNode;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.List;

/**
 * {@link HolderOnNode} as Flink keeps it.
 *
 * @param perHour two's complement big-endian integer x 10^-18
 * @param activity its name
 */
@SuppressWarnings("ArrayRecordComponent")
public record HolderNode(
    byte[] perHour,
    int sevenths,
    String activity,
    long sinceMicros,
    List<String> unpricedModels,
    long atMicros) {
  static HolderNode fromHolder(HolderOnNode holder) {
    return new HolderNode(
        holder.perHour().unscaled().toByteArray(),
        holder.sevenths(),
        holder.activity().name(),
        holder.sinceMicros(),
        holder.unpricedModels(),
        holder.atMicros());
  }

  HolderOnNode toHolder() {
    return new HolderOnNode(
        Amount.ofUnscaled(new BigInteger(perHour)),
        sevenths,
        HolderOnNode.Activity.valueOf(activity),
        sinceMicros,
        unpricedModels,
        atMicros);
  }
}
