package io.gpuledger.cost.allocation;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The four costs of a charge or of a part of it, in one currency.
 *
 * @param billed what the invoice asks for
 * @param effective amortised
 * @param list at public prices
 * @param contracted at negotiated prices
 */
public record Costs(Amount billed, Amount effective, Amount list, Amount contracted) {
  public static final Costs ZERO = new Costs(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

  public Costs plus(Costs other) {
    return new Costs(
        billed.plus(other.billed),
        effective.plus(other.effective),
        list.plus(other.list),
        contracted.plus(other.contracted));
  }

  /** Each of the four divided by {@link Split#byWeight}; the parts sum to the whole exactly. */
  public List<Costs> split(List<BigInteger> weights) {
    if (weights.size() == 1) {
      return List.of(this);
    }
    List<List<Amount>> of =
        Split.allByWeight(List.of(billed, effective, list, contracted), weights);
    List<Costs> parts = new ArrayList<>(weights.size());
    for (int i = 0; i < weights.size(); i++) {
      parts.add(new Costs(of.get(0).get(i), of.get(1).get(i), of.get(2).get(i), of.get(3).get(i)));
    }
    return parts;
  }
}
