package io.gpuledger.dashboard.config;

import io.gpuledger.ingest.collect.SetBy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * From where the bills of a source are collected.
 *
 * @param every between two looks
 * @param setBy what makes a delivery of the objects; empty where the format tells it
 * @param place where they stand
 */
public record CollectConfig(Duration every, Optional<SetBy> setBy, Place place) {
  /** Where bills stand. */
  public sealed interface Place permits Folder, S3 {}

  /** A folder of this machine, named from its root. */
  public record Folder(Path path) implements Place {}

  /**
   * A bucket of S3 or of a service that speaks its protocol. Credentials are those that the SDK
   * finds: environment, profile, role of the machine.
   *
   * @param prefix of the keys that are listed; may be empty
   * @param region empty where the SDK finds it
   * @param endpoint of another service than AWS
   */
  public record S3(String bucket, String prefix, Optional<String> region, Optional<URI> endpoint)
      implements Place {}

  /**
   * What makes a delivery: what is configured, else manifests for formats that always have one, a
   * file where files add to what is there, a folder for everything else.
   */
  public SetBy setBy(String format, boolean adds) {
    return setBy.orElseGet(
        () -> format.startsWith("aws-cur") ? SetBy.MANIFEST : adds ? SetBy.FILE : SetBy.FOLDER);
  }
}
