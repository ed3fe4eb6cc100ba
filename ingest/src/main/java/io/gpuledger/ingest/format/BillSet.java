package io.gpuledger.ingest.format;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.NativeBillReader;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.FocusReader;
import io.gpuledger.ingest.focus.RefusedRow;
import io.gpuledger.ingest.focus.RowHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The files of one delivery set and the one format that they have. A set never mixes formats: two
 * exports of one month in two formats would be the same money twice.
 */
public final class BillSet {
  /** Changes whenever the same FOCUS file would be read differently under the same request. */
  private static final String FOCUS_PARSER = "focus-1";

  private final List<BillFile> files;
  private final boolean named;
  private final List<Optional<Problem>> refusals;
  private final boolean refusedWhole;
  private final Optional<BillFormat> format;
  private final ColumnSlots slots;
  private final FocusReader focusReader;
  private final Optional<NativeBillReader> nativeReader;

  private BillSet(
      List<BillFile> files,
      boolean named,
      List<Optional<Problem>> refusals,
      boolean refusedWhole,
      Optional<BillFormat> format,
      boolean computedFloats) {
    this.files = files;
    this.named = named;
    this.refusals = refusals;
    this.refusedWhole = refusedWhole;
    this.format = format;
    this.focusReader = new FocusReader(computedFloats);
    this.slots = focusReader.slots();
    this.nativeReader = format.map(found -> new NativeBillReader(found, slots, computedFloats));
  }

  /** The same files, of which nothing is loaded. */
  private BillSet(BillSet whole, List<Optional<Problem>> refusals) {
    this.files = whole.files;
    this.named = whole.named;
    this.refusals = refusals;
    this.refusedWhole = true;
    this.format = whole.format;
    this.focusReader = whole.focusReader;
    this.slots = whole.slots;
    this.nativeReader = whole.nativeReader;
  }

  /**
   * Looks at the heads of the files.
   *
   * @param computedFloats whether the source computes with floats
   * @throws IOException if a file cannot be read from disk
   */
  public static BillSet of(List<BillFile> given, FormatChoice choice, boolean computedFloats)
      throws IOException {
    ManifestSet manifests = ManifestSet.of(given);
    if (!manifests.faults().isEmpty()) {
      return refused(given, manifests.faults(), computedFloats);
    }
    List<BillFile> files = manifests.files();
    List<FileFormat> formats = new ArrayList<>();
    for (BillFile file : files) {
      formats.add(FileFormat.of(file, choice));
    }
    Optional<FileFormat> first =
        formats.stream().filter(told -> told.words().size() == 1).findFirst();
    List<Optional<Problem>> refusals = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      refusals.add(refusal(files.get(i), formats.get(i), first));
    }
    Optional<BillFormat> format = first.flatMap(FileFormat::chosen);
    if (format.isPresent()) {
      List<SetPart> parts = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        parts.add(manifests.part(files.get(i), refusals.get(i).isEmpty()));
      }
      format = Optional.of(format.get().ofSet(parts));
    }
    boolean named = !manifests.isEmpty();
    return new BillSet(files, named, refusals, false, format, computedFloats);
  }

  /** A set of which nothing is loaded, since its files do not belong together. */
  private static BillSet refused(
      List<BillFile> given, Map<BillFile, Problem> faults, boolean computedFloats) {
    List<Optional<Problem>> told =
        given.stream().map(file -> Optional.ofNullable(faults.get(file))).toList();
    return new BillSet(given, true, told, true, Optional.empty(), computedFloats);
  }

  private static Optional<Problem> refusal(
      BillFile file, FileFormat found, Optional<FileFormat> first) {
    if (first.isEmpty() || found.words().size() != 1 || found.words().equals(first.get().words())) {
      return found.refusal();
    }
    return Optional.of(
        FileFormat.problem(
            file,
            "the file is %s and others of the set are %s; import them apart"
                .formatted(found.words().get(0), first.get().words().get(0))));
  }

  /** The files in the order that gives rows their numbers; a manifest is none of them. */
  public List<BillFile> files() {
    return files;
  }

  /** The word of the format; FOCUS where none could be told. */
  public String format() {
    return format.map(BillFormat::format).orElse(Formats.FOCUS);
  }

  /** Whether a delivery adds or replaces, where the format says it and not the source. */
  public Optional<DeliveryKind> deliveryKind() {
    return format.flatMap(BillFormat::deliveryKind);
  }

  /** What one delivery covers, where the format says it and not the source. */
  public Optional<Scope.Kind> scope() {
    return format.flatMap(BillFormat::scope);
  }

  /** Changes whenever the same files would be read differently. */
  public String parserVersion() {
    return format.map(BillFormat::parserVersion).orElse(FOCUS_PARSER);
  }

  /** Where the columns of the rows stand. */
  public ColumnSlots slots() {
    return slots;
  }

  /**
   * Whether the set is loaded whole or not at all: where it is asked for, with a manifest, and
   * where a native bill replaces a month, which a part of it would make too small.
   */
  public boolean mustBeWhole(DeliveryKind kind, boolean asked) {
    return !refusedWhole
        && (asked
            || named
            || (nativeReader.isPresent()
                && (kind == DeliveryKind.OVERWRITE || deliveryKind().isPresent())));
  }

  /**
   * Reads the files for what makes a set less than whole: one that ends too early and one that is
   * refused, be it empty where a manifest names it.
   *
   * @param asked whether a refused file counts whatever its format
   * @param progress told how many bytes of the file on disk each read took
   * @return this set, or the same files of which nothing is loaded
   * @throws IOException if a file cannot be opened or read from disk
   */
  public BillSet whole(boolean asked, LongConsumer progress) throws IOException {
    List<Optional<Problem>> faults = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      PartCheck check = new PartCheck(asked || named || nativeReader.isPresent(), named);
      if (refusals.get(i).isPresent()) {
        refuse(i, refusals.get(i).get(), check);
      } else if (nativeReader.isPresent()) {
        nativeReader.get().check(files.get(i), i, check, progress);
      } else {
        focusReader.read(files.get(i), i, check, progress);
      }
      faults.add(check.fault());
    }
    return faults.stream().allMatch(Optional::isEmpty) ? this : new BillSet(this, faults);
  }

  /** Whether the files are read for what they teach before charges are made of any. */
  public boolean studies() {
    return !refusedWhole && format.map(BillFormat::studies).orElse(false);
  }

  /**
   * Reads the files for what the charges of the set need of each other.
   *
   * @param repeated which files the set has twice; they teach nothing new
   * @param progress told how many bytes of the file on disk each read took
   * @return this set, or where it has nothing but what charges need the same files, refused
   * @throws IOException if a file cannot be opened or read from disk
   */
  public BillSet learned(List<Boolean> repeated, LongConsumer progress) throws IOException {
    if (!studies() || nativeReader.isEmpty()) {
      return this;
    }
    List<Optional<Problem>> faults = new ArrayList<>();
    boolean charges = false;
    for (int i = 0; i < files.size(); i++) {
      Optional<String> reference = Optional.empty();
      if (refusals.get(i).isEmpty()) {
        reference = nativeReader.get().learn(files.get(i), i, repeated.get(i), progress);
        charges |= reference.isEmpty();
      } else {
        charges |= refusals.get(i).isPresent();
      }
      BillFile file = files.get(i);
      faults.add(reference.map(words -> onlyReference(file, words)));
    }
    Map<Integer, Problem> refused = format.map(BillFormat::refusals).orElse(Map.of());
    if (charges && refused.isEmpty()) {
      return this;
    }
    for (int i = 0; i < files.size() && charges; i++) {
      faults.set(i, Optional.ofNullable(refused.get(i)));
    }
    return new BillSet(this, faults);
  }

  /** Whether a file of the very content of an earlier one tells only what that one does. */
  public boolean isCopy(int index, int earlier) {
    return format.map(found -> found.isCopy(index, earlier)).orElse(true);
  }

  private static Problem onlyReference(BillFile file, String words) {
    return new Problem(
        ProblemCode.INCOMPLETE_SET,
        Location.ofInput(file.name()),
        "",
        "the file holds " + words + " and the set has no charges; import it together with them",
        "");
  }

  /**
   * Reads a file to its end; all faults go to the handler.
   *
   * @param index position in {@link #files}
   * @param progress told how many bytes of the file on disk each read took
   * @throws IOException if the file cannot be opened or read from disk
   */
  public void read(int index, RowHandler handler, LongConsumer progress) throws IOException {
    BillFile file = files.get(index);
    Optional<Problem> refusal = refusals.get(index);
    if (refusal.isPresent()) {
      refuse(index, refusal.get(), handler);
    } else if (refusedWhole) {
      // What is wrong with the set is told of the files that are not whole.
      return;
    } else if (nativeReader.isPresent()) {
      nativeReader.get().read(file, index, handler, progress);
    } else {
      focusReader.read(file, index, handler, progress);
    }
  }

  private static void refuse(int index, Problem problem, RowHandler handler) {
    handler.refused(new RefusedRow((long) index << 32, problem, Optional.empty()));
  }
}
