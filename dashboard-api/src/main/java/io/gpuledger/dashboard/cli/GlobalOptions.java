package io.gpuledger.dashboard.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes. */
final class GlobalOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data directory (default: ~/.local/share/gpuledger)")
  private @Nullable Path data;

  @Option(names = "--config", paramLabel = "FILE", description = "gpuledger.yaml to use")
  private @Nullable Path config;

  @Option(names = "--json", description = "print one JSON document and nothing else on stdout")
  private boolean json;

  Path data() {
    return data(false);
  }

  /** The data directory; demo data lives in one of its own. */
  Path data(boolean demo) {
    if (data != null) {
      return data.toAbsolutePath().normalize();
    }
    String configured = System.getenv("XDG_DATA_HOME");
    Path home =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(configured);
    return home.resolve(demo ? "gpuledger-demo" : "gpuledger");
  }

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  boolean json() {
    return json;
  }
}
