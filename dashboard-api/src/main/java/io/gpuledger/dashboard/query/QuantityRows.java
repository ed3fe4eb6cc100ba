package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Rows of a {@link QuantityQuery}: unit, whether it counts, cost, lines without it, charges,
 * quantity.
 */
final class QuantityRows {
  private QuantityRows() {}

  /** Charges whose unit is none of those that are asked about. */
  private record Unknown(Amount amount, long charges) {
    Unknown plus(Unknown other) {
      return new Unknown(amount.plus(other.amount), charges + other.charges);
    }
  }

  /** The quantity of a row after its keys and currency; empty where the bill counts nothing. */
  static Optional<Amount> quantity(List<String> row) {
    return row.get(1).equals("1") ? Optional.of(Amount.parse(row.get(5))) : Optional.empty();
  }

  /**
   * The units that no price is told of, with their money.
   *
   * @param byUnit of {@link QuantityQuery#byUnit}
   * @param known whether a unit is one that is asked about
   */
  static List<Map<String, Object>> unknown(List<List<String>> byUnit, Predicate<String> known) {
    Map<List<String>, Unknown> unknown = new TreeMap<>(Comparator.comparing(Object::toString));
    for (List<String> each : byUnit) {
      List<String> row = each.subList(1, each.size());
      boolean counts = quantity(row).isPresent();
      if (!counts || !known.test(row.get(0))) {
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

  /** The group of a row, by the names of its keys. */
  static Map<String, String> names(List<String> keys, List<String> values) {
    Map<String, String> group = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      group.put(keys.get(i), values.get(i).isEmpty() ? GroupKey.MISSING : values.get(i));
    }
    return group;
  }
}
