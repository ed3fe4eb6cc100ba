package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.format.FormatChoice;
import java.nio.file.Path;
import java.util.List;

/**
 * One delivery set to import.
 *
 * @param source configured name of the origin
 * @param files in the order that gives rows their numbers
 * @param scopeKind how the source is cut
 * @param kind overwrite or append
 * @param computedFloats whether the source computes with floats
 * @param replacePeriod whether accounts of the same periods that the set lacks are emptied
 * @param farLessThan a version with less than this share of what it replaces is noted, 0 to 1
 * @param format what the files may be
 * @param whole whether nothing is loaded where any of the files ends too early or is refused,
 *     whatever the format and kind
 */
public record ImportRequest(
    String source,
    List<BillFile> files,
    Scope.Kind scopeKind,
    DeliveryKind kind,
    boolean computedFloats,
    boolean replacePeriod,
    Amount farLessThan,
    FormatChoice format,
    boolean whole) {
  /** Most files of a set. */
  public static final int MAX_FILES = 100_000;

  /** A set of which a version is noted that has less than half of what it replaces. */
  public ImportRequest(
      String source,
      List<BillFile> files,
      Scope.Kind scopeKind,
      DeliveryKind kind,
      boolean computedFloats,
      boolean replacePeriod) {
    this(
        source,
        files,
        scopeKind,
        kind,
        computedFloats,
        replacePeriod,
        FarLess.HALF,
        FormatChoice.AUTO);
  }

  /** A set of which, where its format and kind allow it, what can be read is loaded. */
  public ImportRequest(
      String source,
      List<BillFile> files,
      Scope.Kind scopeKind,
      DeliveryKind kind,
      boolean computedFloats,
      boolean replacePeriod,
      Amount farLessThan,
      FormatChoice format) {
    this(source, files, scopeKind, kind, computedFloats, replacePeriod, farLessThan, format, false);
  }

  public ImportRequest {
    files = List.copyOf(files);
    if (source.isBlank()) {
      throw new IllegalArgumentException("source is blank");
    }
    if (files.isEmpty() || files.size() > MAX_FILES) {
      throw new IllegalArgumentException(
          files.size() + " files; a set has 1 to " + MAX_FILES + " files");
    }
    if (kind == DeliveryKind.RETRACT || scopeKind == Scope.Kind.UNKNOWN) {
      throw new IllegalArgumentException("cannot import as " + kind + ", " + scopeKind);
    }
  }

  /** Bills cut by account and month, each replacing its scope: the default. */
  public static ImportRequest of(String source, List<Path> files) {
    return new ImportRequest(
        source,
        files.stream().map(BillFile::of).toList(),
        Scope.Kind.ACCOUNT_MONTH,
        DeliveryKind.OVERWRITE,
        false,
        false);
  }

  /** The same request of other files. */
  ImportRequest of(List<BillFile> others) {
    return new ImportRequest(
        source, others, scopeKind, kind, computedFloats, replacePeriod, farLessThan, format, whole);
  }

  /** The same with files of this format. */
  public ImportRequest as(FormatChoice choice) {
    return new ImportRequest(
        source, files, scopeKind, kind, computedFloats, replacePeriod, farLessThan, choice, whole);
  }

  /** The same that is loaded whole or not at all. */
  public ImportRequest loadedWhole() {
    return new ImportRequest(
        source, files, scopeKind, kind, computedFloats, replacePeriod, farLessThan, format, true);
  }

  /** The same that adds or replaces. */
  ImportRequest kindOf(DeliveryKind other) {
    return new ImportRequest(
        source, files, scopeKind, other, computedFloats, replacePeriod, farLessThan, format, whole);
  }

  /** The same cut otherwise. */
  ImportRequest cutBy(Scope.Kind kindOfScope) {
    return new ImportRequest(
        source,
        files,
        kindOfScope,
        kind,
        computedFloats,
        replacePeriod,
        farLessThan,
        format,
        whole);
  }

  /** The same with accounts of the same periods emptied that the set lacks. */
  public ImportRequest replacingPeriod() {
    return new ImportRequest(
        source, files, scopeKind, kind, computedFloats, true, farLessThan, format, whole);
  }
}
