package io.gpuledger.ingest.focus;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads names with a list of allowed values in FOCUS: the spelling of FOCUS whatever the case, the
 * words of older releases in those of 1.4. A word outside the list is kept and counted as a
 * warning; only a currency outside ISO 4217 is refused.
 */
final class NameReader {
  private static final Map<FocusColumn, Map<String, String>> ALLOWED =
      Map.of(
          FocusColumn.CHARGE_CATEGORY,
          words("Usage", "Purchase", "Tax", "Credit", "Adjustment"),
          FocusColumn.CHARGE_CLASS,
          words("Correction"),
          FocusColumn.CHARGE_FREQUENCY,
          words("One-Time", "Recurring", "Usage-Based"),
          FocusColumn.COMMITMENT_DISCOUNT_CATEGORY,
          words("Spend", "Usage"),
          FocusColumn.COMMITMENT_DISCOUNT_STATUS,
          words("Used", "Unused"),
          FocusColumn.CAPACITY_RESERVATION_STATUS,
          words("Used", "Unused"),
          FocusColumn.PRICING_CATEGORY,
          pricingCategories());

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private NameReader() {}

  static boolean hasList(FocusColumn column) {
    return ALLOWED.containsKey(column);
  }

  static ColumnValue read(FocusColumn column, ColumnValue.Slice slice, String text) {
    String word = ALLOWED.getOrDefault(column, Map.of()).get(text.strip().toLowerCase(Locale.ROOT));
    return word == null
        ? ColumnValue.ofText(slice, ByteString.copyFrom(slice.bytes()), true)
        : ColumnValue.ofText(slice, ByteString.copyFromUtf8(word), false);
  }

  static ColumnValue currency(ColumnValue.Slice slice, String text) {
    String code = text.strip().toUpperCase(Locale.ROOT);
    return CURRENCIES.contains(code)
        ? ColumnValue.ofText(slice, ByteString.copyFromUtf8(code), false)
        : ColumnValue.ofFault(
            slice,
            ProblemCode.NOT_A_CURRENCY,
            Shown.quoted(slice.bytes()) + " is not an ISO 4217 currency code");
  }

  private static Map<String, String> words(String... words) {
    Map<String, String> allowed = new HashMap<>();
    for (String word : words) {
      allowed.put(word.toLowerCase(Locale.ROOT), word);
    }
    return allowed;
  }

  private static Map<String, String> pricingCategories() {
    Map<String, String> allowed = words("Standard", "Dynamic", "Committed", "Other");
    allowed.put("on-demand", "Standard");
    allowed.put("commitment-based", "Committed");
    return allowed;
  }
}
