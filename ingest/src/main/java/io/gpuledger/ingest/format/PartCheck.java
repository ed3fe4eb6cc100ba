package io.gpuledger.ingest.format;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.FocusRow;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.RefusedRow;
import io.gpuledger.ingest.focus.RowHandler;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes a file less than whole. A record that is refused alone does not: it is counted
 * and kept, and nothing after it is missing.
 */
final class PartCheck implements RowHandler {
  private static final String CONSEQUENCE =
      "; nothing of the set was loaded, since a month without a part would be too small";

  private final boolean refusalsCount;
  private final boolean emptyCounts;
  private @Nullable Problem last;
  private @Nullable Problem fault;

  /**
   * A check of one file.
   *
   * @param refusalsCount whether a file that is refused as a whole makes its set less than whole
   * @param emptyCounts whether one without records does so too
   */
  PartCheck(boolean refusalsCount, boolean emptyCounts) {
    this.refusalsCount = refusalsCount;
    this.emptyCounts = emptyCounts;
  }

  /** Why the file is not whole, and what follows; empty where it is. */
  Optional<Problem> fault() {
    return Optional.ofNullable(fault)
        .map(
            found ->
                new Problem(
                    found.code(),
                    found.location(),
                    found.field(),
                    found.message() + CONSEQUENCE,
                    found.rawText()));
  }

  @Override
  public void accepted(FocusRow row) {}

  @Override
  public void refused(RefusedRow row) {
    last = row.problem();
    boolean file = (row.rowNo() & 0xFFFF_FFFFL) == 0;
    boolean missing = emptyCounts || last.code() != ProblemCode.EMPTY_INPUT;
    if (last.code() == ProblemCode.TRUNCATED || (file && refusalsCount && missing)) {
      found(last);
    }
  }

  @Override
  public void noted(ReadNote note) {
    // The record in which the file ends was refused just before.
    if (note.kind() == ReadNote.Kind.CUT_SHORT && last != null) {
      found(last);
    }
  }

  @Override
  public void opened(FocusVersion version) {}

  private void found(Problem problem) {
    if (fault == null) {
      fault = problem;
    }
  }
}
