package io.gpuledger.dashboard.http;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.http.LedgerQueries.Page;
import java.time.Instant;
import java.util.Optional;

/**
 * What the API asks about prices. Every answer is of the whole organisation, so these are called
 * for roles that see every team only.
 */
public interface PriceQueries {
  /**
   * {@code GET /prices}.
   *
   * @param kind {@code device} or {@code token}; empty for both
   * @param provider as price lists or bills write it
   * @param search a part of provider, region, model, option or source, in any case
   */
  record PricesRequest(
      Optional<String> kind,
      Optional<String> provider,
      Optional<String> search,
      Optional<Instant> asOf,
      Page page) {}

  /**
   * {@code GET /rates}.
   *
   * @param range whole UTC days
   * @param model a family of models, by any of its names
   */
  record RatesRequest(
      TimeRange range,
      Optional<String> source,
      Optional<String> model,
      Optional<Instant> asOf,
      Page page) {}

  Object prices(PricesRequest request);

  Object rates(RatesRequest request);
}
