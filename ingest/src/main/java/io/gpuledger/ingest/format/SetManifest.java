package io.gpuledger.ingest.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.BillFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a provider that names the parts of one delivery.
 *
 * @param file the manifest itself
 * @param parts the parts in their order
 * @param period what its export is of: account, where it is told, and billing period; of exports
 *     that stand in folders the folder of the period. Empty where no period is told
 * @param run the run of the export that wrote it, empty where it is not told
 * @param type what the export is, in the provider's word; empty where it is not told
 */
public record SetManifest(BillFile file, List<Part> parts, String period, String run, String type) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longest manifest. */
  private static final int MAX_BYTES = 16 << 20;

  /** Where the parts stand: Data Exports [K], the legacy report of AWS, exports of Azure. */
  private static final List<String> KEYS = List.of("dataFiles", "reportKeys", "blobs");

  /** The folder of a month's runs in exports of Azure. */
  private static final Pattern MONTH = Pattern.compile("(.*?/)?\\d{8}-\\d{8}(?=/)");

  /**
   * A part of the delivery.
   *
   * @param key its name with directories, as the manifest has it
   * @param bytes its size; below 0 where it is not told
   */
  public record Part(String key, long bytes) {
    /** Its name without directories. */
    public String name() {
      return key.substring(key.lastIndexOf('/') + 1);
    }

    /** A text names the part; an object says more of it. */
    private static Part of(JsonNode json) {
      return json.isObject()
          ? new Part(json.path("blobName").asText(""), json.path("byteCount").asLong(-1))
          : new Part(json.asText(), -1);
    }
  }

  public SetManifest {
    parts = List.copyOf(parts);
  }

  /**
   * The manifest that a file is; empty where it is none.
   *
   * @throws IOException if it cannot be read from disk
   */
  public static Optional<SetManifest> of(BillFile file) throws IOException {
    if (file.packing() != BillFile.Packing.PLAIN || Files.size(file.path()) > MAX_BYTES) {
      return Optional.empty();
    }
    JsonNode root;
    try (InputStream in = Files.newInputStream(file.path())) {
      int first = in.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
        first = in.read();
      }
      if (first != '{') {
        return Optional.empty();
      }
      root = JSON.readTree(file.path().toFile());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    for (String key : KEYS) {
      if (root.path(key).isArray()) {
        List<Part> parts = new ArrayList<>();
        root.path(key).forEach(part -> parts.add(Part.of(part)));
        return Optional.of(
            new SetManifest(
                file,
                parts,
                period(root, parts),
                firstText(
                    root.path("assemblyId"),
                    root.path("executionId"),
                    root.path("runInfo").path("runId")),
                root.path("exportConfig").path("type").asText("")));
      }
    }
    return Optional.empty();
  }

  private static String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      if (!node.asText("").isEmpty()) {
        return node.asText();
      }
    }
    return "";
  }

  /**
   * The period in words of the manifest, else as the keys of Data Exports have it [K], else the
   * folder of the export and month.
   */
  private static String period(JsonNode root, List<Part> parts) {
    JsonNode told = root.path("billingPeriod");
    String period =
        told.isObject() ? told.path("start").asText("") + " to " + told.path("end").asText("") : "";
    for (Part part : parts) {
      for (String segment : part.key().split("/", -1)) {
        if (period.isEmpty() && segment.startsWith("BILLING_PERIOD=")) {
          period = segment.substring("BILLING_PERIOD=".length());
        }
      }
      Matcher month = MONTH.matcher(part.key());
      if (period.isEmpty() && month.lookingAt()) {
        period = month.group();
      }
    }
    return period.isEmpty() ? "" : (root.path("account").asText("") + " " + period).strip();
  }

  boolean saysTheSame(SetManifest other) {
    return parts.equals(other.parts) && period.equals(other.period) && run.equals(other.run);
  }

  /** Whether another manifest is of the same period, so that the two are one month twice. */
  boolean repeats(SetManifest other) {
    return !other.equals(this) && !period.isEmpty() && period.equals(other.period);
  }

  Problem fault(String message) {
    return new Problem(
        ProblemCode.INCOMPLETE_SET, new Location(file.name(), 0, 0), "", message, "");
  }
}
