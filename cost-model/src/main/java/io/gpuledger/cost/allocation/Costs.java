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
    List<Amount> billedParts = Split.byWeight(billed, weights);
    List<Amount> effectiveParts =
        effective.equals(billed) ? billedParts : Split.byWeight(effective, weights);
    List<Amount> listParts = Split.byWeight(list, weights);
    List<Amount> contractedParts = Split.byWeight(contracted, weights);
    List<Costs> parts = new ArrayList<>(weights.size());
    for (int i = 0; i < weights.size(); i++) {
      parts.add(
          new Costs(
              billedParts.get(i), effectiveParts.get(i), listParts.get(i), contractedParts.get(i)));
    }
    return parts;
  }
}
