package io.gpuledger.dashboard.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a backup stands.
 *
 * @param takenAt when it was taken
 * @param asOf the newest publish instant in it: as-of answers up to it are those of the original
 * @param productVersion version that took it
 * @param layout layout of the data directory
 * @param ledgerSchema newest schema file of the ledger
 * @param stateSchema schema version of the operational state
 * @param jobs the checkpoint that each job goes on from
 */
public record BackupPoint(
    Instant takenAt,
    Instant asOf,
    String productVersion,
    int layout,
    int ledgerSchema,
    int stateSchema,
    List<Job> jobs) {
  /** File of a copied directory that holds its point. */
  static final String FILE = "backup.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  public BackupPoint {
    jobs = List.copyOf(jobs);
  }

  /** A job and its checkpoint. */
  public record Job(String name, int generation, long checkpointId) {}

  /** As it stands in a manifest. */
  public ObjectNode toJson() {
    ObjectNode node = JSON.createObjectNode();
    node.put("takenAt", takenAt.toString());
    node.put("asOf", asOf.toString());
    node.put("productVersion", productVersion);
    node.put("layout", layout);
    node.put("ledgerSchema", ledgerSchema);
    node.put("stateSchema", stateSchema);
    for (Job job : jobs) {
      node.withArray("jobs")
          .addObject()
          .put("job", job.name())
          .put("generation", job.generation())
          .put("checkpoint", job.checkpointId());
    }
    return node;
  }

  static BackupPoint fromJson(JsonNode node) {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : node.path("jobs")) {
      jobs.add(
          new Job(
              job.path("job").asText(),
              job.path("generation").asInt(),
              job.path("checkpoint").asLong()));
    }
    return new BackupPoint(
        Instant.parse(node.path("takenAt").asText()),
        Instant.parse(node.path("asOf").asText()),
        node.path("productVersion").asText(),
        node.path("layout").asInt(),
        node.path("ledgerSchema").asInt(),
        node.path("stateSchema").asInt(),
        jobs);
  }

  /** Writes it into a copied directory, as the last of its files. */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), toJson().toString());
  }

  static BackupPoint read(Path folder) throws IOException {
    return fromJson(JSON.readTree(folder.resolve(FILE).toFile()));
  }
}
