package io.gpuledger.cost.problem;

/** The closed list of faults of input. The class tells who can mend it. */
public enum ProblemCode {
  NOT_A_DECIMAL(ProblemClass.INPUT),
  DECIMAL_TOO_LARGE(ProblemClass.LIMIT),
  DECIMAL_TOO_PRECISE(ProblemClass.LIMIT),
  NOT_A_TIME(ProblemClass.INPUT),
  TIME_OUT_OF_RANGE(ProblemClass.LIMIT),
  PERIOD_NOT_POSITIVE(ProblemClass.INPUT),
  NOT_A_CURRENCY(ProblemClass.INPUT),
  NOT_JSON(ProblemClass.INPUT),
  NOT_ALLOWED_VALUE(ProblemClass.INPUT),
  MISSING_VALUE(ProblemClass.INPUT),
  MISSING_COLUMN(ProblemClass.INPUT),
  DUPLICATE_COLUMN(ProblemClass.INPUT),
  UNKNOWN_FORMAT(ProblemClass.INPUT),
  WRONG_FIELD_COUNT(ProblemClass.INPUT),
  MALFORMED_RECORD(ProblemClass.INPUT),
  FIELD_TOO_LONG(ProblemClass.LIMIT),
  WRONG_ENCODING(ProblemClass.INPUT),
  CONTROL_CHARACTER(ProblemClass.INPUT),
  TRUNCATED(ProblemClass.INPUT),
  EMPTY_INPUT(ProblemClass.INPUT),
  INCOMPLETE_SET(ProblemClass.INPUT),
  INPUT_TOO_LARGE(ProblemClass.LIMIT),
  MALFORMED_EXPOSITION(ProblemClass.INPUT),
  LABEL_LIMIT(ProblemClass.LIMIT),
  TARGET_TIMEOUT(ProblemClass.EXTERNAL),
  TARGET_FAILED(ProblemClass.EXTERNAL),
  MALFORMED_CONFIGURATION(ProblemClass.INPUT),
  MALFORMED_FILTER(ProblemClass.INPUT);

  /** Who can mend a problem. */
  public enum ProblemClass {
    INPUT,
    LIMIT,
    EXTERNAL,
    BUG
  }

  private final ProblemClass problemClass;

  ProblemCode(ProblemClass problemClass) {
    this.problemClass = problemClass;
  }

  public ProblemClass problemClass() {
    return problemClass;
  }
}
