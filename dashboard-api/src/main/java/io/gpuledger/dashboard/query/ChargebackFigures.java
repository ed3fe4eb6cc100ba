package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a chargeback is made of. Costs stand in the order billed, effective, list, contracted.
 *
 * @param parts by team, cost centre, currency and state, from the daily sums
 * @param charges by currency, from the charges of the deliveries in force alone
 * @param lines by currency, from the allocation lines alone
 * @param filtered whether {@code parts} are only some of the lines
 * @param waitingDeliveries deliveries in force that are not allocated yet, and those no longer in
 *     force that still are
 * @param note what the sums cover
 */
public record ChargebackFigures(
    List<Part> parts,
    Map<String, List<Amount>> charges,
    Map<String, List<Amount>> lines,
    boolean filtered,
    long waitingDeliveries,
    String note) {
  /** Nothing, four times. */
  public static final List<Amount> ZEROS =
      List.of(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO);

  /**
   * One team's money in one state.
   *
   * @param linesWithout how many lines lack each of the costs
   */
  public record Part(
      String team,
      String costCenter,
      String currency,
      String state,
      List<Amount> costs,
      BigInteger deviceNanos,
      List<Long> linesWithout) {}

  /** Sums of costs, one by one. */
  public static List<Amount> sum(List<Amount> left, List<Amount> right) {
    List<Amount> sums = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      sums.add(left.get(i).plus(right.get(i)));
    }
    return List.copyOf(sums);
  }
}
