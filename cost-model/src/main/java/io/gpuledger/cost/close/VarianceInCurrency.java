package io.gpuledger.cost.close;

import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.ConvertedParts;
import io.gpuledger.cost.currency.CurrencyConverter;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The items of two months in another currency, each month by its own rate, and what the rates alone
 * make of the later month: {@code effect = cost at its rate - cost at the rate of the month
 * before}, at constant charges, those of the later month. All items of a currency are converted as
 * a whole and divided after that, so that items and effects sum to the converted totals exactly.
 *
 * @param converter whose rates are used
 * @param to the currency of the comparison
 * @param purpose of the rates
 * @param before whose rate converts the month before
 * @param after whose rate converts the later month
 */
public record VarianceInCurrency(
    CurrencyConverter converter, String to, RatePurpose purpose, Instant before, Instant after) {
  /** Whether amounts of a currency convert in both months; in one alone nothing is comparable. */
  public boolean converts(String from) {
    return convert(from, Amount.ZERO, before).isPresent()
        && convert(from, Amount.ZERO, after).isPresent();
  }

  /**
   * The items of the month before.
   *
   * @param items all of it in one currency
   * @throws IllegalArgumentException if the currency does not convert
   */
  public List<VarianceItem> before(String from, List<VarianceItem> items) {
    List<Amount> costs = parts(from, costs(items), before);
    return converted(from, items, costs, costs);
  }

  /**
   * The items of the later month, with what its other rate makes of each.
   *
   * @param items all of it in one currency
   * @throws IllegalArgumentException if the currency does not convert
   */
  public List<VarianceItem> after(String from, List<VarianceItem> items) {
    return converted(
        from, items, parts(from, costs(items), after), parts(from, costs(items), before));
  }

  private List<VarianceItem> converted(
      String from, List<VarianceItem> items, List<Amount> costs, List<Amount> atOldRate) {
    List<Amount> without =
        parts(
            from,
            items.stream().map(item -> item.withoutCommitment().orElse(Amount.ZERO)).toList(),
            before);
    List<VarianceItem> converted = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      VarianceItem item = items.get(i);
      Amount withoutCommitment = without.get(i);
      converted.add(
          new VarianceItem(
              from.equals(to) ? item.key() : item.key() + " in " + from,
              item.kind(),
              item.quantity(),
              item.unit(),
              costs.get(i),
              item.withoutCommitment().map(told -> withoutCommitment),
              costs.get(i).minus(atOldRate.get(i))));
    }
    return converted;
  }

  private static List<Amount> costs(List<VarianceItem> items) {
    return items.stream().map(VarianceItem::cost).toList();
  }

  private List<Amount> parts(String from, List<Amount> parts, Instant at) {
    Amount whole = parts.stream().reduce(Amount.ZERO, Amount::plus);
    return convert(from, whole, at)
        .map(done -> ConvertedParts.of(done, parts))
        .orElseThrow(() -> new IllegalArgumentException(from + " does not convert at " + at));
  }

  private Optional<Conversion.Converted> convert(String from, Amount amount, Instant at) {
    return converter.convert(new Money(from, amount), to, purpose, at)
            instanceof Conversion.Converted done
        ? Optional.of(done)
        : Optional.empty();
  }
}
