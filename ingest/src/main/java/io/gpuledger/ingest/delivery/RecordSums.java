package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusRow;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all records of a native bill come to in one cost by the provider's own rule, by currency and
 * by what became of them. It is summed beside the charges, so that the two prove each other.
 */
final class RecordSums {
  private final Function<FocusRow, Optional<BigDecimal>> control;
  private final Map<String, OfCurrency> sums = new TreeMap<>();
  private @Nullable ColumnValue lastCurrency;
  private @Nullable OfCurrency last;

  /** What became of a record. */
  enum Fate {
    LOADED,
    REJECTED,
    REPEATED
  }

  /**
   * Sums of one cost.
   *
   * @param control what a record adds, told by its first charge
   */
  RecordSums(Function<FocusRow, Optional<BigDecimal>> control) {
    this.control = control;
  }

  /** Adds a record by its first charge; a charge that begins no record adds nothing. */
  void add(Fate fate, FocusRow row) {
    Optional<BigDecimal> amount = control.apply(row);
    ColumnValue currency = row.cell(FocusColumn.BILLING_CURRENCY);
    if (amount.isPresent() && currency != null) {
      of(currency).add(fate, amount.get());
    }
  }

  private OfCurrency of(ColumnValue currency) {
    OfCurrency found = last;
    if (found == null || !currency.equals(lastCurrency)) {
      found = sums.computeIfAbsent(currency.encoded().toStringUtf8(), added -> new OfCurrency());
      lastCurrency = currency;
      last = found;
    }
    return found;
  }

  /** What the records come to, by currency code in its order; empty for FOCUS. */
  Map<String, String> totals() {
    Map<String, String> totals = new TreeMap<>();
    sums.forEach((currency, sum) -> totals.put(currency, plain(sum.total())));
    return totals;
  }

  /**
   * Where charges and records differ, in words, by currency code in its order.
   *
   * @param charges the cost of the charges as read, by currency
   */
  Map<String, String> differences(Map<String, BigDecimal> charges) {
    Map<String, String> differences = new TreeMap<>();
    sums.forEach(
        (currency, sum) -> {
          BigDecimal billed = charges.getOrDefault(currency, BigDecimal.ZERO);
          if (billed.compareTo(sum.total()) != 0 || sum.hidden()) {
            differences.put(currency, sum.words(billed));
          }
        });
    return differences;
  }

  private static String plain(BigDecimal sum) {
    return sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
  }

  private static final class OfCurrency {
    private BigDecimal loaded = BigDecimal.ZERO;
    private BigDecimal rejected = BigDecimal.ZERO;
    private BigDecimal repeated = BigDecimal.ZERO;

    void add(Fate fate, BigDecimal amount) {
      switch (fate) {
        case LOADED -> loaded = loaded.add(amount);
        case REJECTED -> rejected = rejected.add(amount);
        case REPEATED -> repeated = repeated.add(amount);
      }
    }

    BigDecimal total() {
      return loaded.add(rejected).add(repeated);
    }

    /** Whether amounts that are missing cancel each other out. */
    boolean hidden() {
      return rejected.signum() != 0 || repeated.signum() != 0;
    }

    String words(BigDecimal billed) {
      StringBuilder words = new StringBuilder();
      words.append("the charges come to ").append(plain(billed));
      words.append(", the records of the bill to ").append(plain(total()));
      if (rejected.signum() != 0) {
        words.append("; ").append(plain(rejected)).append(" of it in rejected records");
      }
      if (repeated.signum() != 0) {
        words.append("; ").append(plain(repeated)).append(" of it in repeated records");
      }
      BigDecimal rest = loaded.subtract(billed);
      if (rest.signum() != 0 && hidden()) {
        words.append("; ").append(plain(rest)).append(" in neither");
      }
      return words.toString();
    }
  }
}
