package io.gpuledger.cost.price;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Where a price was found.
 *
 * @param source who published it, or {@code gpuledger.yaml}
 * @param collectedOn when it was read there; empty where it is configured
 */
public record PriceOrigin(String source, Optional<LocalDate> collectedOn) {
  /** Of what is configured. */
  public static final PriceOrigin CONFIGURATION =
      new PriceOrigin("gpuledger.yaml", Optional.empty());

  public PriceOrigin {
    if (source.isBlank()) {
      throw new IllegalArgumentException("a price needs a source");
    }
  }
}
