package io.gpuledger.ingest.scrape;

import io.gpuledger.cost.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a target is doing.
 *
 * @param target its address, see {@link ScrapeTarget#name()}
 * @param health of its last finished scrape
 * @param lastSuccessAt start of the last scrape that worked
 * @param lastAttemptAt start of the last scrape that finished
 * @param lastTook time of that scrape
 * @param lastBytes decompressed size of the last exposition that was read
 * @param lastSamples samples of the last scrape that worked
 * @param scrapes scrapes in all
 * @param failures failed scrapes in all
 * @param failuresInRow failed scrapes since the last that worked
 * @param refusedReadings lines and values refused in all
 * @param lastError why the last failed scrape failed
 */
public record ScrapeStatus(
    String source,
    String cluster,
    String target,
    Health health,
    Optional<Instant> lastSuccessAt,
    Optional<Instant> lastAttemptAt,
    Duration lastTook,
    long lastBytes,
    long lastSamples,
    long scrapes,
    long failures,
    int failuresInRow,
    long refusedReadings,
    Optional<Problem> lastError) {
  /** Whether a target answers. */
  public enum Health {
    /** Not scraped yet. */
    WAITING,
    UP,
    DOWN
  }

  static ScrapeStatus waiting(ScrapeTarget target) {
    return new ScrapeStatus(
        target.source(),
        target.cluster(),
        target.name(),
        Health.WAITING,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        0,
        0,
        0,
        0,
        0,
        0,
        Optional.empty());
  }

  ScrapeStatus up(Instant at, Duration took, long bytes, long samples, long refused) {
    return new ScrapeStatus(
        source,
        cluster,
        target,
        Health.UP,
        Optional.of(at),
        Optional.of(at),
        took,
        bytes,
        samples,
        scrapes + 1,
        failures,
        0,
        refusedReadings + refused,
        lastError);
  }

  ScrapeStatus down(Instant at, Duration took, Problem error) {
    return new ScrapeStatus(
        source,
        cluster,
        target,
        Health.DOWN,
        lastSuccessAt,
        Optional.of(at),
        took,
        lastBytes,
        lastSamples,
        scrapes + 1,
        failures + 1,
        failuresInRow + 1,
        refusedReadings,
        Optional.of(error));
  }
}
