package io.gpuledger.cost.close;

/** Where the close of a period stands. */
public enum CloseState {
  OPEN("open"),
  IN_REVIEW("in review"),
  CLOSED("closed"),
  REOPENED("reopened");

  private final String text;

  CloseState(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether the period is being worked on. */
  boolean beingPrepared() {
    return this == OPEN || this == REOPENED;
  }
}
