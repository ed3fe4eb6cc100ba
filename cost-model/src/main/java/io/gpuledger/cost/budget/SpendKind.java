package io.gpuledger.cost.budget;

/** Where the spend that passed a threshold comes from. The code stands in tables and on Kafka. */
public enum SpendKind {
  /** Billed cost of published deliveries. */
  FROM_BILL("from_bill"),
  /** Measured time at known rates, before the bill is there. */
  ESTIMATED("estimated"),
  /** What the period is forecast to come to. */
  FORECAST("forecast");

  /** Stands on Kafka in the place of a kind where no threshold was passed: a running total. */
  public static final String PROGRESS = "progress";

  private final String code;

  SpendKind(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /**
   * The kind of a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SpendKind of(String code) {
    for (SpendKind kind : values()) {
      if (kind.code.equals(code)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("\"" + code + "\" is not from_bill, estimated or forecast");
  }
}
