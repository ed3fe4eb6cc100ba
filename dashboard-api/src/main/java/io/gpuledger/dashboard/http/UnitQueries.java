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

  /** Measured energy by group. */
  Object energy(EnergyRequest request, AccessScope scope);
}
