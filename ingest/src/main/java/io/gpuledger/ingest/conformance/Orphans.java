package io.gpuledger.ingest.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * References of one file to another dataset that found nothing. Where several files are given and
 * none of this one's references is known, the dataset given is of another delivery: that is told
 * once, and not as an orphan each.
 */
final class Orphans {
  private final FindingLog log;
  private final CheckedColumn column;
  private final String dataset;
  private final List<Finding> first = new ArrayList<>();
  private long missing;
  private long known;

  Orphans(FindingLog log, CheckedColumn column, String dataset) {
    this.log = log;
    this.column = column;
    this.dataset = dataset;
  }

  void known() {
    known++;
  }

  void missing(Row row, String id) {
    missing++;
    if (first.size() < log.maxFindings()) {
      first.add(
          column.finding(
              column.place(row),
              "Reference",
              Severity.MUST,
              id + " stands in none of the " + dataset + " files given"));
    }
  }

  /**
   * Tells what the file had.
   *
   * @param alone whether no other file of the same dataset was given
   */
  void fileEnd(String file, boolean alone) {
    if (missing > 0 && (known > 0 || alone)) {
      first.forEach(log::add);
      log.addUnshown(file, rule(), Severity.MUST, missing - first.size());
    } else if (missing > 0) {
      log.note(
          file
              + ": none of its "
              + missing
              + " references stands in the "
              + dataset
              + " files given, which seem to be of other charges; orphans were not judged");
    }
    first.clear();
    missing = 0;
    known = 0;
  }

  private String rule() {
    return first.get(0).rule();
  }
}
