package io.gpuledger.dashboard.collect;

import io.gpuledger.dashboard.config.LedgerConfig;
import java.nio.file.Path;
import java.util.List;

/** Loads a delivery set as an import does; returns when readers see it. */
public interface SetLoader {
  /** What became of a set. */
  enum Outcome {
    LOADED,
    /** Its content was in force already. */
    UNCHANGED,
    /** Nothing of it is loaded; another try with the same files would end the same. */
    REFUSED
  }

  /**
   * What became of a set.
   *
   * @param detail for people: what was loaded, or why nothing was
   * @param deliveries their ids
   */
  record Loaded(Outcome outcome, String detail, List<String> deliveries) {
    public Loaded {
      deliveries = List.copyOf(deliveries);
    }
  }

  /**
   * Loads a set.
   *
   * @param source as it was configured when the set was found
   * @throws RuntimeException if it could not be tried to its end; it is tried again later
   */
  Loaded load(LedgerConfig.Source source, List<Path> files);
}
