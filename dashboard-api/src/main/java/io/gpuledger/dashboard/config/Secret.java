package io.gpuledger.dashboard.config;

/** A secret value. It never prints itself; ask for it where it is used and nowhere else. */
public final class Secret {
  private final String value;

  Secret(String value) {
    this.value = value;
  }

  /** The secret itself. Never log what this returns. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
