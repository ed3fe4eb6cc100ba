package io.gpuledger.dashboard.collect;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.dashboard.collect.CollectStatus.Loading;
import io.gpuledger.dashboard.collect.CollectStatus.Taken;
import io.gpuledger.dashboard.collect.SetLoader.Loaded;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.config.CollectConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.collect.CollectPlan;
import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import io.gpuledger.ingest.collect.CollectPlanner;
import io.gpuledger.ingest.collect.CollectedBefore;
import io.gpuledger.ingest.collect.FoundManifest;
import io.gpuledger.ingest.collect.ObjectStore;
import io.gpuledger.ingest.collect.SetBy;
import io.gpuledger.ingest.collect.StagedSet;
import io.gpuledger.ingest.collect.StoredObject;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.format.BillSet;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.format.SetManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects one source. Looks are one after the other; the status may be asked for at any time. */
final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /** Until the second look at something new. */
  private static final Duration SETTLE = Duration.ofMinutes(1);

  private static final Duration RETRY_FIRST = Duration.ofMinutes(1);
  private static final Duration RETRY_MOST = Duration.ofHours(1);
  private static final int WAITING_SHOWN = 20;

  /** Deliveries that fail in a look before the others are left for the next. */
  private static final int FAILURES_OF_LOOK = 3;

  private final LedgerConfig.Source source;
  private final CollectConfig config;
  private final StoreOpener stores;
  private final CollectPlanner planner;
  private final CollectedStore collected;
  private final SetLoader loader;
  private final Path staging;
  private final Clock clock;
  private final Map<String, FoundManifest> manifests = new HashMap<>();
  private final AtomicLong copied = new AtomicLong();
  private Map<String, String> before = Map.of();
  private int failures;

  private volatile Optional<Instant> lastLookAt = Optional.empty();
  private volatile Optional<Instant> nextLookAt = Optional.empty();
  private volatile String place = "";
  private volatile String error = "";
  private volatile Optional<Ready> current = Optional.empty();
  private volatile List<Waiting> waiting = List.of();
  private volatile Optional<Taken> last;

  /** Opens the place of a source. */
  interface StoreOpener {
    ObjectStore open(CollectConfig.Place place) throws IOException;
  }

  Collector(
      LedgerConfig.Source source,
      CollectConfig config,
      StoreOpener stores,
      CollectedStore collected,
      SetLoader loader,
      Path staging,
      Clock clock) {
    this.source = source;
    this.config = config;
    this.stores = stores;
    this.planner = new CollectPlanner(setBy(), source.adds());
    this.collected = collected;
    this.loader = loader;
    this.staging = staging;
    this.clock = clock;
    this.last = collected.last(source.name());
  }

  private SetBy setBy() {
    return config.setBy(source.format(), source.adds());
  }

  LedgerConfig.Source source() {
    return source;
  }

  CollectStatus status() {
    List<Waiting> shown = waiting;
    return new CollectStatus(
        place,
        lastLookAt,
        nextLookAt,
        error,
        current.map(set -> new Loading(set.name(), copied.get(), set.bytes())),
        shown.subList(0, Math.min(WAITING_SHOWN, shown.size())),
        shown.size(),
        last);
  }

  /** Looks, takes what is whole and new, and answers how long to wait before the next look. */
  Duration look() {
    nextLookAt = Optional.empty();
    List<String> faults = new ArrayList<>();
    Map<String, String> standing = Map.of();
    try (ObjectStore store = stores.open(config.place())) {
      place = store.place();
      List<StoredObject> listed = store.list();
      standing = versions(listed);
      CollectedBefore known = collected.of(source.name());
      CollectPlan plan = planner.plan(listed, before, manifests(store, listed), known);
      waiting = plan.waiting();
      before = standing;
      for (Ready set : plan.ready()) {
        if (faults.size() < FAILURES_OF_LOOK) {
          take(store, set, known).ifPresent(faults::add);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the look of {} failed", source.name(), e);
      faults.add(said(e));
    }
    failures = faults.isEmpty() ? 0 : failures + 1;
    error =
        faults.isEmpty()
            ? collected.refusal(source.name(), standing).orElse("")
            : String.join("; ", faults);
    Instant now = clock.instant();
    Duration pause = pause();
    lastLookAt = Optional.of(now);
    nextLookAt = Optional.of(now.plus(pause));
    return pause;
  }

  private Duration pause() {
    if (failures > 0) {
      return least(RETRY_FIRST.multipliedBy(1L << Math.min(failures - 1, 6)), RETRY_MOST);
    }
    return waiting.stream().anyMatch(Waiting::settling)
        ? least(config.every(), SETTLE)
        : config.every();
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Map<String, String> versions(List<StoredObject> listed) {
    Map<String, String> versions = new HashMap<>();
    listed.forEach(object -> versions.put(object.key(), object.version()));
    return versions;
  }

  /** The manifests of a listing; those that have not changed are not read again. */
  private List<FoundManifest> manifests(ObjectStore store, List<StoredObject> listed)
      throws IOException {
    List<FoundManifest> found = new ArrayList<>();
    for (StoredObject object : listed) {
      if (FoundManifest.isNamedSo(object) && object.bytes() <= FoundManifest.MAX_BYTES) {
        FoundManifest read = manifests.get(object.key());
        if (read == null || !read.object().equals(object)) {
          read = new FoundManifest(object, manifest(store, object));
        }
        found.add(read);
      }
    }
    manifests.clear();
    found.forEach(manifest -> manifests.put(manifest.object().key(), manifest));
    return found;
  }

  private Optional<SetManifest> manifest(ObjectStore store, StoredObject object)
      throws IOException {
    Ready alone = new Ready(object.key(), List.of(object), "", object.changedAt());
    Files.createDirectories(staging);
    try (StagedSet staged = StagedSet.copy(store, alone, staging, bytes -> {})) {
      return SetManifest.of(BillFile.of(staged.files().get(0)));
    }
  }

  /** Copies and loads a set; what failed, in words. */
  private Optional<String> take(ObjectStore store, Ready set, CollectedBefore known) {
    copied.set(0);
    current = Optional.of(set);
    try {
      Files.createDirectories(staging);
      try (StagedSet staged = StagedSet.copy(store, set, staging, copied::addAndGet)) {
        Loaded loaded =
            wouldCountTwice(set, known, staged.files())
                ? new Loaded(
                    Outcome.REFUSED,
                    "its files add to what is there and some of the folder were collected before;"
                        + " set collect.set of the source to file",
                    List.of())
                : loader.load(source.name(), staged.files());
        collected.add(source.name(), set, loaded);
        last = collected.last(source.name());
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} of {} was not taken", set.name(), source.name(), e);
      return Optional.of(set.name() + ": " + said(e));
    } finally {
      current = Optional.empty();
    }
  }

  /** A folder that has grown is loaded whole again, which is wrong where its format adds. */
  private boolean wouldCountTwice(Ready set, CollectedBefore known, List<Path> files)
      throws IOException {
    if (setBy() != SetBy.FOLDER || set.objects().stream().noneMatch(known::has)) {
      return false;
    }
    return BillSet.of(
                files.stream().map(BillFile::of).toList(),
                Formats.choice(source.format(), source.declared()),
                source.computedFloats())
            .deliveryKind()
            .orElse(DeliveryKind.OVERWRITE)
        == DeliveryKind.APPEND;
  }

  private static String said(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.isBlank() || message.equals("null") ? e.getClass().getSimpleName() : message;
  }
}
