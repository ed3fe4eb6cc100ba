package io.gpuledger.ingest.scrape;

import io.gpuledger.ingest.prometheus.AssemblyOptions;
import io.gpuledger.ingest.prometheus.ExpositionLimits;
import java.time.Duration;

/**
 * Limits of a scraper.
 *
 * @param inFlightMax exchanges at once; further targets wait their turn
 * @param parserThreads threads that read expositions
 * @param bodyBytesMax largest body as sent, compressed or not
 * @param bufferedBytesMax bodies held at once, all targets together
 * @param limits how much of a decompressed exposition is read
 * @param connectTimeout to reach a target
 * @param backoffMax longest pause after repeated failures
 * @param clockSkewMax how far ahead an exposition's timestamps may be
 */
public record ScrapeOptions(
    int inFlightMax,
    int parserThreads,
    int bodyBytesMax,
    long bufferedBytesMax,
    ExpositionLimits limits,
    Duration connectTimeout,
    Duration backoffMax,
    Duration clockSkewMax) {
  /** For some thousand targets on two cores. */
  public static final ScrapeOptions DEFAULT =
      new ScrapeOptions(
          256,
          2,
          16 << 20,
          96L << 20,
          ExpositionLimits.DEFAULT,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          AssemblyOptions.CLOCK_SKEW_MAX);

  public ScrapeOptions {
    if (inFlightMax < 1 || parserThreads < 1 || bodyBytesMax < 1) {
      throw new IllegalArgumentException("a scraper needs room for an exchange and a parser");
    }
  }
}
