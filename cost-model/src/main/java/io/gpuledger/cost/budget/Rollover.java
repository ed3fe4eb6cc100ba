package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.util.Optional;

/**
 * What of the period before changes the limit of a period. It is measured against that period's own
 * limit, without what that took over itself, so that nothing piles up over periods.
 *
 * @param cap the most that is carried, either way; zero where nothing is
 */
public record Rollover(Mode mode, Amount cap) {
  public static final Rollover NONE = new Rollover(Mode.NONE, Amount.ZERO);

  /** What is carried. */
  public enum Mode {
    NONE("none"),
    /** What is left raises the limit. */
    UNSPENT("unspent"),
    /** What is left raises the limit; what was spent beyond it lowers it. */
    UNSPENT_AND_OVERSPENT("unspent-and-overspent");

    private final String code;

    Mode(String code) {
      this.code = code;
    }

    /** The word in configuration, state and answers. */
    public String code() {
      return code;
    }

    /** The mode of a word; empty if there is none. */
    public static Optional<Mode> of(String code) {
      for (Mode mode : values()) {
        if (mode.code.equals(code)) {
          return Optional.of(mode);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * What is carried into a period: {@code limit - spent} of the period before within the cap.
   *
   * @param limit of the period before
   * @param spent in the period before
   */
  public Amount carried(Amount limit, Amount spent) {
    Amount left = limit.minus(spent);
    return switch (mode) {
      case NONE -> Amount.ZERO;
      case UNSPENT -> within(Amount.ZERO, left, cap);
      case UNSPENT_AND_OVERSPENT -> within(cap.negated(), left, cap);
    };
  }

  private static Amount within(Amount low, Amount value, Amount high) {
    if (value.compareTo(low) < 0) {
      return low;
    }
    return value.compareTo(high) > 0 ? high : value;
  }
}
