package io.gpuledger.dashboard.export;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What each line of a charge takes of it. The four costs are those of the lines; the quantities,
 * and what the bill says in the pricing currency, are divided by the same proportions: those of the
 * largest of the four costs, of device-time where all costs are 0, of time where there is none.
 * Every division is by largest remainder at 1e-18, so the rows of a charge sum to it.
 */
final class ChargeShares {
  /** Columns besides the costs that add up over rows. */
  static final List<FocusColumn> DIVIDED =
      List.of(
          FocusColumn.CONSUMED_QUANTITY,
          FocusColumn.PRICING_QUANTITY,
          FocusColumn.COMMITMENT_DISCOUNT_QUANTITY,
          FocusColumn.PRICING_CURRENCY_EFFECTIVE_COST);

  private static final List<FocusColumn> COSTS =
      List.of(
          FocusColumn.BILLED_COST,
          FocusColumn.EFFECTIVE_COST,
          FocusColumn.LIST_COST,
          FocusColumn.CONTRACTED_COST);

  private static final List<Function<Costs, Amount>> OF_COSTS =
      List.of(Costs::billed, Costs::effective, Costs::list, Costs::contracted);

  private final LedgerCharge charge;
  private final List<LedgerLine> lines;
  private final List<Amount> ratios;
  private final Map<FocusColumn, List<Amount>> parts = new EnumMap<>(FocusColumn.class);
  private final List<String> contracts;

  private ChargeShares(LedgerCharge charge, List<LedgerLine> lines) {
    this.charge = charge;
    this.lines = lines;
    if (lines.size() == 1) {
      ratios = List.of(Amount.of(1));
      contracts = List.of(charge.text(FocusColumn.CONTRACT_APPLIED));
      return;
    }
    List<BigInteger> weights = weights(lines);
    ratios = Split.byWeight(Amount.of(1), weights);
    for (FocusColumn column : DIVIDED) {
      charge.amount(column).ifPresent(whole -> parts.put(column, Split.byWeight(whole, weights)));
    }
    contracts = ContractParts.divided(charge.text(FocusColumn.CONTRACT_APPLIED), weights);
  }

  /**
   * The shares of a charge's lines.
   *
   * @param lines all of them, those of other days and teams as well
   * @throws IllegalStateException if they do not sum to the charge
   */
  static ChargeShares of(LedgerCharge charge, List<LedgerLine> lines) {
    check(charge, lines);
    return new ChargeShares(charge, lines);
  }

  private static void check(LedgerCharge charge, List<LedgerLine> lines) {
    Costs sum = lines.stream().map(LedgerLine::costs).reduce(Costs.ZERO, Costs::plus);
    for (int i = 0; i < COSTS.size(); i++) {
      Amount whole = charge.amount(COSTS.get(i)).orElse(Amount.ZERO);
      Amount found = OF_COSTS.get(i).apply(sum);
      if (!found.equals(whole)) {
        throw new IllegalStateException(
            "the lines of "
                + charge
                + " sum to "
                + COSTS.get(i).focusName()
                + " "
                + found
                + ", the charge has "
                + whole);
      }
    }
  }

  private static List<BigInteger> weights(List<LedgerLine> lines) {
    Function<LedgerLine, BigInteger> chosen =
        line -> BigInteger.valueOf(Duration.between(line.usageStart(), line.usageEnd()).toNanos());
    BigInteger largest = BigInteger.ZERO;
    if (lines.stream().anyMatch(line -> line.deviceNanos() != 0)) {
      chosen = line -> BigInteger.valueOf(line.deviceNanos()).abs();
    }
    for (Function<Costs, Amount> cost : OF_COSTS) {
      Function<LedgerLine, BigInteger> weight = line -> cost.apply(line.costs()).unscaled().abs();
      BigInteger sum = lines.stream().map(weight).reduce(BigInteger.ZERO, BigInteger::add);
      if (sum.compareTo(largest) > 0) {
        largest = sum;
        chosen = weight;
      }
    }
    return lines.stream().map(chosen).toList();
  }

  LedgerCharge charge() {
    return charge;
  }

  LedgerLine line(int index) {
    return lines.get(index);
  }

  int size() {
    return lines.size();
  }

  /** Whether the rows of the file are the whole charge. */
  boolean isWhole() {
    return lines.stream().allMatch(LedgerLine::exported);
  }

  /** The part of the charge that a line is, from 0 to 1; they sum to 1. */
  Amount ratio(int index) {
    return ratios.get(index);
  }

  /** The text of a cost, empty where the bill left it out. */
  String cost(int index, FocusColumn column) {
    return charge
        .amount(column)
        .map(
            whole -> OF_COSTS.get(COSTS.indexOf(column)).apply(lines.get(index).costs()).toString())
        .orElse("");
  }

  /** The text of a divided column, empty where the bill left it out. */
  String part(int index, FocusColumn column) {
    return Optional.ofNullable(parts.get(column))
        .map(list -> Objects.requireNonNull(list.get(index)).toString())
        .orElseGet(() -> charge.text(column));
  }

  /** What contracts apply to a line. */
  String contract(int index) {
    return contracts.get(index);
  }

  static boolean isCost(FocusColumn column) {
    return COSTS.contains(column);
  }
}
