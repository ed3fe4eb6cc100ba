package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.HolderAddition;
import io.gpuledger.cost.budget.HolderOnNode;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.List;

/**
 * {@link HolderAddition} as it goes between tasks.
 *
 * @param cluster holders of equal name in two clusters are two
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
    String cluster,
    String node,
    byte[] gates,
    byte[] sevenths,
    HolderNode now) {
  /** Between the parts of a key; names hold slashes, and no line breaks. */
  static final String SEPARATOR = "\n";

  static HolderIncrement fromAddition(
      String cluster, String node, byte[] gates, HolderAddition addition) {
    return new HolderIncrement(
        addition.holder(),
        addition.team(),
        addition.user(),
        addition.currency(),
        cluster,
        node,
        gates,
        addition.sevenths().toByteArray(),
        HolderNode.fromHolder(addition.now()));
  }

  HolderAddition toAddition() {
    return new HolderAddition(
        holder, team, user, currency, new BigInteger(sevenths), now.toHolder());
  }

  /**
   * What says that a node has nothing more under a key: the holder's team is another one now, or
   * nobody watches for it.
   *
   * @param key as {@link #key} says
   */
  static HolderIncrement gone(String key, String node, byte[] gates, long atMicros) {
    String[] parts = key.split(SEPARATOR, 4);
    return new HolderIncrement(
        parts[2],
        parts[1],
        "",
        parts[0],
        parts[3],
        node,
        gates,
        BigInteger.ZERO.toByteArray(),
        HolderNode.fromHolder(
            new HolderOnNode(
                Amount.ZERO, 0, HolderOnNode.Activity.UNKNOWN, atMicros, List.of(), atMicros)));
  }

  /** The holder, whosever it is. */
  String anyTeam() {
    return String.join(SEPARATOR, currency, holder, cluster);
  }

  /** What it is added up under. */
  public String key() {
    return String.join(SEPARATOR, currency, team, holder, cluster);
  }
}
