package io.gpuledger.dashboard.query;

import io.gpuledger.cost.energy.CarbonSite;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.energy.EnergyCarbon;
import io.gpuledger.cost.energy.EnergyUse;
import io.gpuledger.cost.energy.GridFactor;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.unit.DeviceTimes;
import io.gpuledger.cost.unit.Unit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer about energy and carbon; the rows and the other sum to the total exactly. */
final class EnergyView {
  private static final int HOUR_DIGITS = 3;

  private final EnergyQuery query;
  private final CarbonSites sites;
  private final List<Instant> borders;
  private final Set<CarbonSite> used = new LinkedHashSet<>();
  private final Set<String> unknown = new TreeSet<>();

  EnergyView(EnergyQuery query, CarbonSites sites, List<Instant> borders) {
    this.query = query;
    this.sites = sites;
    this.borders = List.copyOf(borders);
  }

  Map<String, Object> answer(
      List<List<String>> rows,
      List<List<String>> totals,
      List<Map<String, Object>> freshness,
      Snapshot snapshot) {
    EnergyCarbon all = EnergyCarbon.NOTHING;
    for (List<String> row : totals) {
      all = all.plus(read(row));
    }
    Map<List<String>, EnergyCarbon> groups = new LinkedHashMap<>();
    int keys = query.groupBy().size();
    for (List<String> row : rows) {
      groups.merge(row.subList(0, keys), read(row.subList(keys, row.size())), EnergyCarbon::plus);
    }
    EnergyCarbon other = all;
    List<Map<String, Object>> answers = new ArrayList<>();
    for (Map.Entry<List<String>, EnergyCarbon> group : byEnergy(groups)) {
      other = other.minus(group.getValue());
      Map<String, String> names = new LinkedHashMap<>();
      for (int i = 0; i < keys; i++) {
        String value = group.getKey().get(i);
        names.put(query.groupBy().get(i).text(), value.isEmpty() ? GroupKey.MISSING : value);
      }
      Map<String, Object> answer = Answers.fields("group", names);
      answer.putAll(fields(group.getValue()));
      answers.add(answer);
    }
    Map<String, Object> answer =
        Answers.fields(
            "measure",
            query.carbon() ? "carbon" : "energy",
            "rows",
            answers,
            "total",
            fields(all),
            "other",
            fields(other));
    if (query.carbon()) {
      answer.put("sites", used.stream().map(EnergyView::site).toList());
      answer.put("clustersWithoutFactor", List.copyOf(unknown));
    }
    answer.put("freshness", freshness);
    answer.put("snapshot", CostView.snapshotFields(snapshot));
    return answer;
  }

  private static List<Map.Entry<List<String>, EnergyCarbon>> byEnergy(
      Map<List<String>, EnergyCarbon> groups) {
    return groups.entrySet().stream()
        .sorted(
            (a, b) -> b.getValue().use().microjoules().compareTo(a.getValue().use().microjoules()))
        .toList();
  }

  /** A row without its keys: cluster, piece, energy, metered times, times in inventory. */
  private EnergyCarbon read(List<String> row) {
    EnergyUse use = new EnergyUse(new BigInteger(row.get(2)), times(row, 3), times(row, 7));
    if (!query.carbon()) {
      return EnergyCarbon.of(use, Optional.empty());
    }
    Instant at = borders.get(Integer.parseInt(row.get(1)) - 1);
    Optional<CarbonSite> site = sites.find(row.get(0), at);
    if (site.flatMap(CarbonSite::factor).isPresent()) {
      used.add(site.get());
    } else {
      unknown.add(row.get(0));
    }
    return EnergyCarbon.of(use, site);
  }

  private static DeviceTimes times(List<String> row, int from) {
    return new DeviceTimes(
        new BigInteger(row.get(from)),
        new BigInteger(row.get(from + 1)),
        new BigInteger(row.get(from + 2)),
        new BigInteger(row.get(from + 3)));
  }

  private Map<String, Object> fields(EnergyCarbon of) {
    DeviceTimes metered = of.use().metered();
    DeviceTimes all = of.use().all();
    Map<String, Object> fields =
        Answers.fields(
            "kwh",
            text(of.kwh()),
            "coverage",
            Answers.fields("energy", Ratios.of(metered.paid(), all.paid())),
            "gpuHours",
            hours(all),
            "meteredHours",
            hours(metered),
            "kwhPerGpuHour",
            ratios(metered, of::kwhPerGpuHour));
    if (query.carbon()) {
      fields.put("drawnKwh", text(of.drawnKwh()));
      fields.put("gramsCo2e", text(of.grams()));
      fields.put("kwhWithoutFactor", of.kwhWithoutFactor().toPlainString());
      fields.put("gramsPerKwh", text(of.gramsPerKwh()));
      fields.put("gramsPerGpuHour", ratios(of.known().metered(), of::gramsPerGpuHour));
    }
    return fields;
  }

  private static Map<String, Object> hours(DeviceTimes times) {
    return kinds(times, time -> Unit.GPU_HOUR.shown(time, HOUR_DIGITS).toPlainString());
  }

  private static Map<String, Object> ratios(
      DeviceTimes times, Function<BigInteger, Optional<BigDecimal>> ratio) {
    return kinds(times, time -> text(ratio.apply(time)));
  }

  private static Map<String, Object> kinds(
      DeviceTimes times, Function<BigInteger, @Nullable String> text) {
    return Answers.fields(
        "paid", text.apply(times.paid()),
        "allocated", text.apply(times.allocated()),
        "busy", text.apply(times.busy()),
        "productive", text.apply(times.productive()));
  }

  private static Map<String, Object> site(CarbonSite site) {
    GridFactor factor = site.factor().orElseThrow();
    return Answers.fields(
        "cluster",
        site.cluster(),
        "region",
        site.region(),
        "from",
        site.valid().start().toString(),
        "to",
        site.valid().end().toString(),
        "hostFactor",
        site.hostFactor().toString(),
        "pue",
        site.pue().toString(),
        "gramsPerKwh",
        factor.gramsPerKwh().toString(),
        "source",
        factor.source(),
        "date",
        factor.date().toString());
  }

  private static @Nullable String text(Optional<BigDecimal> of) {
    return of.map(BigDecimal::toPlainString).orElse(null);
  }
}
