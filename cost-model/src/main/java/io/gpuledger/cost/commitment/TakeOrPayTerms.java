package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A quantity that is paid for every month, taken or not.
 *
 * @param minimumPerMonth the quantity; above zero
 * @param unit what it is counted in, such as {@code GPU-Hours}
 * @param rate what a month's quantity costs
 * @param zone whose calendar months count
 * @param makeUp what of a shortfall may be taken later; empty where it is lost
 */
public record TakeOrPayTerms(
    Amount minimumPerMonth, String unit, TieredRate rate, ZoneId zone, Optional<MakeUpTerms> makeUp)
    implements CommitmentTerms {
  /** Terms without make-up rights. */
  public TakeOrPayTerms(Amount minimumPerMonth, String unit, TieredRate rate, ZoneId zone) {
    this(minimumPerMonth, unit, rate, zone, Optional.empty());
  }

  public TakeOrPayTerms {
    Faults.of("take-or-pay terms")
        .check(
            minimumPerMonth.signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "minimumPerMonth",
            minimumPerMonth + " is not above 0")
        .text(unit, "unit")
        .orRefuse();
  }

  @Override
  public void check(TimeRange term, Faults faults) {
    // Any term goes: months that it cuts have their share of the minimum.
  }
}
