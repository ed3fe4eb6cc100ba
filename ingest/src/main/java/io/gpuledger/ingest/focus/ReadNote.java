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
  /** The note of a file that ends inside the record at a line. */
  public static ReadNote cutShort(String file, long line) {
    return new ReadNote(
        Kind.CUT_SHORT,
        new Location(file, line, 0),
        "the file ends inside this record, as one does that was cut off while it was written or"
            + " copied; the records before it are loaded, what followed is missing: get the"
            + " whole file and import it again");
  }

  /** The closed list of notes. */
  public enum Kind {
    /** Cells are separated by something else than a comma. */
    SEPARATOR,
    /** The file ends inside a record. */
    CUT_SHORT,
    /** A version has far less than the one that it replaces. */
    FAR_LESS,
    /** The charges of a version do not come to what its records ask for. */
    SUM_DIFFERS,
    /** Lines have no amortised cost, since the file lacks what their rule needs. */
    COST_UNKNOWN,
    /** Discounts stand in the net costs of usage and, it seems, once more on lines of their own. */
    DISCOUNT_UNCLEAR,
    /** Costs are at published prices, since the set has none of the account. */
    LIST_PRICED,
    /** What the file tells is invoiced by another provider, on whose bill it stands as well. */
    BILLED_ELSEWHERE,
    /** One of two views of a month is there alone, so that a cost is not whole. */
    ONE_VIEW,
    /** The provider holds more than the files of the set. */
    MORE_PAGES,
    /** The invoice holds charges that files of the format never have. */
    NOT_ALL_BILLED,
    /** Usage has no rate in the contract's rate card, so that it has no cost. */
    UNPRICED,
    /** A delivery in force brought the file already, so its rows are left out. */
    LOADED_BEFORE
  }
}
