package io.gpuledger.cost.price;

import java.util.List;

/**
 * What prices the accelerators that run now, apart from bills and contracts.
 *
 * @param configured rates of models wherever they run
 * @param book published and configured prices
 * @param clusters whose bill pays for which cluster, on which days
 */
public record Pricing(RateBook configured, PriceBook book, List<PricedCluster> clusters) {
  public static final Pricing NONE = new Pricing(RateBook.EMPTY, PriceBook.EMPTY, List.of());

  public Pricing {
    clusters = List.copyOf(clusters);
  }
}
