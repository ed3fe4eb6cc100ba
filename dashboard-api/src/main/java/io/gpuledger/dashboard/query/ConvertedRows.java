package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of an answer in one currency. The statements give a row for each currency and span of days;
 * these become rows of the same shape in the wanted currency, or in their own where a rate is
 * missing.
 */
final class ConvertedRows {
  private final List<List<String>> rows;
  private final List<List<String>> totals;

  private ConvertedRows(List<List<String>> rows, List<List<String>> totals) {
    this.rows = rows;
    this.totals = totals;
  }

  List<List<String>> rows() {
    return rows;
  }

  List<List<String>> totals() {
    return totals;
  }

  /**
   * Of {@link CostQuery}: rows are period, keys, currency, from_bill, estimated, span; totals are
   * currency, two marks, amount, nanoseconds, size, lines without, span.
   *
   * @param keys how many keys a row has
   */
  static ConvertedRows ofCosts(
      Exchange exchange, int keys, List<List<String>> rows, List<List<String>> totals) {
    int at = 1 + keys;
    List<Exchange.Part> parts = new ArrayList<>();
    for (List<String> row : rows) {
      parts.add(
          new Exchange.Part(
              whole(row.get(at), row.get(at + 3)),
              Amount.parse(row.get(at + 1)).plus(Amount.parse(row.get(at + 2)))));
    }
    Exchange.Result result = exchange.convert(wholes(totals, 3, 7), parts);
    Map<List<String>, List<Amount>> sums = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      Exchange.Exchanged done = result.parts().get(i);
      List<String> key = new ArrayList<>(row.subList(0, at));
      key.add(done.currency());
      sums.merge(
          List.copyOf(key),
          done.divided(List.of(Amount.parse(row.get(at + 1)), Amount.parse(row.get(at + 2)))),
          ConvertedRows::added);
    }
    List<List<String>> converted = new ArrayList<>();
    sums.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<List<String>, List<Amount>> e) -> e.getKey().get(0))
                .thenComparing(e -> size(e.getValue()), Comparator.reverseOrder())
                .thenComparing(e -> String.join("\u0000", e.getKey())))
        .forEach(
            e -> {
              List<String> row = new ArrayList<>(e.getKey());
              e.getValue().forEach(amount -> row.add(amount.toString()));
              converted.add(row);
            });
    return new ConvertedRows(converted, costTotals(exchange, totals, result));
  }

  private static List<Amount> added(List<Amount> left, List<Amount> right) {
    return List.of(left.get(0).plus(right.get(0)), left.get(1).plus(right.get(1)));
  }

  private static BigInteger size(List<Amount> amounts) {
    return amounts.stream().reduce(Amount.ZERO, Amount::plus).unscaled().abs();
  }

  /** The whole of a currency and span stands in its first row; sizes only weigh coverage. */
  private static List<List<String>> costTotals(
      Exchange exchange, List<List<String>> totals, Exchange.Result result) {
    Map<Exchange.Whole, Exchange.Exchanged> left = new LinkedHashMap<>(result.wholes());
    List<List<String>> converted = new ArrayList<>();
    for (List<String> row : totals) {
      Exchange.Whole whole = whole(row.get(0), row.get(7));
      Money size =
          exchange.roughly(new Money(whole.currency(), Amount.parse(row.get(5))), whole.day());
      Exchange.Exchanged all = left.remove(whole);
      converted.add(
          List.of(
              size.currency(),
              row.get(1),
              row.get(2),
              all == null ? "0" : all.amount().toString(),
              row.get(4),
              size.amount().toString(),
              row.get(6)));
    }
    return converted;
  }

  /**
   * Of {@link UnitCostQuery}: rows are keys, currency, amount, lines without, four times, span;
   * totals are the same without keys.
   */
  static ConvertedRows ofUnitCosts(
      Exchange exchange, int keys, List<List<String>> rows, List<List<String>> totals) {
    List<Exchange.Part> parts = new ArrayList<>();
    for (List<String> row : rows) {
      parts.add(
          new Exchange.Part(
              whole(row.get(keys), row.get(keys + 7)), Amount.parse(row.get(keys + 1))));
    }
    Exchange.Result result = exchange.convert(wholes(totals, 1, 7), parts);
    return new ConvertedRows(
        hourRows(keys, rows, result.parts()),
        hourRows(
            0,
            totals,
            totals.stream()
                .map(row -> result.wholes().get(whole(row.get(0), row.get(7))))
                .toList()));
  }

  private record Hours(Amount amount, List<BigInteger> counts) {
    Hours plus(Hours other) {
      List<BigInteger> sums = new ArrayList<>();
      for (int i = 0; i < counts.size(); i++) {
        sums.add(counts.get(i).add(other.counts.get(i)));
      }
      return new Hours(amount.plus(other.amount), sums);
    }
  }

  private static List<List<String>> hourRows(
      int keys, List<List<String>> rows, List<Exchange.Exchanged> exchanged) {
    Map<List<String>, Hours> sums = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      List<String> key = new ArrayList<>(row.subList(0, keys));
      key.add(exchanged.get(i).currency());
      sums.merge(
          List.copyOf(key),
          new Hours(
              exchanged.get(i).amount(),
              row.subList(keys + 2, keys + 7).stream().map(BigInteger::new).toList()),
          Hours::plus);
    }
    List<List<String>> converted = new ArrayList<>();
    sums.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<List<String>, Hours> e) -> e.getValue().amount().unscaled().abs())
                .reversed()
                .thenComparing(e -> String.join("\u0000", e.getKey())))
        .forEach(
            e -> {
              List<String> row = new ArrayList<>(e.getKey());
              row.add(e.getValue().amount().toString());
              e.getValue().counts().forEach(count -> row.add(count.toString()));
              converted.add(row);
            });
    return converted;
  }

  static Exchange.Whole whole(String currency, String span) {
    return new Exchange.Whole(currency, Exchange.dayOf(span));
  }

  private static Map<Exchange.Whole, Amount> wholes(
      List<List<String>> totals, int amountAt, int spanAt) {
    Map<Exchange.Whole, Amount> wholes = new LinkedHashMap<>();
    for (List<String> row : totals) {
      wholes.merge(
          whole(row.get(0), row.get(spanAt)), Amount.parse(row.get(amountAt)), Amount::plus);
    }
    return wholes;
  }
}
