package io.gpuledger.cost.estimate;

import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.price.ResolvedRate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prices device-time whose bill is not there yet. A day is priced by the rate of its first instant:
 * that of its own bill where part of it is there, else as {@link RateResolver} says. The same input
 * gives the same charges in the same order.
 */
public final class EstimateMaker {
  private static final Comparator<DeviceDay> ORDER =
      Comparator.comparing(DeviceDay::cluster)
          .thenComparing(DeviceDay::node)
          .thenComparing(DeviceDay::deviceModel);

  private record Key(String source, String account, LocalDate day) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::source).thenComparing(Key::account).thenComparing(Key::day);
  }

  private final Map<String, List<PricedCluster>> clusters;
  private final RateResolver rates;

  /**
   * A maker.
   *
   * @param clusters whose bill pays for which cluster on which days, each cluster once a day; other
   *     time is estimated for nobody
   * @param rates what an hour costs
   */
  public EstimateMaker(List<PricedCluster> clusters, RateResolver rates) {
    this.clusters = clusters.stream().collect(Collectors.groupingBy(PricedCluster::cluster));
    this.rates = rates;
  }

  /** The estimates of some device-time, by source, account and day. */
  public List<Estimate> make(List<DeviceDay> times) {
    TreeMap<Key, List<EstimatedCharge>> charges = new TreeMap<>(Key.ORDER);
    Map<List<String>, ResolvedRate> known = new HashMap<>();
    for (DeviceDay time : times.stream().sorted(ORDER).toList()) {
      Optional<PricedCluster> payer = payer(time);
      if (payer.isPresent() && time.nanos() > 0) {
        PricedCluster paidBy = payer.get();
        charges
            .computeIfAbsent(
                new Key(paidBy.source(), paidBy.account(), time.day()), key -> new ArrayList<>())
            .add(new EstimatedCharge(time, paidBy, rate(time, paidBy, known)));
      }
    }
    List<Estimate> estimates = new ArrayList<>(charges.size());
    charges.forEach((key, of) -> estimates.add(new Estimate(key.source, key.account, key.day, of)));
    return estimates;
  }

  private Optional<PricedCluster> payer(DeviceDay time) {
    return clusters.getOrDefault(time.cluster(), List.of()).stream()
        .filter(entry -> entry.paysFor(time.day()))
        .findFirst();
  }

  private ResolvedRate rate(
      DeviceDay time, PricedCluster paidBy, Map<List<String>, ResolvedRate> known) {
    Instant at = time.day().atStartOfDay(ZoneOffset.UTC).toInstant();
    return known.computeIfAbsent(
        List.of(time.cluster(), time.deviceModel(), time.day().toString()),
        key -> rates.resolve(paidBy.question(time.deviceModel(), at)));
  }
}
