package io.gpuledger.dashboard.config;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** All faults of one file, in the order of their places. */
final class ConfigFaults {
  /** Faults beyond this many are not collected; one file of nonsense must stay readable. */
  static final int LIMIT = 200;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Optional<Set<String>> keys;
  private int count;

  ConfigFaults(String file) {
    this(file, Optional.empty());
  }

  /**
   * The same, with a list of what the reader looked for.
   *
   * @param keys gets every key that is asked for, by its path; an entry of a list is {@code []}
   */
  ConfigFaults(String file, Optional<Set<String>> keys) {
    this.file = file;
    this.keys = keys;
  }

  /** Notes that the reader looked for a key. */
  void looked(String path) {
    if (keys.isPresent()) {
      keys.get().add(path.replaceAll("\\[\\d+\\]", "[]"));
    }
  }

  void add(Optional<Mark> mark, String field, String message) {
    count++;
    if (problems.size() < LIMIT) {
      Location location =
          mark.map(at -> new Location(file, at.getLine() + 1L, at.getColumn() + 1))
              .orElseGet(() -> Location.ofInput(file));
      problems.add(new Problem(ProblemCode.MALFORMED_CONFIGURATION, location, field, message, ""));
    }
  }

  /** A fault of a file that the configuration names. */
  void add(Location location, String field, String message) {
    count++;
    if (problems.size() < LIMIT) {
      problems.add(new Problem(ProblemCode.MALFORMED_CONFIGURATION, location, field, message, ""));
    }
  }

  /** All faults so far, those beyond the limit too. */
  int count() {
    return count;
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> sorted() {
    return problems.stream()
        .sorted(
            Comparator.comparing((Problem problem) -> !problem.location().input().equals(file))
                .thenComparing(problem -> problem.location().input())
                .thenComparingLong(problem -> problem.location().line())
                .thenComparingInt(problem -> problem.location().column()))
        .toList();
  }
}
