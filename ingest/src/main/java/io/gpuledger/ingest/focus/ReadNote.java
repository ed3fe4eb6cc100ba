package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Location;

/**
 * Something of a file that its reader must know of, though every row that can be read is read.
 *
 * @param kind what it is
 * @param place where; line 0 for whole files
 * @param message what it is in words, and how it is mended
 */
public record ReadNote(Kind kind, Location place, String message) {
  /** The closed list of notes. */
  public enum Kind {
    /** Cells are separated by something else than a comma. */
    SEPARATOR,
    /** The file ends inside a record. */
    CUT_SHORT,
    /** A version has far less than the one that it replaces. */
    FAR_LESS
  }
}
