package io.gpuledger.dashboard.http;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What {@code GET /unit-costs} asks beside the cost of a GPU-hour. */
public interface UnitQueries {
  /**
   * {@code GET /unit-costs?measure=energy} and {@code carbon}.
   *
   * @param carbon whether carbon is told as well
   */
  record EnergyRequest(
      TimeRange range,
      List<GroupKey> groupBy,
      Filter filter,
      Optional<Instant> asOf,
      int limit,
      boolean carbon) {
    public EnergyRequest {
      groupBy = List.copyOf(groupBy);
    }
  }

  /** What {@code GET /unit-costs?measure=tokens} and {@code vectors} count. */
  enum Counting {
    TOKENS,
    VECTORS
  }

  /**
   * {@code GET /unit-costs?measure=data-movement}, {@code tokens} and {@code vectors}.
   *
   * @param match which lines are of the kind of usage
   * @param filter which of these
   * @param regions whether rows are told by region pair as well
   */
  record QuantityRequest(
      TimeRange range,
      List<GroupKey> groupBy,
      LedgerQueries.Metric metric,
      Filter match,
      Filter filter,
      boolean regions,
      Optional<Instant> asOf,
      int limit) {
    public QuantityRequest {
      groupBy = List.copyOf(groupBy);
    }
  }

  /** What tokens or vectors cost by group. */
  Object consumption(QuantityRequest request, Counting counting, AccessScope scope);

  /** What moving data cost by group. */
  Object dataMovement(QuantityRequest request, AccessScope scope);

  /** Measured energy by group. */
  Object energy(EnergyRequest request, AccessScope scope);
}
