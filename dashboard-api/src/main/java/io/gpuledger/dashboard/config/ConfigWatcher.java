package io.gpuledger.dashboard.config;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the configuration in force and reads the file again when its content changes, or that of
 * the file of exchange rates that it names. The change is atomic; a faulty file leaves the old
 * configuration in force and is reported once.
 */
public final class ConfigWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);

  private final Path file;
  private final Clock clock;
  private final ConfigListener listener;
  private final ScheduledExecutorService thread;
  private volatile LedgerConfig current;

  /** The digest of the text that was last tried; empty before the first look, or without a file. */
  private String seen = "";

  private WatchedFiles named;
  private boolean gone;

  private ConfigWatcher(Path file, LedgerConfig first, Clock clock, ConfigListener listener) {
    this.file = file;
    this.clock = clock;
    this.current = first;
    this.named = new WatchedFiles(file, clock);
    this.listener = listener;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread worker = new Thread(task, "config-watcher");
              worker.setDaemon(true);
              return worker;
            });
  }

  /**
   * Watches a file whose content was read as {@code first}. The first look parses it once more:
   * nobody knows what was written since.
   *
   * @throws IOException if the file cannot be read
   */
  public static ConfigWatcher start(
      Path file, LedgerConfig first, Duration every, Clock clock, ConfigListener listener)
      throws IOException {
    // Fails where there is no such file.
    var size = Files.size(file);
    LOG.debug("watching {} of {} bytes", file, size);
    ConfigWatcher watcher = new ConfigWatcher(file, first, clock, listener);
    var unused =
        watcher.thread.scheduleWithFixedDelay(
            watcher::check, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return watcher;
  }

  /** The configuration in force. */
  public LedgerConfig current() {
    return current;
  }

  /** Looks at the file now; the timer does the same. */
  public synchronized void check() {
    try {
      String content = WatchedFiles.digest(Files.readAllBytes(file));
      gone = false;
      if (content.equals(seen) && !named.haveChanged()) {
        listener.unchanged();
        return;
      }
      // Both stand for what is tried now, refused or not: a fault is told once.
      seen = content;
      named = new WatchedFiles(file, clock);
      apply(ConfigReader.read(file, named));
    } catch (IOException e) {
      seen = "";
      if (!gone) {
        gone = true;
        listener.refused(
            List.of(
                new Problem(
                    ProblemCode.MALFORMED_CONFIGURATION,
                    Location.ofInput(String.valueOf(file.getFileName())),
                    "",
                    "cannot be read; the configuration read before stays in force",
                    "")));
      }
    } catch (RuntimeException e) {
      LOG.error("a listener of the configuration failed", e);
    }
  }

  private void apply(Parsed<LedgerConfig> parsed) {
    if (!parsed.problems().isEmpty()) {
      listener.refused(parsed.problems());
      return;
    }
    LedgerConfig before = current;
    LedgerConfig now = parsed.values().get(0);
    if (now.equals(before)) {
      listener.unchanged();
    } else {
      current = now;
      listener.changed(before, now);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
