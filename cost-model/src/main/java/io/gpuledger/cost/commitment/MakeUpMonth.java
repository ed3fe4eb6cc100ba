package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import java.time.YearMonth;
import java.util.Optional;

/**
 * The make-up rights of a month. {@code opening + gained - used - expired = closing}, exactly, in
 * quantity and in what was paid; the closing is the next opening.
 *
 * @param month which, in the contract's zone
 * @param opening what earlier months left
 * @param gained by falling short; of no use before the next month
 * @param used made up above the month's own minimum
 * @param due what that costs beyond what was paid already
 * @param expired what nobody can make up any more
 * @param lapse why it expired; empty where nothing did
 * @param closing what later months have
 * @param nextExpiry the last month in which the oldest of it may be made up
 */
public record MakeUpMonth(
    YearMonth month,
    Part opening,
    Part gained,
    Part used,
    Amount due,
    Part expired,
    Optional<Lapse> lapse,
    Part closing,
    Optional<YearMonth> nextExpiry) {
  public MakeUpMonth {
    Part computed = opening.plus(gained).minus(used).minus(expired);
    if (!computed.equals(closing)) {
      throw RefusedException.of(
          ProblemCode.NOT_ALLOWED_VALUE,
          "make-up rights of " + month,
          "closing",
          closing + " is not " + computed);
    }
  }

  /** Why rights are gone without use. */
  public enum Lapse {
    WINDOW("the make-up window is over"),
    CONTRACT_END("the contract has ended"),
    EARLY_END("the contract was ended early");

    private final String words;

    Lapse(String words) {
      this.words = words;
    }

    /** As it stands on screens. */
    public String words() {
      return words;
    }
  }

  /**
   * Rights to a quantity.
   *
   * @param quantity in the contract's unit
   * @param cost what was paid for it, in the commitment's currency
   */
  public record Part(Amount quantity, Amount cost) {
    static final Part NONE = new Part(Amount.ZERO, Amount.ZERO);

    Part plus(Part other) {
      return new Part(quantity.plus(other.quantity), cost.plus(other.cost));
    }

    Part minus(Part other) {
      return new Part(quantity.minus(other.quantity), cost.minus(other.cost));
    }

    public boolean isZero() {
      return quantity.isZero() && cost.isZero();
    }
  }
}
