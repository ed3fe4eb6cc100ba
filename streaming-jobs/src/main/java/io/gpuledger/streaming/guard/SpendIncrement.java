package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.Burn;
import io.gpuledger.cost.budget.SpendAddition;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.List;

/**
 * {@link SpendAddition} as it goes between tasks. Amounts are two's complement big-endian integers
 * x 10^-18; {@code sevenths} are that x nanoseconds x sevenths of a device.
 *
 * @param period the month, as {@code 2026-10}
 * @param node cluster and node
 * @param burnPerHour what the node's devices in scope cost per hour now
 * @param topHolder the holder on the node that costs most now, or empty
 * @param topUser who runs it, or empty
 * @param unpricedModels device models in scope without a rate in the budget's currency
 * @param atMicros the scrape's instant, microseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpendIncrement(
    String budgetId,
    long budgetVersion,
    String filter,
    String currency,
    byte[] limit,
    List<Integer> thresholdPercents,
    String period,
    String node,
    byte[] sevenths,
    byte[] burnPerHour,
    String topHolder,
    String topUser,
    byte[] topHolderBurn,
    long topHolderSinceMicros,
    List<String> unpricedModels,
    long atMicros) {
  static SpendIncrement fromAddition(String node, SpendAddition addition) {
    Budget budget = addition.budget();
    Burn burn = addition.burn();
    return new SpendIncrement(
        budget.id(),
        budget.version(),
        addition.filter(),
        budget.limit().currency(),
        budget.limit().amount().unscaled().toByteArray(),
        budget.thresholdPercents(),
        addition.month().toString(),
        node,
        addition.sevenths().toByteArray(),
        burn.perHour().unscaled().toByteArray(),
        burn.topHolder(),
        burn.topUser(),
        burn.topPerHour().unscaled().toByteArray(),
        burn.topSinceMicros(),
        addition.unpricedModels(),
        burn.atMicros());
  }

  SpendAddition toAddition() {
    Money money = new Money(currency, Amount.ofUnscaled(new BigInteger(limit)));
    return new SpendAddition(
        new Budget(budgetId, budgetVersion, money, thresholdPercents),
        filter,
        YearMonth.parse(period),
        new BigInteger(sevenths),
        unpricedModels,
        burn().toBurn());
  }

  NodeBurn burn() {
    return new NodeBurn(
        burnPerHour, topHolder, topUser, topHolderBurn, topHolderSinceMicros, atMicros);
  }
}
