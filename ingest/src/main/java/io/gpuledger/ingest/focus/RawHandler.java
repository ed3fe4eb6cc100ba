package io.gpuledger.ingest.focus;

import io.gpuledger.cost.problem.Problem;
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

  /** A record, or the rest of the file, that has no cells to look at. */
  void fault(Problem problem);
}
