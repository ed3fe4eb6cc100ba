package io.gpuledger.ingest.azure;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The exports of a set: which view of a month each is, and which months are there in both views.
 * What the columns cannot tell is told by the manifest, the lines, and the names, in this order;
 * where that is not enough the set is refused, since to guess could count a month twice.
 */
final class AzureParts {
  private final List<SetPart> parts;
  private final List<Export> exports;
  private final Map<Integer, Problem> refusals = new HashMap<>();
  private final Set<String> paired = new TreeSet<>();

  /** One export: the files that one manifest names, or a file by itself. */
  private static final class Export {
    private final List<Integer> files = new ArrayList<>();
    private final AzureScan scan = new AzureScan();
    private boolean repeated;
    private AzureView view = AzureView.PLAIN;
  }

  AzureParts(List<SetPart> parts) {
    this.parts = List.copyOf(parts);
    Map<String, Export> byManifest = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      SetPart part = parts.get(i);
      String key = part.export().isEmpty() ? "file " + i : "export " + part.export();
      Export export = byManifest.computeIfAbsent(key, added -> new Export());
      export.files.add(i);
    }
    exports = List.copyOf(byManifest.values());
  }

  /**
   * What learns from a file.
   *
   * @param repeated whether an earlier file has the same content; it may be the other view all the
   *     same, of a month without commitments
   */
  RecordStudy study(int file, AzureColumns columns, boolean repeated) {
    Export export = export(file);
    export.repeated |= repeated;
    return export.scan.study(columns);
  }

  /** Decides once all files were studied. */
  void settle() {
    exports.forEach(this::findView);
    findPairs();
    findRepeated();
  }

  /** The view of a file; plain before all were studied. */
  AzureView view(int file) {
    return export(file).view;
  }

  private Export export(int file) {
    return exports.stream()
        .filter(export -> export.files.contains(file))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no file " + file));
  }

  /** The accounts and periods of which both views are there, see {@link AzureScopes#key}. */
  Set<String> paired() {
    return paired;
  }

  /** Why the set cannot be loaded, by position of the file. */
  Map<Integer, Problem> refusals() {
    return refusals;
  }

  private void findView(Export export) {
    SetPart first = parts.get(export.files.get(0));
    Optional<AzureView> told = AzureView.named(first.exportType());
    AzureScan scan = export.scan;
    if (scan.purchases() && scan.amortised()) {
      refuse(
          export,
          "it has purchases of commitments, as an actual cost export has, and covered usage at its"
              + " share of them, as an amortised one has; import the two exports as they are"
              + " written");
      return;
    }
    Optional<AzureView> shown =
        scan.purchases() || (scan.coveredFree() && !scan.amortised())
            ? Optional.of(AzureView.ACTUAL)
            : scan.amortised() ? Optional.of(AzureView.AMORTISED) : Optional.empty();
    boolean contradicts =
        told.isPresent() && (told.get() == AzureView.ACTUAL ? scan.amortised() : scan.purchases());
    if (contradicts) {
      refuse(
          export,
          "its manifest says that it is the %s cost export, and its lines are those of the other"
              .formatted(told.get().word()));
      return;
    }
    export.view =
        told.or(() -> shown).or(() -> AzureView.named(first.file().name())).orElse(AzureView.PLAIN);
  }

  private void findPairs() {
    Set<String> actual = scopes(AzureView.ACTUAL);
    Set<String> amortised = scopes(AzureView.AMORTISED);
    paired.addAll(actual);
    paired.retainAll(amortised);
    for (Export export : exports) {
      if (export.view == AzureView.PLAIN
          && export.scan.scopes().stream().anyMatch(paired::contains)) {
        refuse(
            export,
            "the set has the actual and the amortised export of the month, and nothing tells which"
                + " of the two this file belongs to; import it with the manifests, or name it"
                + " ActualCost or AmortizedCost");
      } else if (export.view == AzureView.PLAIN
          && export.scan.scopes().stream().anyMatch(amortised::contains)) {
        // A further part of the amortised export, whose sum it belongs to.
        export.view = AzureView.AMORTISED;
      }
    }
  }

  private Set<String> scopes(AzureView view) {
    Set<String> scopes = new TreeSet<>();
    exports.stream()
        .filter(export -> export.view == view)
        .forEach(export -> scopes.addAll(export.scan.scopes()));
    return scopes;
  }

  /**
   * Two exports of one view with as many lines and the same sum are one month twice. The very same
   * file given twice is found where files are read.
   */
  private void findRepeated() {
    for (int i = 0; i < exports.size(); i++) {
      for (int j = i + 1; j < exports.size(); j++) {
        Export one = exports.get(i);
        Export other = exports.get(j);
        boolean copy = one.repeated || other.repeated;
        if (one.view == other.view && !copy && one.scan.tellsTheSame(other.scan)) {
          refuse(
              other,
              "it has as many lines as %s, with the same sum, in another order; the month would be"
                      .formatted(parts.get(one.files.get(0)).file().name())
                  + " there twice: name the exports ActualCost and AmortizedCost if they are the"
                  + " two views, else import one");
        }
      }
    }
  }

  private void refuse(Export export, String message) {
    for (int file : export.files) {
      SetPart part = parts.get(file);
      if (part.readable()) {
        refusals.putIfAbsent(
            file,
            new Problem(
                ProblemCode.INCOMPLETE_SET,
                new Location(part.file().name(), 0, 0),
                "",
                message,
                ""));
      }
    }
  }
}
