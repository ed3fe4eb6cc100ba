package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigInteger;
import java.util.List;

/**
 * A price per unit that depends on the quantity of a period. The cost of a part is the difference
 * of two costs of the running quantity, so parts sum to the cost of the whole exactly.
 *
 * @param mode which units have which price
 * @param tiers by rising quantity, the first from 0
 */
public record TieredRate(Mode mode, List<Tier> tiers) {
  private static final BigInteger UNIT = BigInteger.TEN.pow(Amount.SCALE);

  public TieredRate {
    tiers = List.copyOf(tiers);
    Faults faults =
        Faults.of("tiered rate")
            .check(
                !tiers.isEmpty() && tiers.get(0).from().isZero(),
                ProblemCode.NOT_ALLOWED_VALUE,
                "tiers",
                "the first tier must begin at 0");
    for (int i = 1; i < tiers.size(); i++) {
      faults.check(
          tiers.get(i).from().compareTo(tiers.get(i - 1).from()) > 0,
          ProblemCode.NOT_ALLOWED_VALUE,
          "tiers",
          "the tier from " + tiers.get(i).from() + " does not lie above the one before");
    }
    faults.orRefuse();
  }

  /** Which units have which price. */
  public enum Mode {
    /** Each unit has the price of the tier that it lies in. */
    GRADUATED,
    /** All units have the price of the tier that the whole quantity has reached. */
    VOLUME
  }

  /**
   * A price from a quantity on.
   *
   * @param from the quantity above which it holds; not negative
   * @param perUnit not negative
   */
  public record Tier(Amount from, Amount perUnit) {
    public Tier {
      Faults.of("tier from " + from)
          .check(from.signum() >= 0, ProblemCode.NOT_ALLOWED_VALUE, "from", "is below 0")
          .check(
              perUnit.signum() >= 0,
              ProblemCode.NOT_ALLOWED_VALUE,
              "perUnit",
              perUnit + " is below 0")
          .orRefuse();
    }
  }

  /** One price for all units. */
  public static TieredRate flat(Amount perUnit) {
    return new TieredRate(Mode.GRADUATED, List.of(new Tier(Amount.ZERO, perUnit)));
  }

  /** What a quantity costs; not negative. */
  public Amount cost(Amount quantity) {
    BigInteger products = BigInteger.ZERO;
    for (int i = 0; i < tiers.size() && quantity.compareTo(tiers.get(i).from()) > 0; i++) {
      Tier tier = tiers.get(i);
      if (mode == Mode.VOLUME) {
        products = quantity.unscaled().multiply(tier.perUnit().unscaled());
      } else {
        boolean last = i + 1 == tiers.size() || quantity.compareTo(tiers.get(i + 1).from()) <= 0;
        Amount end = last ? quantity : tiers.get(i + 1).from();
        BigInteger units = end.minus(tier.from()).unscaled();
        products = products.add(units.multiply(tier.perUnit().unscaled()));
      }
    }
    return Fraction.amount(products, UNIT, Rounding.QUANTITY_TIMES_PRICE);
  }

  /** What a part of the quantity costs that comes after another part of it. */
  public Amount costBetween(Amount before, Amount after) {
    return cost(after).minus(cost(before));
  }
}
