package io.gpuledger.ingest.bill;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Which days the answers of a set bill. A page of an answer has days of its own: a day that two
 * files bill is one that two answers bill, and its money would be there twice.
 */
public final class BilledDays {
  private static final int MAX_LINES = SharedMoney.MAX_PARTS;

  private final Set<Told> told = new HashSet<>();
  private final Map<Day, Integer> files = new HashMap<>();
  private final Map<Integer, String> twice = new TreeMap<>();
  private int lines;
  private int tooLarge = -1;
  private boolean settled;

  private record Told(String day, String organization, int file) {}

  private record Day(String day, String organization) {}

  /**
   * Learns that a line that bills could be loaded.
   *
   * @param record {@link NativeRecord#number}
   * @param organization whose the day is, or what of it: answers about other things share no money
   */
  public void learn(long record, String day, String organization) {
    if (lines == MAX_LINES) {
      tooLarge = tooLarge < 0 ? file(record) : tooLarge;
      return;
    }
    lines++;
    told.add(new Told(day, organization, file(record)));
  }

  private static int file(long record) {
    return (int) (record >>> 32);
  }

  /**
   * Decides once all files were studied.
   *
   * @param organization whose an answer is, by what it says itself
   */
  public void settle(UnaryOperator<String> organization) {
    settled = true;
    told.stream()
        .sorted(Comparator.comparingInt(Told::file))
        .forEach(
            bucket -> {
              Day day = new Day(bucket.day(), organization.apply(bucket.organization()));
              Integer first = files.putIfAbsent(day, bucket.file());
              if (first != null && first != bucket.file()) {
                twice.merge(bucket.file(), bucket.day(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
              }
            });
  }

  /** Whether the day is billed by the set; true as long as not all of it was studied. */
  public boolean has(String day, String organization) {
    return !settled || files.containsKey(new Day(day, organization));
  }

  /** Why the set cannot be loaded, by position of the file. */
  public Map<Integer, Problem> refusals(List<SetPart> parts) {
    Map<Integer, Problem> refusals = new TreeMap<>();
    twice.forEach(
        (file, day) ->
            refusals.put(
                file,
                problem(
                    ProblemCode.INCOMPLETE_SET,
                    parts.get(file),
                    "another file of the set has costs of "
                        + day
                        + " as well, and pages of one answer share no day; import one answer,"
                        + " with all of its pages: two would bill the day twice")));
    if (tooLarge >= 0) {
      refusals.put(
          tooLarge,
          problem(
              ProblemCode.INPUT_TOO_LARGE,
              parts.get(tooLarge),
              "the set has more than " + MAX_LINES + " lines of costs; import fewer days at once"));
    }
    return refusals;
  }

  private static Problem problem(ProblemCode code, SetPart part, String message) {
    return new Problem(code, Location.ofInput(part.file().name()), "", message, "");
  }
}
