package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rates by which an amount was converted, one after the other; none where nothing had to be
 * converted. Their product is exact, and the amount is rounded once.
 *
 * @param legs in the order in which they apply
 */
public record UsedRate(List<Leg> legs) {
  /** One to one, within a currency. */
  public static final UsedRate SAME_CURRENCY = new UsedRate(List.of());

  private static final BigInteger UNIT = BigInteger.TEN.pow(Amount.SCALE);

  public UsedRate {
    legs = List.copyOf(legs);
  }

  /**
   * One rate.
   *
   * @param rate as it was published
   * @param inverted whether it is divided by
   */
  public record Leg(ExchangeRate rate, boolean inverted) {
    @Override
    public String toString() {
      return (inverted ? "1 / " : "") + rate.perUnit() + " (" + rate.source() + ")";
    }
  }

  UsedRate then(UsedRate next) {
    List<Leg> all = new ArrayList<>(legs);
    all.addAll(next.legs);
    return new UsedRate(all);
  }

  /** What the amount is multiplied by. */
  BigInteger numerator() {
    BigInteger product = BigInteger.ONE;
    for (Leg leg : legs) {
      product = product.multiply(leg.inverted() ? UNIT : leg.rate().perUnit().unscaled());
    }
    return product;
  }

  /** What the amount is divided by. */
  BigInteger denominator() {
    BigInteger product = BigInteger.ONE;
    for (Leg leg : legs) {
      product = product.multiply(leg.inverted() ? leg.rate().perUnit().unscaled() : UNIT);
    }
    return product;
  }

  Amount apply(Amount amount) {
    return Fraction.times(amount, numerator(), denominator(), Rounding.QUANTITY_TIMES_PRICE);
  }

  /** The factors with their sources, as a trace shows them: {@code 1 / 1.25 (bank)}. */
  @Override
  public String toString() {
    return legs.isEmpty()
        ? "1 (same currency)"
        : legs.stream().map(Leg::toString).collect(Collectors.joining(" x "));
  }
}
