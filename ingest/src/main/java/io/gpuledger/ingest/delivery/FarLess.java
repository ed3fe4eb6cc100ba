package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a version of a scope has far less than what it replaces: less than half of the rows, or
 * of the billed cost of a currency. It is loaded all the same, because a restated month may be so;
 * but a file that was cut off, or of one account of many, looks like this too.
 */
public final class FarLess {
  private static final BigInteger TWO = BigInteger.valueOf(2);

  private FarLess() {}

  /**
   * What is far less, in words.
   *
   * @param rows accepted ones of the version
   * @param billed its billed cost by currency
   * @param replaced the deliveries that it takes the place of
   */
  static Optional<String> of(
      long rows, Map<String, Amount> billed, List<DeliveryHistory.InForce> replaced) {
    long rowsBefore = 0;
    Map<String, Amount> billedBefore = new TreeMap<>();
    for (DeliveryHistory.InForce before : replaced) {
      rowsBefore += before.rowsAccepted();
      before.billedCost().forEach((code, cost) -> billedBefore.merge(code, cost, Amount::plus));
    }
    return of(rows, billed, rowsBefore, billedBefore);
  }

  /** The same where what is replaced is told by its rows and its billed cost by currency. */
  public static Optional<String> of(
      long rows, Map<String, Amount> billed, long rowsBefore, Map<String, Amount> billedBefore) {
    StringBuilder less = new StringBuilder();
    if (rowsBefore - rows > rows) {
      less.append(String.format(Locale.ROOT, "%,d of %,d rows", rows, rowsBefore));
    }
    for (Map.Entry<String, Amount> before : new TreeMap<>(billedBefore).entrySet()) {
      Amount now = billed.getOrDefault(before.getKey(), Amount.ZERO);
      if (now.unscaled().multiply(TWO).compareTo(before.getValue().unscaled()) < 0
          && before.getValue().unscaled().signum() > 0) {
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
}
