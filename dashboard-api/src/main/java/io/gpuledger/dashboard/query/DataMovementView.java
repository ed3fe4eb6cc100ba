package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.GroupKey;
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

  /** Charges that count no data. */
  private record Unknown(Amount amount, long charges) {
    Unknown plus(Unknown other) {
      return new Unknown(amount.plus(other.amount), charges + other.charges);
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
                      names(query.keys(), of.getKey().keys()),
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
        unknown(byUnit),
        "freshness",
        freshness,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** A sum of charges: unit, whether it counts, cost, lines without it, charges, quantity. */
  private static Sum sum(List<String> row) {
    return new Sum(
        DataMoved.of(Amount.parse(row.get(2)), row.get(0), quantity(row)),
        Long.parseLong(row.get(3)));
  }

  private static Optional<Amount> quantity(List<String> row) {
    return row.get(1).equals("1") ? Optional.of(Amount.parse(row.get(5))) : Optional.empty();
  }

  private static List<Map<String, Object>> unknown(List<List<String>> byUnit) {
    Map<List<String>, Unknown> unknown = new TreeMap<>(Comparator.comparing(Object::toString));
    for (List<String> each : byUnit) {
      List<String> row = each.subList(1, each.size());
      boolean counts = quantity(row).isPresent();
      if (!counts || DataUnit.parse(row.get(0)).isEmpty()) {
        unknown.merge(
            List.of(counts ? row.get(0) : "", each.get(0)),
            new Unknown(Amount.parse(row.get(2)), Long.parseLong(row.get(4))),
            Unknown::plus);
      }
    }
    return unknown.entrySet().stream()
        .map(
            of ->
                Answers.fields(
                    "unit", of.getKey().get(0).isEmpty() ? null : of.getKey().get(0),
                    "currency", of.getKey().get(1),
                    "amount", of.getValue().amount().toString(),
                    "charges", of.getValue().charges()))
        .toList();
  }

  private static Map<String, String> names(List<String> keys, List<String> values) {
    Map<String, String> group = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      group.put(keys.get(i), values.get(i).isEmpty() ? GroupKey.MISSING : values.get(i));
    }
    return group;
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
