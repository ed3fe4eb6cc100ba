package io.gpuledger.dashboard.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive holds: the first thing in it, and checked before anything is restored.
 *
 * @param point where the backup stands
 * @param files its files, in the order of the archive
 * @param links its symbolic links
 */
record BackupManifest(BackupPoint point, List<Entry> files, List<Link> links) {
  /** Version of the archive that this version writes; it reads none newer. */
  static final int FORMAT = 1;

  static final String NAME = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  BackupManifest {
    files = List.copyOf(files);
    links = List.copyOf(links);
  }

  /** A file: its path in the data directory with {@code /}, its length and its SHA-256 in hex. */
  record Entry(String path, long bytes, String sha256) {}

  /** A symbolic link and where it points, relative to where it stands. */
  record Link(String path, String target) {}

  long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  byte[] toJson() {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    node.set("point", point.toJson());
    for (Entry file : files) {
      node.withArray("files")
          .addObject()
          .put("path", file.path())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    for (Link link : links) {
      node.withArray("links").addObject().put("path", link.path()).put("target", link.target());
    }
    return node.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a manifest.
   *
   * @throws BackupRefusedException if it is none, or one of a newer version
   */
  static BackupManifest parse(byte[] bytes) throws IOException, BackupRefusedException {
    try {
      JsonNode node = JSON.readTree(bytes);
      int format = node.path("format").asInt(0);
      if (format > FORMAT) {
        throw new BackupRefusedException(
            "it was written by a newer GpuLedger (archive format "
                + format
                + ", this version knows "
                + FORMAT
                + "); use that version");
      }
      if (format < 1) {
        throw new BackupRefusedException("its manifest names no format");
      }
      List<Entry> files = new ArrayList<>();
      for (JsonNode file : node.path("files")) {
        files.add(
            new Entry(
                file.path("path").asText(),
                file.path("bytes").asLong(-1),
                file.path("sha256").asText()));
      }
      List<Link> links = new ArrayList<>();
      for (JsonNode link : node.path("links")) {
        links.add(new Link(link.path("path").asText(), link.path("target").asText()));
      }
      return new BackupManifest(BackupPoint.fromJson(node.path("point")), files, links);
    } catch (JsonProcessingException | DateTimeException unreadable) {
      throw new BackupRefusedException("its manifest cannot be read");
    }
  }
}
