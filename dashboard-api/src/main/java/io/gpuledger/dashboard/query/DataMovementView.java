package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.unit.DataMoved;
import io.gpuledger.cost.unit.DataUnit;
import io.gpuledger.cost.unit.Unit;
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

/** The answer about moving data; the rows and the other of a currency sum to its total exactly. */
final class DataMovementView {
  private static final int DIGITS = 3;

  private record Sum(DataMoved data, long linesWithout) {
    Sum plus(Sum other) {
      return new Sum(data.plus(other.data), linesWithout + other.linesWithout);
    }

    Sum minus(Sum other) {
      return new Sum(data.minus(other.data), linesWithout - other.linesWithout);
    }
  }

  private record Group(List<String> keys, String currency) {}

  private DataMovementView() {}

  /**
   * The answer.
   *
   * @param rows of the query
   * @param byUnit of {@link QuantityQuery#byUnit}: of groups, a charge would count in each that
   *     bears a part of it
   */
  static Map<String, Object> of(
      QuantityQuery query,
      List<List<String>> rows,
      List<List<String>> byUnit,
      List<Map<String, Object>> freshness,
      Snapshot snapshot) {
    if (rows.size() > QuantityQuery.SUMS_LIMIT) {
      throw new QuestionTooLargeException(
          "data movement: more than "
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
    Map<String, Sum> others = new TreeMap<>(totals);
    List<Map<String, Object>> shown = new ArrayList<>();
    groups.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Group, Sum> of) -> of.getValue().data().all().unscaled().abs())
                .reversed()
                .thenComparing(of -> of.getKey().toString()))
        .limit(query.limit())
        .forEach(
            of -> {
              others.merge(of.getKey().currency(), of.getValue(), (all, part) -> all.minus(part));
              Map<String, Object> answer =
                  Answers.fields(
                      "group",
                      QuantityRows.names(query.keys(), of.getKey().keys()),
                      "currency",
                      of.getKey().currency());
              answer.putAll(fields(of.getValue()));
              shown.add(answer);
            });
    return Answers.fields(
        "measure",
        "data-movement",
        "metric",
        query.metric().name().toLowerCase(Locale.ROOT),
        "rows",
        shown,
        "totals",
        byCurrency(totals),
        "others",
        byCurrency(others),
        "unknownUnits",
        QuantityRows.unknown(byUnit, unit -> DataUnit.parse(unit).isPresent()),
        "freshness",
        freshness,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** A sum of charges: unit, whether it counts, cost, lines without it, charges, quantity. */
  private static Sum sum(List<String> row) {
    return new Sum(
        DataMoved.of(Amount.parse(row.get(2)), row.get(0), QuantityRows.quantity(row)),
        Long.parseLong(row.get(3)));
  }

  private static List<Map<String, Object>> byCurrency(Map<String, Sum> sums) {
    List<Map<String, Object>> answers = new ArrayList<>();
    sums.forEach(
        (currency, sum) -> {
          Map<String, Object> answer = Answers.fields("currency", currency);
          answer.putAll(fields(sum));
          answers.add(answer);
        });
    return answers;
  }

  private static Map<String, Object> fields(Sum sum) {
    DataMoved data = sum.data();
    return Answers.fields(
        "amount", data.amount().toString(),
        "uncounted", data.uncounted().toString(),
        "linesWithout", sum.linesWithout(),
        "gb", Unit.GIGABYTE.shown(data.moved(), DIGITS).toPlainString(),
        "gib", Unit.GIBIBYTE.shown(data.moved(), DIGITS).toPlainString(),
        "perGb", price(sum, data.perGigabyte()),
        "perGib", price(sum, data.perGibibyte()));
  }

  /** Null where nothing was moved, or where money of some of it is not known. */
  private static @Nullable String price(Sum sum, Optional<BigDecimal> of) {
    return sum.linesWithout() > 0 ? null : of.map(BigDecimal::toPlainString).orElse(null);
  }
}
