package io.gpuledger.dashboard.launcher;

import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.launcher.Doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which configuration an instance starts with. */
final class LedgerConfiguration {
  /** The file looked for in the data directory where none is named. */
  static final String FILE_NAME = "gpuledger.yaml";

  private LedgerConfiguration() {}

  /** The file in force: the named one, else the data directory's own if it exists. */
  static Optional<Path> file(Path data, Optional<Path> named) {
    return named.or(() -> Optional.of(data.resolve(FILE_NAME)).filter(Files::exists));
  }

  /**
   * Reads the configuration.
   *
   * @throws ConfigurationRefusedException naming every fault with its place
   */
  static LedgerConfig load(Path data, Optional<Path> named) {
    Optional<Path> file = file(data, named);
    if (file.isEmpty()) {
      return LedgerConfig.defaults();
    }
    try {
      Parsed<LedgerConfig> parsed = ConfigReader.read(file.get());
      if (!parsed.problems().isEmpty()) {
        throw new ConfigurationRefusedException(
            parsed.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
      }
      return parsed.values().get(0);
    } catch (IOException e) {
      throw new ConfigurationRefusedException("cannot read " + file.get() + ": " + e.getMessage());
    }
  }

  /** What a person should know of the configuration before a start. */
  static List<Finding> check(Path data, Optional<Path> named) {
    String shown = file(data, named).map(Path::toString).orElse("none; defaults hold");
    LedgerConfig config;
    try {
      config = load(data, named);
    } catch (ConfigurationRefusedException refused) {
      return List.of(
          new Finding("configuration", false, shown, String.valueOf(refused.getMessage())));
    }
    boolean linksNeeded = !config.alerts().channels().isEmpty();
    boolean linked = config.server().publicUrl().isPresent();
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("configuration", true, shown, ""));
    findings.add(
        new Finding(
            "server.publicUrl",
            linked || !linksNeeded,
            config.server().publicUrl().map(Object::toString).orElse("not set"),
            "set server.publicUrl, so that links in alerts lead somewhere"));
    config.alerts().channels().forEach(channel -> findings.add(ChannelCheck.of(channel)));
    config.sources().forEach(source -> CollectCheck.of(source).ifPresent(findings::add));
    return findings;
  }
}
