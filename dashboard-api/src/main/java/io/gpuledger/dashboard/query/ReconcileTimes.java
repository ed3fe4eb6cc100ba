package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.reconcile.SeenTime;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The time of machines in inventory by day, from telemetry and from the configured inventory. */
final class ReconcileTimes {
  /** A machine. */
  record Place(String cluster, String node) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byCluster = cluster.compareTo(other.cluster);
      return byCluster != 0 ? byCluster : node.compareTo(other.node);
    }
  }

  private record Entry(int devices, TimeRange range) {}

  private final TimeRange range;
  private final Map<Place, List<Entry>> configured;
  private final Map<BillingTerms, Map<Place, Map<LocalDate, SeenTime>>> byTerms = new HashMap<>();
  private final Answers answers;
  private final Snapshot snapshot;
  private final WeighedUsage usage;

  ReconcileTimes(Answers answers, TimeRange range, Snapshot snapshot, SliceWeighting slices) {
    this.answers = answers;
    this.usage = WeighedUsage.of(answers, snapshot, slices);
    this.range = range;
    this.snapshot = snapshot;
    this.configured = configured(answers.rows(ReconcileSql.inventory()));
  }

  private static Map<Place, List<Entry>> configured(List<List<String>> rows) {
    Map<Place, List<Entry>> entries = new TreeMap<>();
    for (List<String> row : rows) {
      entries
          .computeIfAbsent(new Place(row.get(0), row.get(1)), place -> new ArrayList<>())
          .add(
              new Entry(
                  Integer.parseInt(row.get(2)),
                  new TimeRange(
                      Instant.ofEpochSecond(Long.parseLong(row.get(3))),
                      Instant.ofEpochSecond(Long.parseLong(row.get(4))))));
    }
    return entries;
  }

  /** The machines of which some time in the range is known. */
  Set<Place> places() {
    Map<Place, Boolean> places = new TreeMap<>();
    of(BillingTerms.UTC).keySet().forEach(place -> places.put(place, true));
    configured.forEach(
        (place, entries) -> {
          if (entries.stream().anyMatch(entry -> entry.range.overlaps(range))) {
            places.put(place, true);
          }
        });
    return places.keySet();
  }

  /** A machine's time on a day of a bill; that of the UTC day by {@link BillingTerms#UTC}. */
  SeenTime find(Place place, LocalDate day, BillingTerms terms) {
    SeenTime seen = of(terms).getOrDefault(place, Map.of()).getOrDefault(day, SeenTime.NONE);
    TimeRange whole = dayOf(day, terms);
    BigInteger nanos = BigInteger.ZERO;
    int devices = 0;
    for (Entry entry : configured.getOrDefault(place, List.of())) {
      // Configured inventory does not reach into the future.
      long seconds =
          entry
              .range
              .intersection(whole)
              .map(both -> both.before(snapshot.asOf()).toSeconds())
              .orElse(0L);
      if (seconds > 0) {
        devices = Math.max(devices, entry.devices);
        nanos =
            nanos.add(
                BigInteger.valueOf(Duration.ofSeconds(seconds).toNanos())
                    .multiply(BigInteger.valueOf(entry.devices)));
      }
    }
    return seen.withInventory(nanos, devices);
  }

  private static TimeRange dayOf(LocalDate day, BillingTerms terms) {
    return new TimeRange(startOf(day, terms), startOf(day.plusDays(1), terms));
  }

  private static Instant startOf(LocalDate day, BillingTerms terms) {
    return terms.hasOwnDay()
        ? day.atStartOfDay().minus(terms.shift()).atZone(terms.zone()).toInstant()
        : day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private Map<Place, Map<LocalDate, SeenTime>> of(BillingTerms terms) {
    // Step and lag do not change the day: one reading for each kind of day.
    BillingTerms kind =
        new BillingTerms(terms.zone(), terms.dayStart(), BillingTerms.STEP, BillingTerms.LAG);
    Map<Place, Map<LocalDate, SeenTime>> known = byTerms.get(kind);
    if (known == null) {
      known = read(kind);
      byTerms.put(kind, known);
    }
    return known;
  }

  private Map<Place, Map<LocalDate, SeenTime>> read(BillingTerms terms) {
    Map<Place, Map<LocalDate, SeenTime>> times = new HashMap<>();
    for (List<String> row : answers.rows(ReconcileSql.seen(range, terms, usage))) {
      add(times, row, states(row), Integer.parseInt(row.get(3)));
    }
    return times;
  }

  /** Signed corrections may leave a state below zero before the rest of them is there. */
  private static List<BigInteger> states(List<String> row) {
    return row.subList(4, 4 + ReconcileSql.STATES.size()).stream()
        .map(text -> new BigInteger(text).max(BigInteger.ZERO))
        .toList();
  }

  private static void add(
      Map<Place, Map<LocalDate, SeenTime>> times,
      List<String> row,
      List<BigInteger> states,
      int devices) {
    EnumMap<State, BigInteger> nanos = new EnumMap<>(State.class);
    for (int i = 0; i < states.size(); i++) {
      if (states.get(i).signum() > 0) {
        nanos.put(State.ofCode(ReconcileSql.STATES.get(i)), states.get(i));
      }
    }
    times
        .computeIfAbsent(new Place(row.get(0), row.get(1)), place -> new HashMap<>())
        .put(LocalDate.parse(row.get(2)), new SeenTime(nanos, devices));
  }
}
