package io.gpuledger.ingest.scrape;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which refused readings of one target are kept: all that one scrape lists of a kind, then for a
 * pause only their number, which is reported when the pause is over. So a series that is wrong in
 * every scrape fills no table, and none is lost from the count.
 */
final class RefusedReadings {
  /** Most kinds told apart; further ones share one. */
  static final int KINDS_MAX = 200;

  private final Duration pause;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  RefusedReadings(Duration pause) {
    this.pause = pause;
  }

  private static final class Kind {
    private Problem last;
    private Instant reportedAt = Instant.MIN;
    private long unreported;

    Kind(Problem first) {
      this.last = first;
    }

    /** The number of those that were not kept, as a problem of its own. */
    Problem count() {
      Problem count =
          new Problem(
              last.code(),
              Location.ofInput(last.location().input()),
              last.field(),
              unreported
                  + " refused since "
                  + (reportedAt.equals(Instant.MIN) ? "the start" : reportedAt)
                  + " are counted and not kept; the last: "
                  + last.message(),
              last.rawText());
      unreported = 0;
      return count;
    }
  }

  /**
   * What is to be sent of a scrape.
   *
   * @param listed its problems with their places
   * @param refused how many there were in all
   */
  synchronized List<Problem> due(Instant at, List<Problem> listed, long refused) {
    List<Problem> due = new ArrayList<>();
    Set<Kind> inThisScrape = new HashSet<>();
    for (Problem problem : listed) {
      Kind kind = kind(problem);
      if (inThisScrape.contains(kind) || isOver(kind, at)) {
        inThisScrape.add(kind);
        due.add(problem);
      } else {
        kind.last = problem;
        kind.unreported++;
      }
    }
    if (refused > listed.size() && !listed.isEmpty()) {
      kind(unlisted(listed.get(0))).unreported += refused - listed.size();
    }
    for (Kind kind : kinds.values()) {
      if (kind.unreported > 0 && isOver(kind, at)) {
        due.add(kind.count());
        inThisScrape.add(kind);
      }
    }
    inThisScrape.forEach(kind -> kind.reportedAt = at);
    return due;
  }

  /** The numbers that wait for the end of their pause. */
  synchronized List<Problem> rest() {
    return kinds.values().stream().filter(kind -> kind.unreported > 0).map(Kind::count).toList();
  }

  private boolean isOver(Kind kind, Instant at) {
    return kind.reportedAt.equals(Instant.MIN) || !at.isBefore(kind.reportedAt.plus(pause));
  }

  private Kind kind(Problem problem) {
    String name = problem.code() + " " + problem.field();
    if (!kinds.containsKey(name) && kinds.size() >= KINDS_MAX) {
      name = "";
    }
    return kinds.computeIfAbsent(name, added -> new Kind(problem));
  }

  private static Problem unlisted(Problem first) {
    return new Problem(
        ProblemCode.INPUT_TOO_LARGE,
        Location.ofInput(first.location().input()),
        "",
        "more lines and values were refused than are listed",
        "");
  }
}
