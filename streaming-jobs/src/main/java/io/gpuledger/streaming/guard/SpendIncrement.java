package io.gpuledger.streaming.guard;

import java.util.List;

/**
 * What one node scrape adds to one budget's month, with the budget as it stood. Amounts are two's
 * complement big-endian integers x 10^-18; {@code products} are that x nanoseconds.
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
    byte[] products,
    byte[] burnPerHour,
    String topHolder,
    String topUser,
    byte[] topHolderBurn,
    long topHolderSinceMicros,
    List<String> unpricedModels,
    long atMicros) {}
