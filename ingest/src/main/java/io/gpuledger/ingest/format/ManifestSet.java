package io.gpuledger.ingest.format;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.format.SetManifest.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifests of a set, and which of its files each of their parts is. */
final class ManifestSet {
  private final List<SetManifest> manifests = new ArrayList<>();
  private final Map<BillFile, Integer> owners = new HashMap<>();
  private final List<BillFile> ordered = new ArrayList<>();
  private final List<BillFile> unnamed = new ArrayList<>();
  private final Map<BillFile, Problem> faults = new HashMap<>();

  private ManifestSet() {}

  /**
   * Sorts the files of a set.
   *
   * @throws IOException if a file cannot be read from disk
   */
  static ManifestSet of(List<BillFile> given) throws IOException {
    ManifestSet set = new ManifestSet();
    for (BillFile file : given) {
      Optional<SetManifest> manifest = SetManifest.of(file);
      if (manifest.isEmpty()) {
        set.unnamed.add(file);
      } else if (set.manifests.stream().noneMatch(manifest.get()::saysTheSame)) {
        // AWS writes the manifest of a run twice.
        set.manifests.add(manifest.get());
      }
    }
    set.assign();
    return set;
  }

  boolean isEmpty() {
    return manifests.isEmpty();
  }

  /** The files in the order in which the manifests name them. */
  List<BillFile> files() {
    List<BillFile> files = new ArrayList<>(ordered);
    files.addAll(unnamed);
    return files;
  }

  /** What is known of a file before it is read. */
  SetPart part(BillFile file, boolean readable) {
    Integer owner = owners.get(file);
    return owner == null
        ? new SetPart(file, "", "", readable)
        : new SetPart(file, owner.toString(), manifests.get(owner).type(), readable);
  }

  /** What is wrong with the set: at most one fault of each file, manifests included. */
  Map<BillFile, Problem> faults() {
    return faults;
  }

  private void assign() throws IOException {
    for (int i = 0; i < manifests.size(); i++) {
      SetManifest manifest = manifests.get(i);
      List<String> missing = new ArrayList<>();
      for (Part part : manifest.parts()) {
        Optional<BillFile> file = take(part);
        if (file.isEmpty()) {
          missing.add(part.name());
        } else {
          owners.put(file.get(), i);
          ordered.add(file.get());
          checkSize(file.get(), part);
        }
      }
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
    for (BillFile file : manifests.isEmpty() ? List.<BillFile>of() : unnamed) {
      faults.put(file, fault(file, "no manifest of the set names this file; import it apart"));
    }
  }

  /** The file of a part, no longer unnamed. Runs give their parts the same names: folders tell. */
  private Optional<BillFile> take(Part part) {
    BillFile best = null;
    int bestShared = -1;
    for (BillFile file : unnamed) {
      if (file.name().equals(part.name())) {
        int shared = shared(file.path(), part.key());
        if (shared > bestShared) {
          best = file;
          bestShared = shared;
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    unnamed.remove(best);
    return Optional.of(best);
  }

  /** How many names at the end of a path are those at the end of a key. */
  private static int shared(Path path, String key) {
    String[] names = key.split("/", -1);
    int shared = 0;
    while (shared < Math.min(names.length, path.getNameCount())
        && path.getName(path.getNameCount() - 1 - shared)
            .toString()
            .equals(names[names.length - 1 - shared])) {
      shared++;
    }
    return shared;
  }

  /** A file of another size than its manifest says is not the one that was written. */
  private void checkSize(BillFile file, Part part) throws IOException {
    long size = Files.size(file.path());
    boolean packed =
        file.packing() == BillFile.Packing.GZIP || file.packing() == BillFile.Packing.ZSTD;
    // Of packed files it is not known which size is meant; they tell themselves where they end.
    if (part.bytes() >= 0 && !packed && size != part.bytes()) {
      faults.put(
          file,
          fault(
              file,
              "the file has %d bytes and its manifest says %d, so it is not whole or of another run; nothing was loaded"
                  .formatted(size, part.bytes())));
    }
  }

  private static Problem fault(BillFile file, String message) {
    return new Problem(
        ProblemCode.INCOMPLETE_SET, new Location(file.name(), 0, 0), "", message, "");
  }
}
