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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of a provider that names the parts of one delivery.
 *
 * @param file the manifest itself
 * @param parts names of the parts without directories, in their order
 * @param keys the same as the manifest has them
 * @param period account, where it is told, and billing period; empty where no period is told
 * @param run the run of the export that wrote it, empty where it is not told
 */
record SetManifest(
    BillFile file, List<String> parts, List<String> keys, String period, String run) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longest manifest. */
  private static final int MAX_BYTES = 16 << 20;

  /** Where the parts stand: Data Exports [K], the legacy report of AWS. */
  private static final List<String> KEYS = List.of("dataFiles", "reportKeys");

  SetManifest {
    parts = List.copyOf(parts);
    keys = List.copyOf(keys);
  }

  /** The manifest that a file is; empty where it is none. */
  static Optional<SetManifest> of(BillFile file) throws IOException {
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
        List<String> keys = new ArrayList<>();
        root.path(key).forEach(part -> keys.add(part.asText()));
        return Optional.of(
            new SetManifest(
                file,
                keys.stream().map(SetManifest::baseName).toList(),
                keys,
                period(root, keys),
                root.path("assemblyId").asText(root.path("executionId").asText(""))));
      }
    }
    return Optional.empty();
  }

  /** The period in words of the manifest, else as the keys of Data Exports have it [K]. */
  private static String period(JsonNode root, List<String> keys) {
    JsonNode told = root.path("billingPeriod");
    String period =
        told.isObject() ? told.path("start").asText("") + " to " + told.path("end").asText("") : "";
    for (String segment : String.join("/", keys).split("/", -1)) {
      if (period.isEmpty() && segment.startsWith("BILLING_PERIOD=")) {
        period = segment.substring("BILLING_PERIOD=".length());
      }
    }
    return period.isEmpty() ? "" : (root.path("account").asText("") + " " + period).strip();
  }

  /** Without those that say the same as another: AWS writes the manifest of a run twice. */
  static List<SetManifest> distinct(List<SetManifest> manifests) {
    List<SetManifest> distinct = new ArrayList<>();
    for (SetManifest manifest : manifests) {
      if (distinct.stream().noneMatch(manifest::saysTheSame)) {
        distinct.add(manifest);
      }
    }
    return distinct;
  }

  private boolean saysTheSame(SetManifest other) {
    return keys.equals(other.keys) && period.equals(other.period) && run.equals(other.run);
  }

  /** Whether another manifest is of the same period, so that the two are one month twice. */
  private boolean repeats(SetManifest other) {
    return !other.equals(this) && !period.isEmpty() && period.equals(other.period);
  }

  /**
   * What is wrong with a set whose files are these, the manifests not among them: at most one fault
   * of each file, manifests included.
   */
  static Map<BillFile, Problem> faults(List<SetManifest> manifests, List<BillFile> files) {
    Map<BillFile, Problem> faults = new HashMap<>();
    List<BillFile> unnamed = new ArrayList<>(files);
    for (SetManifest manifest : manifests) {
      List<String> missing = new ArrayList<>(manifest.parts());
      missing.removeIf(part -> take(unnamed, part));
      if (!missing.isEmpty() || manifest.parts().isEmpty()) {
        faults.put(
            manifest.file(),
            manifest.fault(
                missing.isEmpty()
                    ? "the manifest names no parts"
                    : "the manifest names parts that are not among the files: "
                        + String.join(", ", missing.subList(0, Math.min(10, missing.size())))
                        + "; nothing was loaded, since a month without a part would be too small"));
      }
    }
    for (SetManifest manifest : manifests) {
      if (manifests.stream().anyMatch(manifest::repeats)) {
        faults.putIfAbsent(
            manifest.file(),
            manifest.fault(
                "the set has two manifests of the billing period "
                    + manifest.period()
                    + ", so the month would be there twice; import one run of the export"));
      }
    }
    for (BillFile file : unnamed) {
      faults.put(
          file,
          new Problem(
              ProblemCode.INCOMPLETE_SET,
              new Location(file.name(), 0, 0),
              "",
              "no manifest of the set names this file; import it apart",
              ""));
    }
    return faults;
  }

  /** The files in the order in which the manifests name them. */
  static List<BillFile> ordered(List<SetManifest> manifests, List<BillFile> files) {
    List<BillFile> rest = new ArrayList<>(files);
    List<BillFile> ordered = new ArrayList<>();
    for (SetManifest manifest : manifests) {
      for (String part : manifest.parts()) {
        rest.stream()
            .filter(file -> file.name().equals(part))
            .findFirst()
            .ifPresent(
                file -> {
                  rest.remove(file);
                  ordered.add(file);
                });
      }
    }
    ordered.addAll(rest);
    return ordered;
  }

  private static boolean take(List<BillFile> files, String name) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).name().equals(name)) {
        files.remove(i);
        return true;
      }
    }
    return false;
  }

  private Problem fault(String message) {
    return new Problem(
        ProblemCode.INCOMPLETE_SET, new Location(file.name(), 0, 0), "", message, "");
  }

  private static String baseName(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
