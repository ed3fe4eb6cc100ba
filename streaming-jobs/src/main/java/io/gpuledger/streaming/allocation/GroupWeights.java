package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.allocation.SharedLines.Weight;
import io.gpuledger.cost.allocation.WeightBasis;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.ArrayParameter;
import io.gpuledger.sql.query.SqlText;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * What owners had of the charges of a group of accounts over some days, by link, whichever cells
 * they lie in. Cells are as they will stand once the run is published: those that the run computes,
 * and of the others those in force. So it comes to the same whatever else a run computes.
 */
final class GroupWeights {
  /** Most cell versions that one question names. */
  private static final int VERSIONS_A_QUERY = 1_000;

  /** An owner's sum, and which costs it is of. */
  private record Sum(Amount cost, boolean amortised, boolean invoiced) {
    Sum plus(Sum other) {
      return new Sum(
          cost.plus(other.cost), amortised || other.amortised, invoiced || other.invoiced);
    }
  }

  private record Place(String account, LocalDate day) {}

  private final LedgerClient client;
  private final Map<CellKey, Cell> cells;
  private final List<List<String>> deliveries;
  private final Map<Owner, Owner> owners = new HashMap<>();

  /**
   * The weights of a run whose other lines are stored.
   *
   * @param cells all of the run
   * @param deliveries whose credits may name resources, as many at once as one query takes
   */
  GroupWeights(LedgerClient client, Map<CellKey, Cell> cells, List<List<String>> deliveries) {
    this.client = client;
    this.cells = cells;
    this.deliveries = List.copyOf(deliveries);
  }

  /** What the owners have of a group's charges of the days from the first to the last, by link. */
  Map<String, List<Weight>> of(AccountGroup group, LocalDate first, LocalDate last) {
    return sums(group, first, last, day -> first).getOrDefault(first, Map.of());
  }

  /** The same of each day that has any. */
  Map<LocalDate, Map<String, List<Weight>>> byDay(
      AccountGroup group, LocalDate first, LocalDate last) {
    return sums(group, first, last, day -> day);
  }

  /**
   * How many lines a group's cells in force have by day, of those that the run leaves as they are.
   */
  Map<LocalDate, Long> linesElsewhere(AccountGroup group, LocalDate first, LocalDate last) {
    Map<LocalDate, Long> lines = new HashMap<>();
    forEachInForce(
        group,
        first,
        last,
        (place, version, of) -> {
          if (!cells.containsKey(new CellKey(group.source(), place.account, place.day))) {
            lines.merge(place.day, of, Long::sum);
          }
        });
    return lines;
  }

  private Map<LocalDate, Map<String, List<Weight>>> sums(
      AccountGroup group, LocalDate first, LocalDate last, UnaryOperator<LocalDate> together) {
    Map<Long, LocalDate> versions = versions(group, first, last);
    List<Long> ordered = List.copyOf(versions.keySet());
    Map<LocalDate, Map<String, List<Weight>>> weights = new HashMap<>();
    // Questions differ in the resources that they name; what two of them answer is the same.
    for (List<String> some : deliveries) {
      Map<LocalDate, Map<String, Map<Owner, Sum>>> sums = new HashMap<>();
      for (int from = 0; from < ordered.size(); from += VERSIONS_A_QUERY) {
        List<Long> part = ordered.subList(from, Math.min(from + VERSIONS_A_QUERY, ordered.size()));
        add(
            group,
            question(part, some, first, last),
            version ->
                sums.computeIfAbsent(
                    together.apply(Objects.requireNonNull(versions.get(version))),
                    added -> new HashMap<>()));
      }
      sums.forEach(
          (day, links) -> {
            Map<String, List<Weight>> ofDay =
                weights.computeIfAbsent(day, added -> new HashMap<>());
            links.forEach((link, owners) -> ofDay.put(link, inOrder(owners)));
          });
    }
    return weights;
  }

  private static Map<String, String> question(
      List<Long> versions, List<String> deliveryIds, LocalDate first, LocalDate last) {
    Map<String, String> question = days(first, last);
    question.put("delivery_ids", ArrayParameter.ofTexts(deliveryIds));
    question.put("first_version", String.valueOf(versions.stream().min(Long::compare).orElse(0L)));
    question.put("last_version", String.valueOf(versions.stream().max(Long::compare).orElse(0L)));
    question.put("versions", ArrayParameter.ofNumbers(versions));
    return question;
  }

  private void add(
      AccountGroup group,
      Map<String, String> question,
      LongFunction<Map<String, Map<Owner, Sum>>> sumsOfVersion) {
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_shared_weights"), question))) {
      while (in.hasNext()) {
        Map<String, Map<Owner, Sum>> sums = sumsOfVersion.apply(in.int64());
        String link = in.string();
        Owner owner = new Owner(in.string(), in.string(), in.string(), in.string());
        Owner known = owners.computeIfAbsent(owner, same -> same);
        Sum sum = new Sum(Amount.parse(in.string()), in.uint16() > 0, in.uint16() > 0);
        if (group.asksFor(link)) {
          sums.computeIfAbsent(link, added -> new HashMap<>()).merge(known, sum, Sum::plus);
        }
      }
    }
  }

  /** Owners in the order in which a day has them. */
  private static List<Weight> inOrder(Map<Owner, Sum> owners) {
    return owners.entrySet().stream()
        .map(
            of ->
                new Weight(
                    of.getKey(),
                    of.getValue().cost,
                    WeightBasis.of(of.getValue().amortised, of.getValue().invoiced)))
        .sorted(
            Comparator.comparing((Weight of) -> of.owner().team())
                .thenComparing(of -> of.owner().costCenter())
                .thenComparing(of -> of.owner().project())
                .thenComparing(of -> of.owner().environment()))
        .toList();
  }

  /** The versions of a group's cells that will be in force, in the order of accounts and days. */
  private Map<Long, LocalDate> versions(AccountGroup group, LocalDate first, LocalDate last) {
    TreeMap<Place, Long> versions =
        new TreeMap<>(Comparator.comparing(Place::account).thenComparing(Place::day));
    forEachInForce(group, first, last, (place, version, lines) -> versions.put(place, version));
    if (group.accounts().isEmpty()) {
      cells.forEach(
          (key, cell) -> {
            if (key.source().equals(group.source())
                && !key.day().isBefore(first)
                && !key.day().isAfter(last)) {
              versions.put(new Place(key.account(), key.day()), cell.version);
            }
          });
    } else {
      for (String account : group.accounts()) {
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
          Cell computed = cells.get(new CellKey(group.source(), account, day));
          if (computed != null) {
            versions.put(new Place(account, day), computed.version);
          }
        }
      }
    }
    Map<Long, LocalDate> days = new LinkedHashMap<>();
    versions.forEach((place, version) -> days.put(version, place.day));
    return days;
  }

  /** Receives cells in force. */
  private interface InForce {
    void cell(Place place, long version, long lines);
  }

  private void forEachInForce(
      AccountGroup group, LocalDate first, LocalDate last, InForce receiver) {
    Map<String, String> question = days(first, last);
    question.put("source", group.source());
    question.put("accounts", ArrayParameter.ofTexts(group.accounts()));
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_group_cells"), question))) {
      while (in.hasNext()) {
        Place place = new Place(in.string(), LocalDate.ofEpochDay(in.uint16()));
        receiver.cell(place, in.int64(), in.int64());
      }
    }
  }

  private static Map<String, String> days(LocalDate first, LocalDate last) {
    Map<String, String> days = new HashMap<>();
    days.put("first_day", String.valueOf(first.toEpochDay()));
    days.put("last_day", String.valueOf(last.toEpochDay()));
    return days;
  }
}
