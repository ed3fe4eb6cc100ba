package io.gpuledger.ingest.generate;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a generated bill adds up to, exactly.
 *
 * @param rows number of charges
 * @param gpuRows charges of machines with accelerators
 * @param byCurrency sums by currency
 * @param byAccount sums by billing account (each has one currency and one month)
 * @param byTeam sums by tag {@code team}, empty text for none, then by currency
 */
public record FocusTruth(
    long rows,
    long gpuRows,
    Map<String, Costs> byCurrency,
    Map<String, Costs> byAccount,
    Map<String, Map<String, Costs>> byTeam) {
  public FocusTruth {
    byCurrency = Map.copyOf(byCurrency);
    byAccount = Map.copyOf(byAccount);
    byTeam = Map.copyOf(byTeam);
  }

  /** Rows and the four costs. */
  public record Costs(long rows, Amount billed, Amount effective, Amount list, Amount contracted) {}

  /** Sums while a bill is written; costs are in 10^-12 of the currency. */
  static final class Builder {
    private long rows;
    private long gpuRows;
    private final Map<String, Sums> byCurrency = new TreeMap<>();
    private final Map<String, Sums> byAccount = new TreeMap<>();
    private final Map<String, Map<String, Sums>> byTeam = new TreeMap<>();

    void add(FocusPlan.Account account, String team, boolean gpu, FocusGenerator.FourCosts costs) {
      rows++;
      gpuRows += gpu ? 1 : 0;
      byCurrency.computeIfAbsent(account.currency(), key -> new Sums()).add(costs);
      byAccount.computeIfAbsent(account.id(), key -> new Sums()).add(costs);
      byTeam
          .computeIfAbsent(team, key -> new TreeMap<>())
          .computeIfAbsent(account.currency(), key -> new Sums())
          .add(costs);
    }

    FocusTruth build() {
      Map<String, Map<String, Costs>> teams = new TreeMap<>();
      byTeam.forEach((team, sums) -> teams.put(team, costs(sums)));
      return new FocusTruth(rows, gpuRows, costs(byCurrency), costs(byAccount), teams);
    }

    private static Map<String, Costs> costs(Map<String, Sums> sums) {
      Map<String, Costs> costs = new TreeMap<>();
      sums.forEach((key, sum) -> costs.put(key, sum.costs()));
      return costs;
    }
  }

  private static final class Sums {
    private static final BigInteger TO_SCALE = BigInteger.TEN.pow(6);

    private long rows;
    private final long[] sums = new long[4];
    private final BigInteger[] spilled = {
      BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO
    };

    void add(FocusGenerator.FourCosts added) {
      rows++;
      long[] costs = {added.billed(), added.effective(), added.list(), added.contracted()};
      for (int i = 0; i < sums.length; i++) {
        long sum = sums[i] + costs[i];
        if (((sums[i] ^ sum) & (costs[i] ^ sum)) < 0) {
          spilled[i] = spilled[i].add(BigInteger.valueOf(sums[i]));
          sum = costs[i];
        }
        sums[i] = sum;
      }
    }

    Costs costs() {
      return new Costs(rows, amount(0), amount(1), amount(2), amount(3));
    }

    private Amount amount(int cost) {
      return Amount.ofUnscaled(
          spilled[cost].add(BigInteger.valueOf(sums[cost])).multiply(TO_SCALE));
    }
  }
}
