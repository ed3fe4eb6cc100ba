package io.gpuledger.cost.budget;

import java.util.Optional;

/** How long a budget's limit holds before it starts anew. */
public enum PeriodKind {
  DAY("daily"),
  /** ISO 8601: from Monday. */
  WEEK("weekly"),
  MONTH("monthly"),
  QUARTER("quarterly"),
  YEAR("yearly"),
  /** The last so many days, today included; it moves on every day. */
  ROLLING("rolling"),
  /** From one day to another, once. */
  PROJECT("project");

  private final String code;

  PeriodKind(String code) {
    this.code = code;
  }

  /** The word in configuration, state and answers. */
  public String code() {
    return code;
  }

  /** The kind of a word; empty if there is none. */
  public static Optional<PeriodKind> of(String code) {
    for (PeriodKind kind : values()) {
      if (kind.code.equals(code)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
