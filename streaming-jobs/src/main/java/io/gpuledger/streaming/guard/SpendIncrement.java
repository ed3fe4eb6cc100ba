package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.budget.RecentSpend;
import io.gpuledger.cost.budget.SpendAddition;
import io.gpuledger.cost.budget.WatchedBudget;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;

/**
 * {@link SpendAddition} as it goes between tasks. Amounts are two's complement big-endian integers
 * x 10^-18; {@code sevenths} are that x nanoseconds x sevenths of a device.
 *
 * @param watch the budget as it stood, encoded
 * @param day days since the epoch, of the budget's zone
 * @param node cluster and node
 * @param burnPerHour what the node's devices in scope cost per hour now
 * @param topHolder the holder on the node that costs most now, or empty
 * @param topUser who runs it, or empty
 * @param unpricedModels device models in scope without a rate in the budget's currency
 * @param unpriced whether devices in scope have no rate now
 * @param atMicros the scrape's instant, microseconds since the epoch
 * @param recent when it was spent, as {@link BurnBytes} writes it
 * @param knownSinceMicros since when the node is seen without a silence
 * @param gates in force, encoded
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpendIncrement(
    String budgetId,
    byte[] watch,
    long day,
    String node,
    byte[] sevenths,
    byte[] burnPerHour,
    String topHolder,
    String topUser,
    byte[] topHolderBurn,
    long topHolderSinceMicros,
    List<String> unpricedModels,
    boolean unpriced,
    long atMicros,
    byte[] recent,
    long knownSinceMicros,
    byte[] gates) {
  private static final long NO_DAY = Long.MIN_VALUE;

  static SpendIncrement fromAddition(
      String node, byte[] watch, byte[] gates, SpendAddition addition) {
    Burn burn = addition.burn();
    return new SpendIncrement(
        addition.watched().budget().id(),
        watch,
        addition.day().toEpochDay(),
        node,
        addition.sevenths().toByteArray(),
        burn.perHour().unscaled().toByteArray(),
        burn.topHolder(),
        burn.topUser(),
        burn.topPerHour().unscaled().toByteArray(),
        burn.topSinceMicros(),
        addition.unpricedModels(),
        burn.unpriced(),
        burn.atMicros(),
        BurnBytes.write(addition.recent().spent()),
        addition.recent().knownSinceMicros(),
        gates);
  }

  /** What says that terms of a budget were told, and adds nothing. */
  static SpendIncrement ofTerms(String budgetId, byte[] watch, byte[] gates) {
    byte[] none = BigInteger.ZERO.toByteArray();
    return new SpendIncrement(
        budgetId,
        watch,
        NO_DAY,
        "",
        none,
        none,
        "",
        "",
        none,
        0,
        List.of(),
        false,
        0,
        new byte[0],
        0,
        gates);
  }

  boolean isOfTerms() {
    return day == NO_DAY;
  }

  /**
   * The addition.
   *
   * @param watched what {@link #watch} encodes
   */
  SpendAddition toAddition(WatchedBudget watched) {
    return new SpendAddition(
        watched,
        LocalDate.ofEpochDay(day),
        new BigInteger(sevenths),
        unpricedModels,
        burn().toBurn(),
        new RecentSpend(BurnBytes.read(recent), knownSinceMicros));
  }

  NodeBurn burn() {
    return new NodeBurn(
        burnPerHour, topHolder, topUser, topHolderBurn, topHolderSinceMicros, atMicros, unpriced);
  }
}
