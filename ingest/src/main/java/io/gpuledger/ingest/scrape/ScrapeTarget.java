package io.gpuledger.ingest.scrape;

import java.net.URI;
import java.time.Duration;

/**
 * An endpoint to scrape.
 *
 * @param source the configured source
 * @param cluster the cluster of its devices
 * @param node the machine; where empty, the exposition's host name counts, else the URL's
 * @param uri http or https, without credentials in it
 * @param cadence time between two scrapes
 * @param timeout for the whole exchange; at most the cadence
 * @param authorization sent as header {@code Authorization}, scheme and all; empty for none; never
 *     printed
 * @param bytesMax longest answer that is read, as sent and after decompression
 */
public record ScrapeTarget(
    String source,
    String cluster,
    String node,
    URI uri,
    Duration cadence,
    Duration timeout,
    String authorization,
    long bytesMax) {
  public ScrapeTarget {
    String scheme = uri.getScheme();
    if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("the target " + uri + " is no http or https address");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException("credentials do not belong into a target's address");
    }
    if (bytesMax < 1) {
      throw new IllegalArgumentException("nothing can be read from " + uri);
    }
    if (cadence.toMillis() < 1 || timeout.toMillis() < 1 || timeout.compareTo(cadence) > 0) {
      throw new IllegalArgumentException(
          "cadence " + cadence + " and time-out " + timeout + " of " + uri + " are not in order");
    }
  }

  /** A target without credentials that must answer within its cadence or ten seconds. */
  public static ScrapeTarget of(String source, String cluster, URI uri, Duration cadence) {
    Duration ten = Duration.ofSeconds(10);
    return new ScrapeTarget(
        source,
        cluster,
        "",
        uri,
        cadence,
        cadence.compareTo(ten) < 0 ? cadence : ten,
        "",
        Long.MAX_VALUE);
  }

  /** What to call it: the address without its query, which may hold a secret. */
  public String name() {
    String path = uri.getPath() == null ? "" : uri.getPath();
    return uri.getScheme() + "://" + uri.getAuthority() + path;
  }

  @Override
  public String toString() {
    return cluster + " " + name() + " every " + cadence;
  }
}
