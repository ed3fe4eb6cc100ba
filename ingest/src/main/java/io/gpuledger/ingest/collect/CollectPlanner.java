package io.gpuledger.ingest.collect;

import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import io.gpuledger.ingest.format.SetManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Says which deliveries of a place are whole. A delivery is whole when its looks found the same
 * versions of all its objects for a while ({@link Sightings}); with a manifest also only when every
 * part that it names is there in the size that it says. Of several runs of a period the newest
 * whole one counts, and never one older than a run that was collected.
 */
public final class CollectPlanner {
  private static final List<String> UNFINISHED =
      List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".inprogress", "~");

  /** Folders of rsync for what it has not finished. */
  private static final List<String> COPIES = List.of("/.~tmp~/", "/.rsync-partial/");

  private static final List<String> PACKED = List.of(".gz", ".zst", ".zip", ".parquet");

  /** Why what adds is not taken again. */
  public static final String COUNTED_TWICE =
      "some of it, or another run of its period, was collected before; a source that adds would"
          + " count it twice, so write new files under new names and set collect.set of the source"
          + " to file, or retract the delivery and import it";

  private final SetBy setBy;
  private final boolean adds;
  private final boolean manifestsLast;

  /**
   * A planner.
   *
   * @param adds whether a delivery adds to what is there, so that nothing which was collected, in
   *     whatever version, can be taken again
   * @param manifestsLast whether a manifest is written after all its parts
   */
  public CollectPlanner(SetBy setBy, boolean adds, boolean manifestsLast) {
    this.setBy = setBy;
    this.adds = adds;
    this.manifestsLast = manifestsLast;
  }

  /**
   * The plan of a look.
   *
   * @param listed what stands there now
   * @param settled whether an object has not changed for long enough
   * @param manifests those of {@code listed}
   */
  public CollectPlan plan(
      List<StoredObject> listed,
      Predicate<StoredObject> settled,
      List<FoundManifest> manifests,
      CollectedBefore collected) {
    Look look = new Look(listed, settled, collected);
    Set<String> named = new HashSet<>();
    Map<String, List<FoundManifest>> runs = new TreeMap<>();
    for (FoundManifest manifest : manifests) {
      named.add(manifest.object().key());
      if (manifest.content().isEmpty()) {
        look.waits(
            manifest.object().key(),
            manifest.fault().isEmpty()
                ? "the manifest cannot be read, it is half written or none"
                : "the manifest cannot be read: " + manifest.fault(),
            !settled.test(manifest.object()));
      } else {
        runs.computeIfAbsent(manifest.period(), none -> new ArrayList<>()).add(manifest);
        manifest.content().get().parts().stream()
            .flatMap(part -> look.parts.find(manifest.object(), part.key()).stream())
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
        || isHiddenCopy(object, name)
        || object.key().startsWith("_temporary/")
        || object.key().contains("/_temporary/");
  }

  /** Tools that copy write under a hidden name beside the file, or in a hidden folder, first. */
  private static boolean isHiddenCopy(StoredObject object, String name) {
    if (COPIES.stream().anyMatch(("/" + object.key())::contains)) {
      return true;
    }
    boolean leftover = name.equals(".ds_store") || name.startsWith(".nfs") || name.endsWith(".crc");
    return name.startsWith(".") && !leftover && !("/" + object.folder()).contains("/.");
  }

  private static boolean isPacked(StoredObject object) {
    String name = object.name().toLowerCase(Locale.ROOT);
    return PACKED.stream().anyMatch(name::endsWith);
  }

  /** One look, as far as it has got. */
  private final class Look {
    private final Parts parts;
    private final List<StoredObject> unfinished;
    private final Predicate<StoredObject> settled;
    private final CollectedBefore collected;
    private final List<Ready> ready = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();

    Look(List<StoredObject> listed, Predicate<StoredObject> settled, CollectedBefore collected) {
      this.parts = new Parts(listed);
      this.unfinished = listed.stream().filter(CollectPlanner::isUnfinished).toList();
      this.settled = settled;
      this.collected = collected;
    }

    void waits(String name, String reason, boolean settling) {
      waiting.add(new Waiting(name, reason, settling));
    }

    void newestRun(String period, List<FoundManifest> runs) {
      List<FoundManifest> newestFirst = new ArrayList<>(runs);
      newestFirst.sort(
          Comparator.comparing((FoundManifest run) -> run.object().changedAt())
              .thenComparing(run -> run.object().key())
              .reversed());
      Instant newest = collected.newestRun(period).orElse(Instant.MIN);
      for (FoundManifest run : newestFirst) {
        if (run.object().changedAt().isBefore(newest)) {
          passedOver(run, newest);
        } else if (takes(period, run)) {
          return;
        }
      }
    }

    private void passedOver(FoundManifest run, Instant newest) {
      if (!collected.has(run.object())) {
        waits(
            run.object().key(),
            "it was written at %s, before the newest run of its period that was collected (%s);"
                    .formatted(run.object().changedAt(), newest)
                + " a newer one is awaited",
            false);
      }
    }

    /** Whether a run is whole; then older ones are of no account. */
    private boolean takes(String period, FoundManifest run) {
      StoredObject manifest = run.object();
      List<StoredObject> objects = new ArrayList<>();
      List<String> missing = new ArrayList<>();
      objects.add(manifest);
      for (SetManifest.Part part : run.content().orElseThrow().parts()) {
        List<StoredObject> found = parts.find(manifest, part.key());
        if (found.isEmpty()) {
          missing.add(part.key());
          continue;
        }
        Optional<String> fault = fault(part, found);
        if (fault.isPresent()) {
          waits(manifest.key(), fault.get(), false);
          return false;
        }
        objects.addAll(found);
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
      Optional<StoredObject> later =
          objects.stream()
              .filter(part -> manifestsLast && part.changedAt().isAfter(manifest.changedAt()))
              .findFirst();
      if (later.isPresent()) {
        waits(
            manifest.key(),
            later.get().key() + " was written after the manifest; its new manifest is awaited",
            false);
        return false;
      }
      return settles(new Ready(manifest.key(), objects, period, manifest.changedAt()));
    }

    /** Why the objects that are found for a part are not the part. */
    private static Optional<String> fault(SetManifest.Part part, List<StoredObject> found) {
      StoredObject first = found.get(0);
      if (found.size() > 1) {
        return Optional.of(
            "part %s may be %s or %s; collect each export from a folder or prefix of its own"
                .formatted(part.key(), first.key(), found.get(1).key()));
      }
      boolean other = part.bytes() >= 0 && part.bytes() != first.bytes();
      return other && !isPacked(first)
          ? Optional.of(
              "part %s has %d bytes and its manifest says %d; it is still being written"
                  .formatted(part.key(), first.bytes(), part.bytes()))
          : Optional.empty();
    }

    private boolean settles(Ready set) {
      if (adds && collected.overlaps(set)) {
        waits(set.name(), COUNTED_TWICE, false);
        return true;
      }
      List<StoredObject> moving = set.objects().stream().filter(settled.negate()).toList();
      if (moving.isEmpty()) {
        ready.add(set);
        return true;
      }
      waits(
          set.name(),
          "%s is new or has changed; taken when looks have found the same for a minute"
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
      } else {
        settles(
            new Ready(
                name,
                files,
                "",
                files.stream().map(StoredObject::changedAt).max(Instant::compareTo).orElseThrow()));
      }
    }
  }
}
