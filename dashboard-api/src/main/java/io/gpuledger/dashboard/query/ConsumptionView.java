package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.unit.Consumption;
import io.gpuledger.cost.unit.CountedUnit;
import io.gpuledger.cost.unit.Unit;
import io.gpuledger.cost.unit.UnitMeasure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer about what is counted in tokens, or in vectors and queries; the rows and the other of
 * a currency sum to its total exactly.
 *
 * @param measure as the question writes it
 * @param prices what is told of each row, per which unit
 * @param ownUnits whether a row is told that has none of these units, with the bill's own
 */
public record ConsumptionView(String measure, List<UnitMeasure> prices, boolean ownUnits) {
  public static final ConsumptionView TOKENS =
      new ConsumptionView("tokens", List.of(UnitMeasure.COST_PER_MILLION_TOKENS), false);

  /** Vector databases bill units of their own too, which are shown as they are. */
  public static final ConsumptionView VECTORS =
      new ConsumptionView(
          "vectors",
          List.of(UnitMeasure.COST_PER_MILLION_VECTORS, UnitMeasure.COST_PER_THOUSAND_QUERIES),
          true);

  /** Digits of a quantity that is shown; the bill's own is exact. */
  private static final int DIGITS = 6;

  private record Sum(Consumption used, long linesWithout) {
    private static final Sum NOTHING = new Sum(Consumption.NOTHING, 0);

    Sum plus(Sum other) {
      return new Sum(used.plus(other.used), linesWithout + other.linesWithout);
    }
  }

  private record Group(List<String> keys, String currency) {}

  public ConsumptionView {
    prices = List.copyOf(prices);
  }

  /**
   * The answer.
   *
   * @param rows of the query
   * @param byUnit of {@link QuantityQuery#byUnit}, in which each charge counts once
   */
  Map<String, Object> of(
      QuantityQuery query,
      List<List<String>> rows,
      List<List<String>> byUnit,
      List<Map<String, Object>> freshness,
      Snapshot snapshot) {
    if (rows.size() > QuantityQuery.SUMS_LIMIT) {
      throw new QuestionTooLargeException(
          measure
              + ": more than "
              + QuantityQuery.SUMS_LIMIT
              + " sums; give a filter or fewer keys");
    }
    int keys = query.keys().size();
    Map<Group, Sum> groups = new LinkedHashMap<>();
    Map<String, Sum> totals = new TreeMap<>();
    for (List<String> row : rows) {
      String currency = row.get(keys);
      Sum sum = sum(row.subList(keys + 1, row.size()));
      groups.merge(new Group(List.copyOf(row.subList(0, keys)), currency), sum, Sum::plus);
      totals.merge(currency, sum, Sum::plus);
    }
    Map<String, Sum> others = new TreeMap<>();
    totals.keySet().forEach(currency -> others.put(currency, Sum.NOTHING));
    List<Map<String, Object>> shown = new ArrayList<>();
    List<Map.Entry<Group, Sum>> sorted =
        groups.entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<Group, Sum> of) ->
                            of.getValue().used().amount().unscaled().abs())
                    .reversed()
                    .thenComparing(of -> of.getKey().toString()))
            .toList();
    for (Map.Entry<Group, Sum> of : sorted) {
      if (shown.size() < query.limit() && isTold(of.getValue().used())) {
        Map<String, Object> answer =
            Answers.fields(
                "group",
                QuantityRows.names(query.keys(), of.getKey().keys()),
                "currency",
                of.getKey().currency());
        answer.putAll(fields(of.getValue(), isBlended(query.keys(), of.getKey().keys())));
        shown.add(answer);
      } else {
        others.merge(of.getKey().currency(), of.getValue(), Sum::plus);
      }
    }
    return Answers.fields(
        "measure",
        measure,
        "metric",
        query.metric().name().toLowerCase(Locale.ROOT),
        "rows",
        shown,
        "totals",
        byCurrency(totals),
        "others",
        byCurrency(others),
        "unknownUnits",
        QuantityRows.unknown(byUnit, this::isCompared),
        "freshness",
        freshness,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** What has nothing to compare is part of the rest. */
  private boolean isTold(Consumption used) {
    return ownUnits || prices.stream().anyMatch(price -> used.in(price.unit()).isPresent());
  }

  /** A sum of charges: unit, whether it counts, cost, lines without it, charges, quantity. */
  private static Sum sum(List<String> row) {
    return new Sum(
        Consumption.of(
            Amount.parse(row.get(2)),
            row.get(0),
            QuantityRows.quantity(row),
            Long.parseLong(row.get(3))),
        Long.parseLong(row.get(3)));
  }

  private boolean isCompared(String unit) {
    return CountedUnit.parse(unit)
        .filter(of -> prices.stream().anyMatch(price -> price.unit().equals(of.counted())))
        .isPresent();
  }

  private List<Map<String, Object>> byCurrency(Map<String, Sum> sums) {
    List<Map<String, Object>> answers = new ArrayList<>();
    sums.forEach(
        (currency, sum) -> {
          Map<String, Object> answer = Answers.fields("currency", currency);
          answer.putAll(fields(sum, false));
          answers.add(answer);
        });
    return answers;
  }

  /** Where classes are asked for, what names none may be several: a price would be of no class. */
  private static boolean isBlended(List<String> keys, List<String> values) {
    int place = keys.indexOf(GroupKey.of(GroupKey.Name.TOKEN_TYPE).text());
    return place >= 0
        && (values.get(place).isEmpty() || values.get(place).equals(GroupKey.MISSING));
  }

  private Map<String, Object> fields(Sum sum, boolean blended) {
    Consumption used = sum.used();
    List<Map<String, Object>> compared = new ArrayList<>();
    for (UnitMeasure price : prices) {
      used.in(price.unit()).ifPresent(found -> compared.add(compared(price, found, blended)));
    }
    List<Map<String, Object>> own = new ArrayList<>();
    new TreeMap<>(used.byUnit())
        .forEach(
            (unit, counted) ->
                own.add(
                    Answers.fields(
                        "unit", unit,
                        "amount", counted.amount().toString(),
                        "quantity", counted.quantity().toString(),
                        "price", text(counted.price(2 * UnitMeasure.DIGITS)))));
    return Answers.fields(
        "amount", used.amount().toString(),
        "uncounted", used.uncounted().toString(),
        "linesWithout", sum.linesWithout(),
        "counts", compared,
        "own", own);
  }

  private static Map<String, Object> compared(
      UnitMeasure price, Consumption.Compared found, boolean blended) {
    Unit unit = price.unit();
    return Answers.fields(
        "unit", unit.name(),
        "amount", found.amount().toString(),
        "quantity", unit.shown(found.quantity(), DIGITS).toPlainString(),
        "price", blended ? null : text(found.price(price)));
  }

  private static @Nullable String text(Optional<BigDecimal> price) {
    return price.map(BigDecimal::toPlainString).orElse(null);
  }
}
