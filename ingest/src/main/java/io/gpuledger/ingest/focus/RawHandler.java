package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Problem;
import java.util.BitSet;
import java.util.List;

/** Takes the cells of a file as they are written. */
public interface RawHandler {
  /**
   * The names of the columns, before any record.
   *
   * @return whether the records are wanted
   */
  boolean header(List<String> names);

  /** A record with as many cells as the header. It is valid during the call only. */
  void record(RawRecord record);

  /**
   * Told before the header which columns hold floats, whose values are their shortest decimals.
   *
   * @param fields positions from 0; none in CSV
   */
  default void floats(BitSet fields) {}

  /** Told of what is odd about a file that is read all the same. */
  default void noted(ReadNote note) {}

  /** A record, or the rest of the file, that has no cells to look at. */
  void fault(Problem problem);
}
