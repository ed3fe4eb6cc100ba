package io.gpuledger.cost.budget;

/** Where the spend that passed a threshold comes from. The code stands in tables and on Kafka. */
public enum SpendKind {
  /** From the bill. */
  ACTUAL("actual"),
  /** Measured time at known rates, before the bill is there. */
  ESTIMATED("estimated");

  private final String code;

  SpendKind(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
