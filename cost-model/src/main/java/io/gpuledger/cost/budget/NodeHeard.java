package io.gpuledger.cost.budget;

/**
 * How long a node was seen without a silence.
 *
 * @param sinceMicros the first scrape of them, microseconds since the epoch
 * @param atMicros the last
 */
public record NodeHeard(long sinceMicros, long atMicros) {
  /** A node that is scraped for the first time. */
  public static NodeHeard first(long atMicros) {
    return new NodeHeard(atMicros, atMicros);
  }

  /** Whether what was seen then is not silent yet. */
  public boolean isHeard(long thenMicros) {
    return thenMicros >= atMicros - Burn.HEARD_MICROS;
  }

  /** With another scrape. */
  public NodeHeard and(long nextMicros) {
    if (nextMicros <= atMicros) {
      return this;
    }
    boolean silent = nextMicros - atMicros > Burn.HEARD_MICROS;
    return new NodeHeard(silent ? nextMicros : sinceMicros, nextMicros);
  }
}
