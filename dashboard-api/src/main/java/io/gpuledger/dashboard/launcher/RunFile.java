package io.gpuledger.dashboard.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How commands reach the running instance of a data directory: {@code run.json}, readable by its
 * owner only.
 *
 * @param pid process id
 * @param url root of the HTTP API
 * @param token an admin token of this run
 * @param kafkaBootstrap address of the broker
 * @param engineUrl address of the engine's HTTP endpoint
 * @param flinkUrl address of the cluster's REST endpoint
 */
public record RunFile(
    long pid, String url, String token, String kafkaBootstrap, String engineUrl, String flinkUrl) {
  private static final String NAME = "run.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(Path root) throws IOException {
    DataDirectory.writeAtomically(
        root.resolve(NAME), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  /**
   * The run file of the instance that holds the directory now. One that a killed instance left
   * behind is not trusted, whatever process has its number by now: the lock ended with its process.
   */
  public static Optional<RunFile> read(Path root) {
    Path file = root.resolve(NAME);
    try {
      return Files.exists(file) && DataDirectory.isHeld(root)
          ? Optional.of(JSON.readValue(file.toFile(), RunFile.class))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  static void delete(Path root) throws IOException {
    Files.deleteIfExists(root.resolve(NAME));
  }
}
