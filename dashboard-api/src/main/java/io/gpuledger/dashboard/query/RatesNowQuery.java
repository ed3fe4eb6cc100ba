package io.gpuledger.dashboard.query;

import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.price.BilledRate;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.Pricing;
import io.gpuledger.cost.price.RateOrigin;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.price.ResolvedRate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What an hour of each model in inventory costs now, and from where that is known. */
final class RatesNowQuery {
  private final Answers answers;
  private final List<CommitmentEntry> commitments;
  private final Pricing pricing;

  RatesNowQuery(Answers answers, List<CommitmentEntry> commitments, Pricing pricing) {
    this.answers = answers;
    this.commitments = List.copyOf(commitments);
    this.pricing = pricing;
  }

  /**
   * A model in a cluster.
   *
   * @param cluster whose bill pays for it; empty where the configuration does not say now
   * @param rate what an hour costs; unpriced where the cluster is not configured either
   */
  record Priced(
      String name, String deviceModel, Optional<PricedCluster> cluster, ResolvedRate rate) {}

  /**
   * Every model in inventory now, by cluster.
   *
   * @param bills what bills came to of late
   */
  List<Priced> find(List<BilledRate> bills, Instant now) {
    RateResolver resolver =
        new RateResolver(bills, commitments, pricing.configured(), pricing.book());
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<Priced> found = new ArrayList<>();
    for (List<String> row : answers.rows(inInventory(now))) {
      String name = row.get(0);
      String model = row.get(1);
      Optional<PricedCluster> cluster =
          pricing.clusters().stream()
              .filter(of -> of.cluster().equals(name) && of.paysFor(today))
              .findFirst();
      ResolvedRate rate =
          cluster
              .map(of -> resolver.resolve(of.question(model, now)))
              .orElseGet(
                  () ->
                      new ResolvedRate(
                          RateOrigin.UNPRICED,
                          Optional.empty(),
                          "pricedClusters of gpuledger.yaml does not say who bills this cluster"
                              + " now"));
      found.add(new Priced(name, model, cluster, rate));
    }
    return found;
  }

  /** Models without a rate in clusters whose bill is configured. */
  static List<String> unpriced(List<Priced> rates) {
    TreeSet<String> models = new TreeSet<>();
    for (Priced priced : rates) {
      if (priced.cluster().isPresent() && priced.rate().origin() == RateOrigin.UNPRICED) {
        models.add(priced.deviceModel());
      }
    }
    return new ArrayList<>(models);
  }

  static Map<String, Object> row(Priced priced) {
    Optional<PricedCluster> cluster = priced.cluster();
    return Answers.fields(
        "cluster", priced.name(),
        "model", priced.deviceModel(),
        "source", cluster.map(PricedCluster::source).orElse(null),
        "account", cluster.map(PricedCluster::account).orElse(null),
        "provider", cluster.map(PricedCluster::provider).orElse(null),
        "region", cluster.map(PricedCluster::region).filter(text -> !text.isEmpty()).orElse(null),
        "option", cluster.map(of -> of.option().text()).orElse(null),
        "currency", cluster.map(PricedCluster::currency).orElse(null),
        "perDeviceHour",
            priced.rate().perDeviceHour().map(money -> money.amount().toString()).orElse(null),
        "origin", priced.rate().origin().text(),
        "because", priced.rate().because());
  }

  /** Configured entries hold from their start to their end, observed ones 24 h past a sample. */
  private static BoundSql inInventory(Instant now) {
    String at = String.valueOf(now.getEpochSecond());
    SqlWriter out = new SqlWriter();
    out.add("SELECT c, m FROM (SELECT toString(cluster) AS c, toString(device_model) AS m,")
        .add(" valid_from AS f, tupleElement(argMax(tuple(valid_to), version), 1) AS t,")
        .add(" argMax(origin, version) AS o, max(last_seen_at) AS seen FROM device_inventory")
        .add(" GROUP BY c, node, device_uuid, gpu_instance, compute_instance,")
        .add(" provider_resource_id, m, f) WHERE m != '' AND f <= ")
        .bind(SnapshotSql.INSTANT, at)
        .add(" AND (isNull(t) OR t > ")
        .bind(SnapshotSql.INSTANT, at)
        .add(") AND (o = 'configured' OR seen >= ")
        .bind(SnapshotSql.INSTANT, at)
        .add(" - toIntervalDay(1)) GROUP BY c, m ORDER BY c, m LIMIT 10000");
    return out.build();
  }
}
