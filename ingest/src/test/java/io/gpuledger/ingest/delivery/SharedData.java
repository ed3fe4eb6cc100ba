package io.gpuledger.ingest.delivery;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Sample files that stand beside a checkout; tests that need them say so when they are absent. */
final class SharedData {
  private SharedData() {}

  static Path file(String path) {
    Path file = Path.of(System.getProperty("gpuledger.sharedData", "absent")).resolve(path);
    assumeThat(Files.exists(file)).as("sample data %s is not at hand", path).isTrue();
    return file;
  }
}
