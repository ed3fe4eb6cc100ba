package io.gpuledger.ingest.collect;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import io.gpuledger.ingest.format.SetManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says which deliveries of a place are whole. A delivery is whole when two looks, one after the
 * other, found the same versions of all its objects; with a manifest also only when every part that
 * it names is there in the size that it says. Of several runs of a period the newest whole one
 * counts, and never one older than a run that was collected.
 */
public final class CollectPlanner {
  private static final List<String> UNFINISHED =
      List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".inprogress", "~");

  private static final List<String> PACKED = List.of(".gz", ".zst", ".zip", ".parquet");

  private final SetBy setBy;
  private final boolean adds;

  /**
   * A planner.
   *
   * @param adds whether a delivery adds to what is there, so that a file which was collected in
   *     another version cannot be taken again
   */
  public CollectPlanner(SetBy setBy, boolean adds) {
    this.setBy = setBy;
    this.adds = adds;
  }

  /**
   * The plan of a look.
   *
   * @param listed what stands there now
   * @param before versions by key as the look before found them; empty at the first look
   * @param manifests those of {@code listed}
   */
  public CollectPlan plan(
      List<StoredObject> listed,
      Map<String, String> before,
      List<FoundManifest> manifests,
      CollectedBefore collected) {
    Look look = new Look(listed, before, collected);
    Set<String> named = new HashSet<>();
    Map<String, List<FoundManifest>> runs = new TreeMap<>();
    for (FoundManifest manifest : manifests) {
      named.add(manifest.object().key());
      if (manifest.content().isEmpty()) {
        look.waits(
            manifest.object().key(),
            "the manifest cannot be read, it is half written or none",
            !look.settled(manifest.object()));
      } else {
        runs.computeIfAbsent(manifest.period(), none -> new ArrayList<>()).add(manifest);
        manifest.content().get().parts().stream()
            .flatMap(part -> look.find(manifest.object(), part.key()).stream())
            .forEach(part -> named.add(part.key()));
      }
    }
    runs.forEach((period, of) -> look.newestRun(period, of));
    List<StoredObject> unnamed =
        listed.stream().filter(object -> !named.contains(object.key()) && isBill(object)).toList();
    if (!manifests.isEmpty() || setBy == SetBy.MANIFEST) {
      unnamed.stream()
          .filter(object -> !collected.has(object))
          .forEach(object -> look.waits(object.key(), "no manifest names it yet", false));
    } else {
      bySet(unnamed).forEach(look::files);
    }
    look.ready.sort(Comparator.comparing(Ready::changedAt).thenComparing(Ready::name));
    return new CollectPlan(look.ready, look.waiting);
  }

  private Map<String, List<StoredObject>> bySet(List<StoredObject> files) {
    Map<String, List<StoredObject>> sets = new TreeMap<>();
    for (StoredObject file : files) {
      String set = setBy == SetBy.FILE ? file.key() : file.folder() + "/";
      sets.computeIfAbsent(set, none -> new ArrayList<>()).add(file);
    }
    return sets;
  }

  /** Marks of writers ({@code _SUCCESS}, {@code .x.crc}) and unfinished files are no bills. */
  private static boolean isBill(StoredObject object) {
    for (String segment : object.key().split("/", -1)) {
      if (segment.isEmpty() || segment.startsWith("_") || segment.startsWith(".")) {
        return false;
      }
    }
    return !object.name().endsWith(".crc") && !isUnfinished(object);
  }

  private static boolean isUnfinished(StoredObject object) {
    String name = object.name().toLowerCase(Locale.ROOT);
    return UNFINISHED.stream().anyMatch(name::endsWith)
        || object.key().startsWith("_temporary/")
        || object.key().contains("/_temporary/");
  }

  private static boolean isPacked(StoredObject object) {
    String name = object.name().toLowerCase(Locale.ROOT);
    return PACKED.stream().anyMatch(name::endsWith);
  }

  /** One look, as far as it has got. */
  private final class Look {
    private final Map<String, List<StoredObject>> byName = new HashMap<>();
    private final List<StoredObject> unfinished = new ArrayList<>();
    private final Map<String, String> before;
    private final CollectedBefore collected;
    private final List<Ready> ready = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();

    Look(List<StoredObject> listed, Map<String, String> before, CollectedBefore collected) {
      for (StoredObject object : listed) {
        byName.computeIfAbsent(object.name(), none -> new ArrayList<>()).add(object);
        if (isUnfinished(object)) {
          unfinished.add(object);
        }
      }
      this.before = before;
      this.collected = collected;
    }

    boolean settled(StoredObject object) {
      return object.version().equals(before.get(object.key()));
    }

    void waits(String name, String reason, boolean settling) {
      waiting.add(new Waiting(name, reason, settling));
    }

    /** The object that a manifest names, by its whole key as far as both tell it. */
    Optional<StoredObject> find(StoredObject manifest, String key) {
      String name = key.substring(key.lastIndexOf('/') + 1);
      String beside = manifest.folder().isEmpty() ? name : manifest.folder() + "/" + name;
      return byName.getOrDefault(name, List.of()).stream()
          .filter(
              object ->
                  key.contains("/")
                      ? endsWith(key, object.key()) || endsWith(object.key(), key)
                      : object.key().equals(beside))
          .findFirst();
    }

    private boolean endsWith(String key, String end) {
      return key.equals(end) || key.endsWith("/" + end);
    }

    void newestRun(String period, List<FoundManifest> runs) {
      List<FoundManifest> newestFirst = new ArrayList<>(runs);
      newestFirst.sort(
          Comparator.comparing((FoundManifest run) -> run.object().changedAt())
              .thenComparing(run -> run.object().key())
              .reversed());
      Instant newest = collected.newestRun(period).orElse(Instant.MIN);
      for (FoundManifest run : newestFirst) {
        if (run.object().changedAt().isBefore(newest) || takes(period, run)) {
          return;
        }
      }
    }

    /** Whether a run is whole; then older ones are of no account. */
    private boolean takes(String period, FoundManifest run) {
      StoredObject manifest = run.object();
      List<StoredObject> objects = new ArrayList<>();
      List<String> missing = new ArrayList<>();
      objects.add(manifest);
      for (SetManifest.Part part : run.content().orElseThrow().parts()) {
        Optional<StoredObject> object = find(manifest, part.key());
        object.ifPresent(objects::add);
        if (object.isEmpty()) {
          missing.add(part.key());
        } else if (part.bytes() >= 0
            && part.bytes() != object.get().bytes()
            && !isPacked(object.get())) {
          waits(
              manifest.key(),
              "part %s has %d bytes and its manifest says %d; it is still being written"
                  .formatted(part.key(), object.get().bytes(), part.bytes()),
              false);
          return false;
        }
      }
      if (!missing.isEmpty() || objects.size() == 1) {
        waits(
            manifest.key(),
            missing.isEmpty()
                ? "the manifest names no parts"
                : "%d of %d parts that the manifest names are not there: %s"
                    .formatted(
                        missing.size(),
                        missing.size() + objects.size() - 1,
                        String.join(", ", missing.subList(0, Math.min(3, missing.size())))),
            false);
        return false;
      }
      if (objects.stream().allMatch(collected::has)) {
        return true;
      }
      if (collected.has(manifest)) {
        waits(
            manifest.key(),
            "parts changed after the manifest was collected; its new manifest is not there yet",
            false);
        return true;
      }
      return settles(new Ready(manifest.key(), objects, period, manifest.changedAt()));
    }

    private boolean settles(Ready set) {
      List<StoredObject> moving =
          set.objects().stream().filter(object -> !settled(object)).toList();
      if (moving.isEmpty()) {
        ready.add(set);
        return true;
      }
      waits(
          set.name(),
          "%s is new or has changed since the look before; taken when two looks find the same"
              .formatted(moving.get(0).key()),
          true);
      return false;
    }

    void files(String name, List<StoredObject> files) {
      if (files.stream().allMatch(collected::has)) {
        return;
      }
      Optional<StoredObject> empty = files.stream().filter(file -> file.bytes() == 0).findFirst();
      String folder = name.equals("/") ? "" : name;
      Optional<StoredObject> beside =
          unfinished.stream()
              .filter(file -> setBy == SetBy.FOLDER && file.key().startsWith(folder))
              .findFirst();
      if (empty.isPresent()) {
        waits(name, empty.get().key() + " is empty, so it is still being written", false);
      } else if (beside.isPresent()) {
        waits(name, beside.get().key() + " beside it is still being written", false);
      } else if (adds && files.stream().anyMatch(this::isOtherVersion)) {
        waits(
            name,
            "it was collected and has changed since; a source that adds would count it twice, so"
                + " write changes under a new name, or retract its delivery and import it",
            false);
      } else {
        settles(
            new Ready(
                name,
                files,
                "",
                files.stream().map(StoredObject::changedAt).max(Instant::compareTo).orElseThrow()));
      }
    }

    private boolean isOtherVersion(StoredObject file) {
      return !collected.has(file) && collected.hasKey(file.key());
    }
  }
}
