package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.BudgetWire;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Budgets as they were decoded last: most increments bring the same encoding again. */
final class WatchCache {
  private final Map<String, Decoded> byId = new HashMap<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Decoded(byte[] watch, WatchedBudget watched) {}

  /**
   * The budget of an encoding.
   *
   * @throws IllegalArgumentException if it is none
   */
  WatchedBudget of(String budgetId, byte[] watch) {
    @Nullable Decoded known = byId.get(budgetId);
    if (known != null && Arrays.equals(known.watch, watch)) {
      return known.watched;
    }
    if (known == null && byId.size() >= Budget.WATCHED_LIMIT) {
      // Only those that were deleted since make it so many.
      byId.clear();
    }
    try {
      WatchedBudget watched = BudgetWire.toWatched(BudgetWatch.parseFrom(watch));
      byId.put(budgetId, new Decoded(watch, watched));
      return watched;
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalArgumentException("budget " + budgetId + " cannot be decoded", broken);
    }
  }
}
