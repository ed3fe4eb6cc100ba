package io.gpuledger.streaming.publish;

import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Scope;
import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.dataset.DatasetDraft;
import io.gpuledger.streaming.dataset.DatasetLedger;
import io.gpuledger.streaming.fault.FaultPoint;
import io.gpuledger.streaming.publish.PublicationLedger.Arrived;
import io.gpuledger.streaming.sink.CommitSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is complete visible: deliveries, committed checkpoints, allocation runs, generations.
 *
 * <p>One thread, the only giver of {@code recorded_at}; a ledger has one publisher. It may be
 * killed at any moment: what it was about to publish is found complete and unpublished again.
 * Callers' requests are queued and answered by futures.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final Duration AWAY_WAIT = Duration.ofMillis(500);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final PublisherSettings settings;
  private final PublicationLedger ledger;
  private final DatasetLedger datasets;
  private final ManifestLog manifests;
  private final List<PublishListener> listeners = new CopyOnWriteArrayList<>();
  private final List<AllocationTrigger> triggers = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Request<?>> requests = new ConcurrentLinkedQueue<>();
  private final AutoCloseable signal;
  private final Thread thread;
  private volatile List<PendingDelivery> pending = List.of();
  private volatile boolean committed = true;
  private volatile boolean stopped;

  private Publisher(PublisherSettings settings) {
    this.settings = settings;
    LedgerClient client = new LedgerClient(settings.ledger());
    this.ledger = new PublicationLedger(client);
    this.datasets = new DatasetLedger(client);
    this.manifests = new ManifestLog(settings);
    this.signal =
        CommitSignal.listen(
            job -> {
              committed = true;
              manifests.wakeup();
            });
    this.thread = new Thread(this::run, "publisher");
    this.thread.setDaemon(true);
  }

  /** Starts publishing. */
  public static Publisher start(PublisherSettings settings) {
    Publisher publisher = new Publisher(settings);
    publisher.thread.start();
    return publisher;
  }

  public void addListener(PublishListener listener) {
    listeners.add(listener);
  }

  /** The trigger is also told of deliveries published by an earlier process; see {@link #start}. */
  public void addAllocationTrigger(AllocationTrigger trigger) {
    triggers.add(trigger);
  }

  /** Deliveries that are announced and not complete. */
  public List<PendingDelivery> pending() {
    return pending;
  }

  /**
   * Makes a run visible whose cells and lines are stored. Doing it again changes nothing.
   *
   * @return the run's publish instant; fails with {@link EngineException} while the ledger is away
   */
  public CompletableFuture<Instant> publishRun(RunDraft run) {
    return request(
        state -> {
          Optional<Instant> already = ledger.publishedAt(run);
          if (already.isPresent()) {
            return already.get();
          }
          Instant recordedAt = state.clock.next();
          ledger.publish(run, recordedAt);
          listeners.forEach(listener -> listener.runPublished(run, recordedAt));
          return recordedAt;
        });
  }

  /**
   * Begins a generation of a job; from its publish instant on, rows of earlier generations past the
   * checkpoint it continues are superseded. Doing it again changes nothing.
   */
  public CompletableFuture<Instant> publishGeneration(Generation generation) {
    return request(
        state -> {
          Optional<Instant> already = ledger.publishedAt(generation);
          Instant recordedAt = already.orElseGet(state.clock::next);
          if (already.isEmpty()) {
            ledger.publish(generation, recordedAt);
          }
          return recordedAt;
        });
  }

  /**
   * Stores a load of invoices, billing periods or commitments and makes it visible. Doing it again
   * changes nothing.
   *
   * @return the load's publish instant; fails with {@link EngineException} while the ledger is away
   */
  public CompletableFuture<Instant> publishDataset(DatasetDraft draft) {
    return request(
        state -> {
          Optional<Instant> already = datasets.publishedAt(draft.load().loadId());
          if (already.isPresent()) {
            return already.get();
          }
          datasets.store(draft);
          Instant recordedAt = state.clock.next();
          datasets.publish(draft.load(), recordedAt);
          listeners.forEach(listener -> listener.datasetPublished(draft.load(), recordedAt));
          return recordedAt;
        });
  }

  /**
   * Stores something small and makes it visible. Doing it again changes nothing.
   *
   * @return its publish instant; fails with {@link EngineException} while the ledger is away
   */
  public CompletableFuture<Instant> publish(Publication publication) {
    return request(
        state -> {
          Optional<Instant> already = publication.publishedAt();
          if (already.isPresent()) {
            return already.get();
          }
          publication.store();
          Instant recordedAt = state.clock.next();
          publication.publish(recordedAt);
          return recordedAt;
        });
  }

  /** Looks at everything again and answers when that is done; for tests and for shutting down. */
  public CompletableFuture<Instant> flush() {
    return request(
        state -> {
          publishCheckpoints(state);
          publishDeliveries(state);
          return settings.clock().instant();
        });
  }

  /**
   * Publishes what is complete, then does the work while nothing else is published.
   *
   * @return the newest publish instant, which holds throughout the work, the epoch where nothing
   *     was ever published; fails with what the work throws
   */
  public CompletableFuture<Instant> whileNothingIsPublished(Runnable work) {
    return request(
        state -> {
          publishCheckpoints(state);
          publishDeliveries(state);
          Instant newest = ledger.lastRecordedAt();
          work.run();
          return newest;
        });
  }

  /** Stops after the publication under way. */
  @Override
  public void close() {
    stopped = true;
    manifests.wakeup();
    try {
      signal.close();
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private void run() {
    Optional<State> state = Optional.empty();
    while (!stopped) {
      try {
        if (state.isEmpty()) {
          state =
              Optional.of(
                  new State(
                      new RecordedClock(settings.clock(), ledger.lastRecordedAt()),
                      new DeliveryQueue(ledger.publishedDeliveryIds())));
        }
        step(state.get());
      } catch (EngineException | KafkaException away) {
        LOG.warn("publishing waits: {}", away.getMessage());
        pause();
      } catch (RuntimeException bug) {
        LOG.error("publishing failed and is tried again", bug);
        pause();
      }
    }
    manifests.close();
    for (Request<?> request = requests.poll(); request != null; request = requests.poll()) {
      request.abandon();
    }
  }

  private void step(State state) {
    for (Request<?> request = requests.poll(); request != null; request = requests.poll()) {
      request.answer(state);
    }
    for (DeliveryManifest manifest : manifests.poll(IDLE_POLL)) {
      if (manifest.getEvent() == DeliveryManifest.Event.CLOSED
          && !state.queue.isPublished(manifest.getDeliveryId())) {
        FaultPoint.MANIFEST_SEEN.reached();
      }
      state.queue.add(manifest);
      committed = true;
    }
    long now = System.nanoTime();
    if (committed || now - state.lookedAtNanos > LOOK_NANOS) {
      committed = false;
      state.lookedAtNanos = now;
      publishCheckpoints(state);
      publishDeliveries(state);
    }
    pending = state.queue.pending();
  }

  private void publishCheckpoints(State state) {
    List<PublicationLedger.Checkpoint> checkpoints = ledger.unpublishedCheckpoints();
    if (checkpoints.isEmpty()) {
      return;
    }
    Instant recordedAt = state.clock.next();
    ledger.publish(checkpoints, recordedAt);
    FaultPoint.PUBLISH_WRITTEN.reached();
    for (PublicationLedger.Checkpoint each : checkpoints) {
      listeners.forEach(
          listener ->
              listener.checkpointPublished(
                  each.job(), each.generation(), each.checkpointId(), recordedAt));
    }
  }

  private void publishDeliveries(State state) {
    List<String> changed = new ArrayList<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      List<DeliveryManifest> candidates = state.queue.candidates();
      Map<String, Arrived> arrived =
          ledger.arrived(candidates.stream().map(DeliveryManifest::getDeliveryId).toList());
      for (DeliveryManifest candidate : candidates) {
        String id = candidate.getDeliveryId();
        Arrived rows = arrived.getOrDefault(id, Arrived.NOTHING);
        if (!rows.reaches(candidate)) {
          state.queue.arrived(id, rows);
        } else if (state.queue.isNews(id, rows)
            && publishIfComplete(state, completed(candidate), rows)) {
          changed.add(id);
          progress = true;
        }
      }
    }
    if (!changed.isEmpty()) {
      triggers.forEach(trigger -> trigger.cellsChanged(List.copyOf(changed)));
    }
  }

  private boolean publishIfComplete(State state, DeliveryManifest manifest, Arrived rows) {
    StoredDelivery stored = ledger.stored(manifest.getDeliveryId());
    Optional<String> missing = stored.missing(manifest);
    state.queue.looked(manifest.getDeliveryId(), rows, stored, missing);
    if (missing.isEmpty()) {
      publish(state, manifest, stored);
      state.queue.published(manifest.getDeliveryId());
    }
    return missing.isEmpty();
  }

  private void publish(State state, DeliveryManifest announced, StoredDelivery stored) {
    // The insert of an earlier attempt may have arrived although its answer did not.
    Optional<Instant> already = ledger.publishedAt(announced.getDeliveryId());
    DeliveryManifest manifest = already.isPresent() ? announced : sequenced(state, announced);
    Instant recordedAt = already.orElseGet(state.clock::next);
    if (already.isEmpty()) {
      ledger.publish(manifest, stored, recordedAt);
      FaultPoint.PUBLISH_WRITTEN.reached();
      FaultPoint.DELIVERY_PUBLISHED.reached();
    }
    PublishedDelivery published =
        new PublishedDelivery(
            manifest.getDeliveryId(),
            manifest.getSource(),
            manifest.getScope().getKind(),
            manifest.getScope().getAccount(),
            instant(manifest.getScope().getStartMicros()),
            instant(manifest.getScope().getEndMicros()),
            manifest.getDeliveryKind(),
            manifest.getSequence(),
            recordedAt);
    listeners.forEach(listener -> listener.deliveryPublished(published));
  }

  /**
   * Imports that did not wait for each other may have announced the same sequence; a scope's
   * versions must differ.
   */
  private DeliveryManifest sequenced(State state, DeliveryManifest manifest) {
    long sequence = state.queue.sequence(manifest, ledger.sequences(manifest));
    return sequence == manifest.getSequence()
        ? manifest
        : manifest.toBuilder().setSequence(sequence).build();
  }

  /** A retraction may name only what it retracts; scope and sequence then follow from that. */
  private DeliveryManifest completed(DeliveryManifest manifest) {
    if (manifest.getEvent() != DeliveryManifest.Event.RETRACTED) {
      return manifest;
    }
    DeliveryManifest.Builder whole = manifest.toBuilder().setDeliveryKind("retract");
    if (!manifest.hasScope() || manifest.getSequence() == 0) {
      ledger
          .scopeOf(manifest.getRetractedDeliveryId())
          .ifPresent(
              scope ->
                  whole
                      .setSource(scope.source())
                      .setScope(
                          Scope.newBuilder()
                              .setKind(scope.kind())
                              .setAccount(scope.account())
                              .setStartMicros(scope.startMicros())
                              .setEndMicros(scope.endMicros()))
                      .setSequence(scope.sequence() + 1));
    }
    return whole.build();
  }

  private <R> CompletableFuture<R> request(Function<State, R> work) {
    Request<R> request = new Request<>(work, new CompletableFuture<>());
    requests.add(request);
    manifests.wakeup();
    return request.answer();
  }

  private void pause() {
    try {
      Thread.sleep(AWAY_WAIT.toMillis());
    } catch (InterruptedException interrupted) {
      stopped = true;
    }
  }

  /** Work for the thread and the caller's answer. */
  private record Request<R>(Function<State, R> work, CompletableFuture<R> answer) {
    void answer(State state) {
      try {
        answer.complete(work.apply(state));
      } catch (RuntimeException failed) {
        answer.completeExceptionally(failed);
      }
    }

    void abandon() {
      answer.completeExceptionally(new IllegalStateException("the publisher has stopped"));
    }
  }

  /** What the thread knows; rebuilt from the ledger at each start. */
  private static final class State {
    private final RecordedClock clock;
    private final DeliveryQueue queue;
    private long lookedAtNanos = System.nanoTime() - LOOK_NANOS;

    State(RecordedClock clock, DeliveryQueue queue) {
      this.clock = clock;
      this.queue = queue;
    }
  }
}
