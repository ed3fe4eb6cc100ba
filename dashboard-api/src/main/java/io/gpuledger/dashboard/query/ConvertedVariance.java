package io.gpuledger.dashboard.query;

import io.gpuledger.cost.close.VarianceInCurrency;
import io.gpuledger.cost.close.VarianceItem;
import io.gpuledger.cost.money.Amount;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Two months in another currency. A currency whose rate is missing in one of both stays as it was
 * billed in both, for an amount that is converted in one month alone compares with nothing.
 */
public final class ConvertedVariance {
  private ConvertedVariance() {}

  /** What is compared: the month before and the later one. */
  public record Both(VarianceFigures before, VarianceFigures after) {}

  public static Both of(Both both, YearMonth before, YearMonth after, Exchange exchange) {
    VarianceInCurrency rule = exchange.between(before, after);
    Map<String, Amount> old = both.before().totals();
    Map<String, Amount> now = both.after().totals();
    TreeSet<String> currencies = new TreeSet<>(old.keySet());
    currencies.addAll(now.keySet());
    Map<VarianceFigures.Key, VarianceFigures.Group> first = new TreeMap<>();
    Map<VarianceFigures.Key, VarianceFigures.Group> second = new TreeMap<>();
    for (String currency : currencies) {
      Amount sum = now.getOrDefault(currency, Amount.ZERO);
      if (!rule.converts(currency)) {
        leave(new Exchange.Whole(currency, exchange.dayOf(before)), Amount.ZERO, exchange);
        leave(new Exchange.Whole(currency, exchange.dayOf(after)), sum, exchange);
        put(currency, Optional.empty(), both.before(), first);
        put(currency, Optional.empty(), both.after(), second);
        continue;
      }
      note(
          new Exchange.Whole(currency, exchange.dayOf(before)),
          old.getOrDefault(currency, Amount.ZERO),
          exchange);
      note(new Exchange.Whole(currency, exchange.dayOf(after)), sum, exchange);
      put(
          currency,
          Optional.of(new Into(exchange.currency(), items -> rule.before(currency, items))),
          both.before(),
          first);
      put(
          currency,
          Optional.of(new Into(exchange.currency(), items -> rule.after(currency, items))),
          both.after(),
          second);
    }
    return new Both(new VarianceFigures(first), new VarianceFigures(second));
  }

  /** Only a rate that is missing is noted: one that is there alone converts nothing. */
  private static void leave(Exchange.Whole whole, Amount amount, Exchange exchange) {
    if (!exchange.converts(whole.currency(), whole.day())) {
      note(whole, amount, exchange);
    }
  }

  private static void note(Exchange.Whole whole, Amount amount, Exchange exchange) {
    exchange.convert(Map.of(whole, amount), List.of());
  }

  /** How all items of a currency convert, as one whole. */
  private record Into(String currency, UnaryOperator<List<VarianceItem>> items) {}

  private static void put(
      String currency,
      Optional<Into> into,
      VarianceFigures figures,
      Map<VarianceFigures.Key, VarianceFigures.Group> result) {
    List<VarianceItem> all = new ArrayList<>();
    figures
        .groups()
        .forEach(
            (key, group) -> {
              if (key.currency().equals(currency)) {
                all.addAll(group.items());
              }
            });
    List<VarianceItem> converted = into.map(of -> of.items().apply(all)).orElse(all);
    int at = 0;
    for (Map.Entry<VarianceFigures.Key, VarianceFigures.Group> entry :
        figures.groups().entrySet()) {
      VarianceFigures.Key key = entry.getKey();
      if (!key.currency().equals(currency)) {
        continue;
      }
      VarianceFigures.Group group = entry.getValue();
      List<VarianceItem> own = converted.subList(at, at + group.items().size());
      at += group.items().size();
      result.merge(
          new VarianceFigures.Key(
              into.map(Into::currency).orElse(currency), key.team(), key.provider(), key.service()),
          new VarianceFigures.Group(own, group.deviceNanos(), group.linesWithout()),
          VarianceFigures.Group::plus);
    }
  }
}
