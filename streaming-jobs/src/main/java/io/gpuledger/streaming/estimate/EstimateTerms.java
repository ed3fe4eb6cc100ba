package io.gpuledger.streaming.estimate;

import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateResolver;
import java.time.LocalDate;
import java.util.List;

/**
 * By what estimates are made at a moment.
 *
 * @param clusters whose bill pays for which cluster, on which days
 * @param rates what an hour costs, bills among it
 * @param lags how late bills may come
 * @param slices by what the slices of a device share its time, as in allocation
 */
public record EstimateTerms(
    List<PricedCluster> clusters,
    RateResolver rates,
    CompletenessLags lags,
    SliceWeighting slices) {
  public EstimateTerms {
    clusters = List.copyOf(clusters);
  }

  /** Whose bill pays for which cluster on a UTC day. */
  List<PricedCluster> clustersOn(LocalDate day) {
    return clusters.stream().filter(entry -> entry.paysFor(day)).toList();
  }
}
