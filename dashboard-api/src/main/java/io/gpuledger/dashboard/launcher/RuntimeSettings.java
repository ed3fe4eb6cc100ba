package io.gpuledger.dashboard.launcher;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to start an instance.
 *
 * @param data the data directory
 * @param config configuration file; without one, {@code DATA/gpuledger.yaml} if it exists, else
 *     defaults
 * @param port port of the web server, 0 for any free one; empty for the configured one
 * @param mode what runs
 */
public record RuntimeSettings(Path data, Optional<Path> config, OptionalInt port, Mode mode) {
  /** What runs. */
  public enum Mode {
    /** Everything. */
    SERVER,
    /** Everything, over the demo estate. */
    DEMO,
    /** For one command: no scraping, no collecting, a free port. */
    TEMPORARY
  }

  public static RuntimeSettings temporary(Path data, Optional<Path> config) {
    return new RuntimeSettings(data, config, OptionalInt.empty(), Mode.TEMPORARY);
  }
}
