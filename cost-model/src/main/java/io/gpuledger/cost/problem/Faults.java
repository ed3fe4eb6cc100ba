package io.gpuledger.cost.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects every fault of one thing, so that it is refused once with all of them. */
public final class Faults {
  /** Most faults that are told one by one. */
  public static final int FAULTS_LIMIT = 100;

  private final Location subject;
  private final List<Problem> problems = new ArrayList<>();
  private int untold;

  private Faults(Location subject) {
    this.subject = subject;
  }

  /** No faults yet of a thing that messages call by this name, such as {@code commitment ri-1}. */
  public static Faults of(String subject) {
    return new Faults(Location.ofInput(subject));
  }

  /**
   * Notes a fault unless the condition holds.
   *
   * @param field the part of the subject that is wrong, empty for the whole
   * @param message the value found and what was expected
   */
  public Faults check(boolean holds, ProblemCode code, String field, String message) {
    if (!holds && problems.size() >= FAULTS_LIMIT) {
      untold++;
    } else if (!holds) {
      problems.add(new Problem(code, subject, field, message, ""));
    }
    return this;
  }

  /** Notes a fault if a text that must say something is blank. */
  public Faults text(String value, String field) {
    return check(!value.isBlank(), ProblemCode.MISSING_VALUE, field, "is missing");
  }

  /**
   * Ends the collection.
   *
   * @throws RefusedException with every fault, if there is any
   */
  public void orRefuse() {
    if (untold > 0) {
      problems.add(
          new Problem(ProblemCode.INPUT_TOO_LARGE, subject, "", "and " + untold + " more", ""));
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }
}
