package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads the files of one delivery set, one after the other. */
public final class FocusReader {
  private final ColumnSlots slots = new ColumnSlots();
  private final boolean computedFloats;

  /**
   * A reader for one set.
   *
   * @param computedFloats whether the source computes with floats, so that digits past the 18th are
   *     rounded at read instead of refused
   */
  public FocusReader(boolean computedFloats) {
    this.computedFloats = computedFloats;
  }

  /** Where the columns of the rows stand. */
  public ColumnSlots slots() {
    return slots;
  }

  /**
   * Reads a file to its end; all faults go to the handler.
   *
   * @param fileIndex position in the set, from 0
   * @param progress told how many bytes of the file on disk each read took
   * @throws IOException if the file cannot be opened or read from disk
   */
  public void read(BillFile file, int fileIndex, RowHandler handler, LongConsumer progress)
      throws IOException {
    if (file.packing() == BillFile.Packing.PARQUET) {
      new ParquetFocusReader(file, fileIndex, slots, handler, computedFloats).read(progress);
      return;
    }
    if (JsonFile.is(file)) {
      RawFile.read(
          file, new JsonFocusReader(file, fileIndex, slots, handler, computedFloats), progress);
      return;
    }
    try (InputStream in = file.open(progress)) {
      new CsvFocusReader(file.name(), fileIndex, slots, handler, computedFloats).read(in);
    } catch (IOException e) {
      if (file.packing() == BillFile.Packing.PLAIN) {
        throw e;
      }
      handler.refused(refusedFile(file, fileIndex, e));
    }
  }

  /** Whether the columns of a file are those of FOCUS, be it that some are missing. */
  public static boolean recognises(List<String> names) {
    return FocusHeader.of(names)
        .refusal()
        .filter(refusal -> refusal.code() == ProblemCode.UNKNOWN_FORMAT)
        .isEmpty();
  }

  static RefusedRow refusedFile(BillFile file, int fileIndex, IOException e) {
    String state = BillFile.endsEarly(e) ? "ends too early" : "is damaged";
    return new RefusedRow(
        (long) fileIndex << 32,
        new Problem(
            ProblemCode.TRUNCATED,
            new Location(file.name(), 1, 0),
            "",
            "the file " + state + " before its first row: " + e.getMessage(),
            ""),
        Optional.empty());
  }
}
