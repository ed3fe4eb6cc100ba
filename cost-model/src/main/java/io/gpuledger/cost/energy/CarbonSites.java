package io.gpuledger.cost.energy;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All clusters whose place is known; of one cluster one holds at a time. */
public final class CarbonSites {
  public static final CarbonSites NONE = new CarbonSites(List.of());

  private final Map<String, List<CarbonSite>> byCluster = new HashMap<>();

  /**
   * Sites.
   *
   * @throws io.gpuledger.cost.problem.RefusedException if two of one cluster hold at the same time
   */
  public CarbonSites(List<CarbonSite> sites) {
    Faults faults = Faults.of("carbon");
    for (CarbonSite site : sites) {
      List<CarbonSite> above =
          byCluster.computeIfAbsent(site.cluster(), cluster -> new ArrayList<>());
      faults.check(
          above.stream().noneMatch(other -> other.valid().overlaps(site.valid())),
          ProblemCode.NOT_ALLOWED_VALUE,
          "sites",
          "two sites of \"" + site.cluster() + "\" hold at " + site.valid().start());
      above.add(site);
    }
    faults.orRefuse();
  }

  /** The site of a cluster at an instant; empty where none is known. */
  public Optional<CarbonSite> find(String cluster, Instant at) {
    return byCluster.getOrDefault(cluster, List.of()).stream()
        .filter(site -> site.valid().contains(at))
        .findFirst();
  }

  /**
   * Where sites change within a range, ascending, its start first: between two neighbours every
   * cluster has one site or none.
   */
  public List<Instant> borders(TimeRange range) {
    TreeSet<Instant> borders = new TreeSet<>();
    borders.add(range.start());
    for (List<CarbonSite> sites : byCluster.values()) {
      for (CarbonSite site : sites) {
        for (Instant border : List.of(site.valid().start(), site.valid().end())) {
          if (range.contains(border)) {
            borders.add(border);
          }
        }
      }
    }
    return List.copyOf(borders);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CarbonSites sites && byCluster.equals(sites.byCluster);
  }

  @Override
  public int hashCode() {
    return byCluster.hashCode();
  }
}
