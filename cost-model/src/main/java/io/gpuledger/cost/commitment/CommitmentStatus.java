package io.gpuledger.cost.commitment;

/** Where a commitment stands, in the words of FOCUS ContractCommitmentLifecycleStatus. */
public enum CommitmentStatus {
  PENDING("Pending"),
  ACTIVE("Active"),
  EXPIRED("Expired"),
  CANCELED("Canceled"),
  SUPERSEDED("Superseded");

  private final String focusValue;

  CommitmentStatus(String focusValue) {
    this.focusValue = focusValue;
  }

  public String focusValue() {
    return focusValue;
  }
}
