package io.gpuledger.dashboard.collect;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.dashboard.collect.CollectStatus.Loading;
import io.gpuledger.dashboard.collect.CollectStatus.Taken;
import io.gpuledger.dashboard.config.CollectConfig;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.collect.CollectPlan;
import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectPlan.Waiting;
import io.gpuledger.ingest.collect.CollectPlanner;
import io.gpuledger.ingest.collect.CollectedBefore;
import io.gpuledger.ingest.collect.FoundManifest;
import io.gpuledger.ingest.collect.ObjectStore;
import io.gpuledger.ingest.collect.Sightings;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects one source. Looks are one after the other; the status may be asked for at any time. */
final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

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
  private final Sightings sightings = new Sightings();
  private final Set<String> failing = new HashSet<>();
  private int failures;

  private volatile boolean stopped;

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
    this.planner =
        new CollectPlanner(
            config.setBy(source.format(), source.adds()),
            source.adds(),
            writesManifestsLast(config.place()));
    this.collected = collected;
    this.loader = loader;
    this.staging = staging;
    this.clock = clock;
    this.last = collected.last(source.name());
  }

  /** AWS delivers a manifest after its parts; what is copied elsewhere comes in any order. */
  private static boolean writesManifestsLast(CollectConfig.Place place) {
    return place instanceof CollectConfig.S3 s3 && s3.endpoint().isEmpty();
  }

  /** Lets the set that is being taken be the last. */
  void stop() {
    stopped = true;
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
      sightings.look(listed, clock.instant());
      CollectPlan plan = planner.plan(listed, sightings::settled, manifests(store, listed), known);
      waiting = plan.waiting();
      for (Ready set : inTurn(plan.ready())) {
        if (faults.size() < FAILURES_OF_LOOK && !stopped) {
          take(store, set, known).ifPresent(faults::add);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
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

  /** What failed when it was last tried comes last, so that it never keeps back the others. */
  private List<Ready> inTurn(List<Ready> ready) {
    failing.retainAll(ready.stream().map(Ready::name).toList());
    List<Ready> turn = new ArrayList<>(ready);
    turn.sort(Comparator.comparing(set -> failing.contains(set.name())));
    return turn;
  }

  private Duration pause() {
    if (failures > 0) {
      return least(RETRY_FIRST.multipliedBy(1L << Math.min(failures - 1, 6)), RETRY_MOST);
    }
    return waiting.stream().anyMatch(Waiting::settling)
        ? least(config.every(), Sightings.SETTLE)
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
  private List<FoundManifest> manifests(ObjectStore store, List<StoredObject> listed) {
    List<FoundManifest> found = new ArrayList<>();
    for (StoredObject object : listed) {
      if (FoundManifest.isNamedSo(object) && object.bytes() <= FoundManifest.MAX_BYTES) {
        FoundManifest read = manifests.get(object.key());
        if (read == null || !read.object().equals(object)) {
          read = manifest(store, object);
        }
        found.add(read);
      }
    }
    manifests.clear();
    found.stream()
        .filter(manifest -> manifest.fault().isEmpty())
        .forEach(manifest -> manifests.put(manifest.object().key(), manifest));
    return found;
  }

  private FoundManifest manifest(ObjectStore store, StoredObject object) {
    Ready alone = new Ready(object.key(), List.of(object), "", object.changedAt());
    try {
      Files.createDirectories(staging);
      try (StagedSet staged = StagedSet.copy(store, alone, staging, bytes -> {})) {
        return new FoundManifest(object, SetManifest.of(BillFile.of(staged.files().get(0))));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("manifest {} of {} cannot be read", object.key(), source.name(), e);
      return new FoundManifest(object, Optional.empty(), said(e));
    }
  }

  /** Copies and loads a set; what failed, in words. */
  private Optional<String> take(ObjectStore store, Ready set, CollectedBefore known) {
    copied.set(0);
    current = Optional.of(set);
    failing.add(set.name());
    try {
      Files.createDirectories(staging);
      try (StagedSet staged = StagedSet.copy(store, set, staging, copied::addAndGet)) {
        if (known.overlaps(set) && adds(staged.files())) {
          collected.refuse(source.name(), set, CollectPlanner.COUNTED_TWICE);
        } else {
          long note = collected.begin(source.name(), set);
          collected.finish(note, loader.load(source, staged.files()));
        }
        last = collected.last(source.name());
      }
      failing.remove(set.name());
      return Optional.empty();
    } catch (IOException | RuntimeException | Error e) {
      LOG.warn("{} of {} was not taken", set.name(), source.name(), e);
      return Optional.of(set.name() + ": " + said(e));
    } finally {
      current = Optional.empty();
    }
  }

  /** Whether files add to what is there, by their format's word, else their source's. */
  private boolean adds(List<Path> files) throws IOException {
    return BillSet.of(
            files.stream().map(BillFile::of).toList(),
            Formats.choice(source.format(), source.declared()),
            source.computedFloats())
        .deliveryKind()
        .map(kind -> kind == DeliveryKind.APPEND)
        .orElse(source.deliveryKind() == LedgerConfig.DeliveryKind.APPEND);
  }

  private static String said(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.isBlank() || message.equals("null") ? e.getClass().getSimpleName() : message;
  }
}
