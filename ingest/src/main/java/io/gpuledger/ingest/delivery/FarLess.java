package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a version of a scope has far less than what it replaces: less than a share of the rows,
 * or of the billed cost of a currency. It is loaded all the same, because a restated month may be
 * so; but a file that was cut off, or of one account of many, looks like this too.
 */
public final class FarLess {
  /** The share that is far less where a source names none: half. */
  public static final Amount HALF = Amount.parse("0.5");

  private static final BigInteger UNIT = BigInteger.TEN.pow(Amount.SCALE);

  private FarLess() {}

  /**
   * What is far less, in words.
   *
   * @param rows accepted ones of the version
   * @param billed its billed cost by currency
   * @param replaced the deliveries that it takes the place of
   * @param share what is far less than them, from 0 to 1; nothing is less than 0
   */
  static Optional<String> of(
      long rows, Map<String, Amount> billed, List<DeliveryHistory.InForce> replaced, Amount share) {
    long rowsBefore = 0;
    Map<String, Amount> billedBefore = new TreeMap<>();
    for (DeliveryHistory.InForce before : replaced) {
      rowsBefore += before.rowsAccepted();
      before.billedCost().forEach((code, cost) -> billedBefore.merge(code, cost, Amount::plus));
    }
    return of(rows, billed, rowsBefore, billedBefore, share);
  }

  /** The same where what is replaced is told by its rows and its billed cost by currency. */
  public static Optional<String> of(
      long rows,
      Map<String, Amount> billed,
      long rowsBefore,
      Map<String, Amount> billedBefore,
      Amount share) {
    StringBuilder less = new StringBuilder();
    if (isLess(BigInteger.valueOf(rows), BigInteger.valueOf(rowsBefore), share)) {
      less.append(String.format(Locale.ROOT, "%,d of %,d rows", rows, rowsBefore));
    }
    for (Map.Entry<String, Amount> before : new TreeMap<>(billedBefore).entrySet()) {
      Amount now = billed.getOrDefault(before.getKey(), Amount.ZERO);
      if (share.signum() > 0
          && before.getValue().signum() > 0
          && isLess(now.unscaled(), before.getValue().unscaled(), share)) {
        less.append(less.isEmpty() ? "" : " and ")
            .append(now + " of " + before.getValue() + " " + before.getKey() + " invoiced");
      }
    }
    return less.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "this version has "
                + less
                + " of the one that it replaces; if that is not meant, import the whole files"
                + " again, and they replace it");
  }

  private static boolean isLess(BigInteger now, BigInteger before, Amount share) {
    return now.multiply(UNIT).compareTo(before.multiply(share.unscaled())) < 0;
  }
}
