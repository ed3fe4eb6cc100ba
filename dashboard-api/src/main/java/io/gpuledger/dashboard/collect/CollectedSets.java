package io.gpuledger.dashboard.collect;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectedBefore;
import io.gpuledger.ingest.collect.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The sets of a source that were taken, or of which the loading began. */
final class CollectedSets implements CollectedBefore {
  /** The outcome of a set while it is loaded, and after a kill. */
  static final String LOADING = "loading";

  private static final String REFUSED = "refused";

  private final Map<Long, Of> sets = new HashMap<>();
  private final Map<Long, Map<String, String>> objects = new HashMap<>();
  private final Map<String, List<Part>> byKey = new HashMap<>();
  private final Map<String, List<Of>> runs = new HashMap<>();

  /** A set. */
  record Of(long id, String period, Instant changedAt, String outcome) {
    boolean is(String word) {
      return outcome.equals(word);
    }
  }

  /** An object of a set. */
  record Part(long set, String key, String version) {}

  CollectedSets(List<Of> sets, List<Part> parts) {
    for (Of set : sets) {
      this.sets.put(set.id(), set);
      if (!set.period().isEmpty() && !set.is(REFUSED)) {
        runs.computeIfAbsent(set.period(), none -> new ArrayList<>()).add(set);
      }
    }
    for (Part part : parts) {
      byKey.computeIfAbsent(part.key(), none -> new ArrayList<>()).add(part);
      objects.computeIfAbsent(part.set(), none -> new HashMap<>()).put(part.key(), part.version());
    }
  }

  private Stream<Part> of(String key) {
    return byKey.getOrDefault(key, List.of()).stream();
  }

  private Of set(Part part) {
    return Objects.requireNonNull(sets.get(part.set()), "a set of each object");
  }

  @Override
  public boolean has(StoredObject object) {
    return of(object.key())
        .anyMatch(part -> part.version().equals(object.version()) && !set(part).is(LOADING));
  }

  @Override
  public boolean overlaps(Ready wanted) {
    Map<String, String> versions = new HashMap<>();
    wanted.objects().forEach(object -> versions.put(object.key(), object.version()));
    return Stream.concat(
            versions.keySet().stream().flatMap(this::of).map(this::set),
            runs.getOrDefault(wanted.period(), List.of()).stream())
        .anyMatch(
            set ->
                !set.is(REFUSED) && !(set.is(LOADING) && versions.equals(objects.get(set.id()))));
  }

  @Override
  public Optional<Instant> newestRun(String period) {
    return runs.getOrDefault(period, List.of()).stream().map(Of::changedAt).max(Instant::compareTo);
  }
}
