package io.gpuledger.dashboard.config;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  private final ConfigListener listener;
  private final ScheduledExecutorService thread;
  private volatile LedgerConfig current;
  private byte[] seen;
  private String seenRates;

  private ConfigWatcher(Path file, LedgerConfig first, byte[] seen, ConfigListener listener) {
    this.file = file;
    this.current = first;
    this.seen = seen;
    this.seenRates = ratesOf(first);
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
   * Watches a file whose content was read as {@code first}.
   *
   * @throws IOException if the file cannot be read
   */
  public static ConfigWatcher start(
      Path file, LedgerConfig first, Duration every, ConfigListener listener) throws IOException {
    ConfigWatcher watcher = new ConfigWatcher(file, first, Files.readAllBytes(file), listener);
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
      byte[] content = Files.readAllBytes(file);
      String rates = ratesOf(current);
      if (Arrays.equals(content, seen) && rates.equals(seenRates)) {
        listener.unchanged();
        return;
      }
      seen = content;
      seenRates = rates;
      apply(ConfigReader.read(file));
    } catch (IOException e) {
      if (seen.length > 0) {
        seen = new byte[0];
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

  /** The file of rates as it is; empty without one, and where it cannot be read. */
  private String ratesOf(LedgerConfig config) {
    try {
      Optional<String> name = config.currencies().ratesFile();
      return name.isEmpty() ? "" : NamedFiles.beside(file).text(name.get(), RatesFile.MAX_BYTES);
    } catch (IOException e) {
      return "";
    }
  }

  private void apply(Parsed<LedgerConfig> parsed) {
    if (!parsed.problems().isEmpty()) {
      listener.refused(parsed.problems());
      return;
    }
    LedgerConfig before = current;
    LedgerConfig now = parsed.values().get(0);
    if (!now.equals(before)) {
      current = now;
      seenRates = ratesOf(now);
      listener.changed(before, now);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
