package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Money;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A total of many conversions, with what could not be converted beside it in its own currencies. A
 * total is complete only where nothing stands beside it.
 *
 * @param converted the total of what could be converted
 * @param unconverted by currency
 * @param missing each missing rate once, as a sentence
 */
public record ConvertedSum(
    Money converted, SortedMap<String, Money> unconverted, List<String> missing) {
  public ConvertedSum {
    unconverted = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unconverted));
    missing = List.copyOf(missing);
  }

  /** The total of conversions into one currency. */
  public static ConvertedSum of(String currency, List<Conversion> conversions) {
    Money converted = Money.zero(currency);
    SortedMap<String, Money> unconverted = new TreeMap<>();
    SortedMap<String, String> missing = new TreeMap<>();
    for (Conversion conversion : conversions) {
      if (conversion instanceof Conversion.Converted done) {
        converted = converted.plus(done.converted());
      } else if (conversion instanceof Conversion.Unconverted left) {
        unconverted.merge(left.original().currency(), left.original(), Money::plus);
        missing.put(left.reason(), left.reason());
      }
    }
    return new ConvertedSum(converted, unconverted, List.copyOf(missing.values()));
  }

  public boolean complete() {
    return unconverted.isEmpty();
  }
}
