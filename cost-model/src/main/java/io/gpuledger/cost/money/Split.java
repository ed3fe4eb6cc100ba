package io.gpuledger.cost.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Divides an amount among weights by largest remainder at 1e-18, so that the parts sum to the whole
 * exactly. Ties go to the lower index, so callers order parts by a stable key first. Negative
 * totals split as the mirror of their absolute value.
 */
public final class Split {
  private Split() {}

  /**
   * One of equal parts of a whole number, by the same rule: the parts differ by one at most, the
   * larger ones come first, and together they are the whole.
   *
   * @param parts how many, at least one
   * @param index which, from 0
   */
  public static BigInteger equalPart(BigInteger whole, int parts, int index) {
    if (index < 0 || index >= parts) {
      throw new IllegalArgumentException("no part " + index + " of " + parts);
    }
    if (parts == 1) {
      return whole;
    }
    BigInteger[] divided = whole.divideAndRemainder(BigInteger.valueOf(parts));
    boolean larger = index < Math.abs(divided[1].intValueExact());
    return larger ? divided[0].add(BigInteger.valueOf(whole.signum())) : divided[0];
  }

  /**
   * Parts proportional to the weights.
   *
   * @param total the amount to divide, of any sign
   * @param weights one per part, none negative, their sum above zero
   * @return as many parts as weights, summing to {@code total}
   */
  public static List<Amount> byWeight(Amount total, List<BigInteger> weights) {
    return byReducedWeight(total, reduced(weights));
  }

  /**
   * Several totals by the same weights, each as {@link #byWeight} divides it.
   *
   * @param totals equal ones are divided once
   */
  public static List<List<Amount>> allByWeight(List<Amount> totals, List<BigInteger> weights) {
    List<BigInteger> reduced = reduced(weights);
    List<List<Amount>> parts = new ArrayList<>(totals.size());
    for (int i = 0; i < totals.size(); i++) {
      int same = totals.indexOf(totals.get(i));
      parts.add(same < i ? parts.get(same) : byReducedWeight(totals.get(i), reduced));
    }
    return parts;
  }

  /**
   * Weights divided by what divides all of them. Quotients stay as they are and remainders keep
   * their order, while a divisor of one word is several times faster than a longer one: weights are
   * often nanoseconds of whole minutes.
   */
  private static List<BigInteger> reduced(List<BigInteger> weights) {
    long divisor = 0;
    for (BigInteger weight : weights) {
      if (weight.signum() < 0) {
        throw new IllegalArgumentException("negative weight " + weight);
      }
      if (weight.bitLength() >= Long.SIZE) {
        return weights;
      }
      divisor = gcd(weight.longValue(), divisor);
    }
    if (divisor <= 1) {
      return weights;
    }
    List<BigInteger> reduced = new ArrayList<>(weights.size());
    for (BigInteger weight : weights) {
      reduced.add(BigInteger.valueOf(weight.longValue() / divisor));
    }
    return reduced;
  }

  private static long gcd(long a, long b) {
    long larger = a;
    long smaller = b;
    while (smaller != 0) {
      long rest = larger % smaller;
      larger = smaller;
      smaller = rest;
    }
    return larger;
  }

  private static List<Amount> byReducedWeight(Amount total, List<BigInteger> weights) {
    BigInteger sum = BigInteger.ZERO;
    for (BigInteger weight : weights) {
      if (weight.signum() < 0) {
        throw new IllegalArgumentException("negative weight " + weight);
      }
      sum = sum.add(weight);
    }
    if (sum.signum() == 0) {
      throw new IllegalArgumentException("weights sum to zero");
    }
    if (total.isZero()) {
      return Collections.nCopies(weights.size(), Amount.ZERO);
    }
    BigInteger whole = total.unscaled().abs();
    BigInteger left = whole;
    BigInteger[] quotients = new BigInteger[weights.size()];
    BigInteger[] remainders = new BigInteger[weights.size()];
    for (int i = 0; i < quotients.length; i++) {
      BigInteger[] parts = whole.multiply(weights.get(i)).divideAndRemainder(sum);
      quotients[i] = parts[0];
      remainders[i] = parts[1];
      left = left.subtract(parts[0]);
    }
    if (left.signum() > 0) {
      List<Integer> order = byRemainder(remainders);
      for (int k = 0; k < left.intValueExact(); k++) {
        int index = order.get(k);
        quotients[index] = quotients[index].add(BigInteger.ONE);
      }
    }
    List<Amount> result = new ArrayList<>(quotients.length);
    for (BigInteger quotient : quotients) {
      result.add(Amount.ofUnscaled(total.signum() < 0 ? quotient.negate() : quotient));
    }
    return List.copyOf(result);
  }

  /** Indices, the largest remainder first, of equal ones the lower index. */
  private static List<Integer> byRemainder(BigInteger[] remainders) {
    List<Integer> order = new ArrayList<>(remainders.length);
    for (int i = 0; i < remainders.length; i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing((Integer i) -> remainders[i])
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return order;
  }
}
