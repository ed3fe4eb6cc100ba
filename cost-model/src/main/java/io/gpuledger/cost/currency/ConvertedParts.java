package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of an amount in another currency. Each is its exact product with the rate, cut at
 * 1e-18; the missing last digits go to the largest remainders, ties to the lower index, so that the
 * parts sum to the converted whole exactly. Parts may be of mixed signs; a negative whole is the
 * mirror of a positive one.
 */
public final class ConvertedParts {
  private ConvertedParts() {}

  /**
   * The converted parts.
   *
   * @param whole an amount that was converted, itself perhaps a part of a larger one
   * @param parts its parts in the original currency, in a stable order
   * @return as many, each within 1e-18 of its exact product
   * @throws RefusedException if the parts do not sum to the whole
   */
  public static List<Amount> of(Conversion.Converted whole, List<Amount> parts) {
    return of(whole.original().amount(), whole.converted().amount(), whole.rate(), parts);
  }

  /**
   * The converted parts of a part, whose own converted amount a level above has decided.
   *
   * @param original the part in the original currency
   * @param converted what {@link #of(Conversion.Converted, List)} gave it
   * @param rate of that conversion
   * @param parts its parts in the original currency
   */
  public static List<Amount> of(
      Amount original, Amount converted, UsedRate rate, List<Amount> parts) {
    Amount sum = parts.stream().reduce(Amount.ZERO, Amount::plus);
    if (!sum.equals(original)) {
      throw RefusedException.of(
          ProblemCode.NOT_ALLOWED_VALUE,
          "converted parts",
          "parts",
          "sum to " + sum + ", the whole is " + original);
    }
    boolean mirrored = original.signum() < 0;
    List<Amount> positive = mirrored ? parts.stream().map(Amount::negated).toList() : parts;
    BigInteger target = mirrored ? converted.unscaled().negate() : converted.unscaled();
    List<Amount> result = fill(target, rate, positive);
    return mirrored ? result.stream().map(Amount::negated).toList() : result;
  }

  private static List<Amount> fill(BigInteger target, UsedRate rate, List<Amount> parts) {
    BigInteger numerator = rate.numerator();
    BigInteger denominator = rate.denominator();
    BigInteger left = target;
    List<BigInteger> floors = new ArrayList<>(parts.size());
    List<BigInteger> remainders = new ArrayList<>(parts.size());
    List<Integer> order = new ArrayList<>(parts.size());
    for (Amount part : parts) {
      BigInteger product = part.unscaled().multiply(numerator);
      BigInteger remainder = product.mod(denominator);
      BigInteger floor = product.subtract(remainder).divide(denominator);
      order.add(floors.size());
      floors.add(floor);
      remainders.add(remainder);
      left = left.subtract(floor);
    }
    order.removeIf(index -> remainders.get(index).signum() == 0);
    if (left.signum() < 0 || left.compareTo(BigInteger.valueOf(order.size())) > 0) {
      throw RefusedException.of(
          ProblemCode.NOT_ALLOWED_VALUE,
          "converted parts",
          "converted",
          Amount.ofUnscaled(target) + " is not the whole at this rate");
    }
    order.sort(
        Comparator.comparing((Integer index) -> remainders.get(index))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    for (int index : order.subList(0, left.intValueExact())) {
      floors.set(index, floors.get(index).add(BigInteger.ONE));
    }
    return floors.stream().map(Amount::ofUnscaled).toList();
  }
}
