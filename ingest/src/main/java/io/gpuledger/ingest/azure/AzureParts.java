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
  /** Most exports whose days are compared: each is compared with each. */
  private static final int MOST_COMPARED = 64;

  private static final String TELL =
      "; import it with the manifests, or name it ActualCost or AmortizedCost";
  private static final String WHICH = " which of the two this file belongs to" + TELL;

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
    List<AzureScan> ofActual = scans(AzureView.ACTUAL);
    List<AzureScan> ofAmortised = scans(AzureView.AMORTISED);
    for (Export export : exports) {
      if (export.view == AzureView.PLAIN) {
        Set<String> inActual = shared(export, actual);
        Set<String> inAmortised = shared(export, amortised);
        if (!inActual.isEmpty() && !inAmortised.isEmpty()) {
          refuse(
              export,
              "the set has the actual and the amortised export of the month, and nothing tells"
                  + WHICH);
        } else if (!inActual.isEmpty()) {
          findOther(export, AzureView.ACTUAL, ofActual, inActual);
        } else if (!inAmortised.isEmpty()) {
          findOther(export, AzureView.AMORTISED, ofAmortised, inAmortised);
        }
      }
    }
    paired.addAll(scopes(AzureView.ACTUAL));
    paired.retainAll(scopes(AzureView.AMORTISED));
  }

  /**
   * A file without commitments beside exports of one view is the other view where it has the lines
   * of them that have nothing to do with commitments; else it could as well be a further part.
   */
  private void findOther(
      Export export, AzureView view, List<AzureScan> exportsOfView, Set<String> shared) {
    if (export.scan.hasTheRestOf(exportsOfView, shared)) {
      export.view = view == AzureView.ACTUAL ? AzureView.AMORTISED : AzureView.ACTUAL;
    } else {
      refuse(
          export,
          "the set has the %s export of the month, and nothing tells".formatted(view.word())
              + " whether this file is a part of it or of the other view:"
              + " it has no lines of commitments, and its other lines are not those of that export"
              + TELL);
    }
  }

  private List<AzureScan> scans(AzureView view) {
    return exports.stream()
        .filter(export -> export.view == view)
        .map(export -> export.scan)
        .toList();
  }

  private static Set<String> shared(Export export, Set<String> scopes) {
    Set<String> shared = new TreeSet<>(export.scan.scopes());
    shared.retainAll(scopes);
    return shared;
  }

  private Set<String> scopes(AzureView view) {
    Set<String> scopes = new TreeSet<>();
    exports.stream()
        .filter(export -> export.view == view)
        .forEach(export -> scopes.addAll(export.scan.scopes()));
    return scopes;
  }

  /**
   * Two exports of one view with as many lines and the same sum are one month twice, and so are two
   * in which most of the days that both have are the same. The very same file given twice is found
   * where files are read.
   */
  private void findRepeated() {
    for (int i = 0; i < exports.size(); i++) {
      for (int j = i + 1; j < exports.size(); j++) {
        Export one = exports.get(i);
        Export other = exports.get(j);
        boolean copy = one.repeated || other.repeated;
        boolean same =
            one.scan.tellsTheSame(other.scan)
                || (one.view == AzureView.PLAIN && one.scan.hasTheSameRest(other.scan));
        if (one.view != other.view || copy) {
          continue;
        }
        if (exports.size() <= MOST_COMPARED && !same && one.scan.hasTheDaysOf(other.scan)) {
          refuse(
              other,
              "most of its days of a subscription are in %s too, with as many lines and the same sum"
                      .formatted(parts.get(one.files.get(0)).file().name())
                  + ", as in two runs of an export; these days would be there twice: import the"
                  + " newest run alone");
        }
        if (same) {
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
