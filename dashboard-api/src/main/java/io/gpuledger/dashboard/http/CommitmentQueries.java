package io.gpuledger.dashboard.http;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * What the API asks about commitments. Every answer is of the whole organisation, so these are
 * called for roles that see every team only.
 */
public interface CommitmentQueries {
  /**
   * {@code GET /commitments}.
   *
   * @param period the month
   */
  record CommitmentsRequest(YearMonth period, Optional<Instant> asOf) {}

  Object commitments(CommitmentsRequest request);
}
