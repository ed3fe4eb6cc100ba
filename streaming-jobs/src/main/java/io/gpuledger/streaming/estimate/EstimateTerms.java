package io.gpuledger.streaming.estimate;

import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateResolver;
import java.util.List;

/**
 * By what estimates are made at a moment.
 *
 * @param clusters whose bill pays for which cluster
 * @param rates what an hour costs, bills among it
 * @param lags how late bills may come
 */
public record EstimateTerms(
    List<PricedCluster> clusters, RateResolver rates, CompletenessLags lags) {
  public EstimateTerms {
    clusters = List.copyOf(clusters);
  }
}
