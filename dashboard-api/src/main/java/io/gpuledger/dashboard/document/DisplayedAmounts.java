package io.gpuledger.dashboard.document;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows rounded for display so that they add up to their rounded total: the total HALF_UP, the rows
 * by largest remainder to it, ties to the upper row.
 */
public final class DisplayedAmounts {
  private DisplayedAmounts() {}

  /**
   * The rows at some digits.
   *
   * @param rows exact amounts
   * @param digits after the point
   * @return as many values as rows, summing to the displayed sum of the rows
   */
  public static List<BigDecimal> of(List<Amount> rows, int digits) {
    Amount total = rows.stream().reduce(Amount.ZERO, Amount::plus);
    BigDecimal left = total.displayed(digits);
    List<BigDecimal> floors = new ArrayList<>();
    List<BigDecimal> fractions = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (Amount row : rows) {
      BigDecimal floor = row.toBigDecimal().setScale(digits, RoundingMode.FLOOR);
      left = left.subtract(floor);
      order.add(floors.size());
      floors.add(floor);
      fractions.add(row.toBigDecimal().subtract(floor));
    }
    order.sort(
        Comparator.comparing((Integer i) -> fractions.get(i))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    int units = left.movePointRight(digits).intValueExact();
    for (int k = 0; k < units; k++) {
      int row = order.get(k);
      floors.set(row, floors.get(row).add(BigDecimal.ONE.movePointLeft(digits)));
    }
    return List.copyOf(floors);
  }
}
