package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.HolderAddition;
import java.math.BigInteger;

/**
 * {@link HolderAddition} as it goes between tasks.
 *
 * @param node cluster and node
 * @param gates in force, encoded
 * @param sevenths as in {@link SpendIncrement}
 * @param now what the node shows
 */
@SuppressWarnings("ArrayRecordComponent")
public record HolderIncrement(
    String holder,
    String team,
    String user,
    String currency,
    String node,
    byte[] gates,
    byte[] sevenths,
    HolderNode now) {
  /** Between the parts of a key; names hold slashes, and no line breaks. */
  static final String SEPARATOR = "\n";

  static HolderIncrement fromAddition(String node, byte[] gates, HolderAddition addition) {
    return new HolderIncrement(
        addition.holder(),
        addition.team(),
        addition.user(),
        addition.currency(),
        node,
        gates,
        addition.sevenths().toByteArray(),
        HolderNode.fromHolder(addition.now()));
  }

  HolderAddition toAddition() {
    return new HolderAddition(
        holder, team, user, currency, new BigInteger(sevenths), now.toHolder());
  }

  /** What it is added up under. */
  public String key() {
    return String.join(SEPARATOR, currency, team, holder);
  }
}
