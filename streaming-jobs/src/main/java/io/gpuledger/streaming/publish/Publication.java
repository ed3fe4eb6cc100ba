package io.gpuledger.streaming.publish;

import java.time.Instant;
import java.util.Optional;

/**
 * Something small that is stored whole and made visible by one row. The publisher calls the three
 * on its thread, in this order; each may be called again after a failure.
 */
public interface Publication {
  /** When it was published; empty if it was not. */
  Optional<Instant> publishedAt();

  /** Stores what nobody sees yet, unless it is there. */
  void store();

  /** Makes it visible from an instant on. */
  void publish(Instant recordedAt);
}
