package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.backup.BackupPoint;
import io.gpuledger.dashboard.backup.BackupReader;
import io.gpuledger.dashboard.backup.BrokerCopy;
import io.gpuledger.dashboard.backup.EngineCopy;
import io.gpuledger.dashboard.backup.Trees;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.Backups;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.migrate.Migrator;
import io.gpuledger.streaming.cluster.ClusterException;
import io.gpuledger.streaming.cluster.SavedJob;
import io.gpuledger.streaming.fault.FaultPoint;
import io.gpuledger.streaming.publish.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a running instance as it stands at one published instant.
 *
 * <p>The jobs are stopped, each with a savepoint whose rows are all in the ledger, so nothing is on
 * its way between broker and engine. Then, while the publisher publishes nothing, broker, state and
 * tables are copied in this order: what one refers to is in those copied after it. Readers, scrapes
 * and imports go on; they see nothing new until the jobs run again.
 */
public final class LedgerBackups implements Backups {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerBackups.class);

  /** A copy that nobody took away for so long is not being read. */
  private static final Duration ABANDONED = Duration.ofHours(24);

  private final DataDirectory data;
  private final StorageParts storage;
  private final ConfigurationInForce config;

  /** What engine and broker were opened by. */
  private final LedgerConfig started;

  private final RunningJobs jobs;
  private final Publisher publisher;
  private final StateStore store;
  private final Clock clock;
  private boolean copying;

  LedgerBackups(
      DataDirectory data,
      StorageParts storage,
      ConfigurationInForce config,
      RunningJobs jobs,
      Publisher publisher,
      StateStore store,
      Clock clock) {
    this.data = data;
    this.storage = storage;
    this.config = config;
    this.started = config.get();
    this.jobs = jobs;
    this.publisher = publisher;
    this.store = store;
    this.clock = clock;
  }

  /** Where a copy of a data directory lies while its archive is written. */
  public static Path folder(Path data, String id) {
    return data.resolve(DataDirectory.BACKUPS).resolve(id);
  }

  /** What this version can restore. */
  public static BackupReader.Known known() {
    return new BackupReader.Known(
        DataDirectory.LAYOUT, Migrator.newestVersion(), StateStore.schemaVersion());
  }

  @Override
  public Object begin() {
    refuseIfElsewhere();
    claim();
    Path folder = data.backups().resolve(UUID.randomUUID().toString());
    try {
      removeAbandoned();
      Trees.createPrivate(folder);
      return copy(folder);
    } catch (IOException | ClusterException | RuntimeException failed) {
      LOG.error("the backup failed", failed);
      remove(folder);
      throw new ApiException(
          ErrorCode.NOT_AVAILABLE,
          "The backup failed, and the instance goes on: " + failed.getMessage());
    } finally {
      release();
    }
  }

  @Override
  public boolean end(String id) {
    Path folder = data.backups().resolve(id).normalize();
    if (!data.backups().equals(folder.getParent()) || !Files.isDirectory(folder)) {
      return false;
    }
    remove(folder);
    return true;
  }

  private void refuseIfElsewhere() {
    if (started.clickhouse().isPresent() || started.kafka().isPresent()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "Engine or broker are not of this instance (clickhouse.url, kafka.bootstrap in"
              + " gpuledger.yaml), so it cannot copy them; back them up by their own means.");
    }
    if (!jobs.refused().isEmpty()) {
      throw new ApiException(
          ErrorCode.CONFLICT, "A job does not run: " + String.join("; ", jobs.refused()));
    }
  }

  private synchronized void claim() {
    if (copying) {
      throw new ApiException(ErrorCode.CONFLICT, "Another backup is being made.");
    }
    copying = true;
  }

  private synchronized void release() {
    copying = false;
  }

  private Object copy(Path folder) throws IOException, ClusterException {
    long from = System.nanoTime();
    BackupPoint point;
    try {
      List<SavedJob> saved = jobs.save();
      Instant takenAt = clock.instant();
      Instant asOf =
          publisher
              .whileNothingIsPublished(
                  () -> {
                    try {
                      copyAll(folder, saved);
                    } catch (IOException failed) {
                      throw new UncheckedIOException(failed);
                    }
                  })
              .join();
      FaultPoint.BACKUP_COPIED.reached();
      point =
          new BackupPoint(
              takenAt,
              asOf,
              LedgerRuntime.VERSION,
              DataDirectory.LAYOUT,
              Migrator.newestVersion(),
              StateStore.schemaVersion(),
              saved.stream()
                  .map(job -> new BackupPoint.Job(job.name(), job.generation(), job.checkpointId()))
                  .toList());
      point.write(folder);
    } catch (CompletionException failed) {
      throw new IOException(String.valueOf(failed.getCause()), failed);
    } finally {
      jobs.resume();
    }
    long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
    LOG.info("copied as of {}; the jobs paused for {} ms", point.asOf(), millis);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", folder.getFileName().toString());
    answer.put("pausedMillis", millis);
    answer.put("point", point.toJson());
    return answer;
  }

  private void copyAll(Path folder, List<SavedJob> saved) throws IOException {
    // What the demo has noted as filled is in the broker copied after it.
    if (Files.isDirectory(data.demo())) {
      Trees.createPrivate(folder.resolve("demo"));
      Trees.copyFiles(data.demo(), folder.resolve("demo"));
    }
    BrokerCopy.copy(data.kafka().resolve("log"), folder.resolve("kafka/log"));
    Trees.createPrivate(folder.resolve("state"));
    store.copyTo(folder.resolve("state/operations.db"));
    EngineCopy.copy(new LedgerClient(storage.migrator()), data.engine(), folder.resolve("engine"));
    for (SavedJob job : saved) {
      Path savepoint = Path.of(job.path());
      Trees.linkAll(
          savepoint,
          folder.resolve("flink").resolve(data.flink().toAbsolutePath().relativize(savepoint)));
    }
    config.copyTo(folder);
    Files.copy(data.root().resolve("version"), folder.resolve("version"));
  }

  private void removeAbandoned() throws IOException {
    Instant oldest = clock.instant().minus(ABANDONED);
    for (Path copy : Trees.children(data.backups())) {
      if (Files.getLastModifiedTime(copy).toInstant().isBefore(oldest)) {
        Trees.delete(copy);
      }
    }
  }

  private static void remove(Path folder) {
    try {
      Trees.delete(folder);
    } catch (IOException left) {
      LOG.warn("a copy is left in {}; the next start removes it", folder, left);
    }
  }
}
