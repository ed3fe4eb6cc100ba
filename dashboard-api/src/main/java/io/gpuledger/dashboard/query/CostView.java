package io.gpuledger.dashboard.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a {@link CostQuery}. Amounts are canonical texts; rows and {@code others} sum to
 * {@code totals} exactly.
 *
 * @param rows largest groups, by period
 * @param total of the only or chosen currency, else null
 * @param totals by currency
 * @param other what the rows leave out, of the only or chosen currency, else null
 * @param others what the rows leave out, by currency
 * @param coverage ratios with their nouns, and {@code absentCosts}: lines whose charge comes
 *     without this cost, so that the amounts hold nothing for them, and {@code unpriced}: models
 *     with device-hours that nothing prices
 * @param freshness of the sources
 * @param snapshot what was seen
 * @param conversion the rates by which amounts were converted, and what had none; null where
 *     nothing was to be converted
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CostView(
    List<Row> rows,
    @org.jspecify.annotations.Nullable String total,
    Map<String, String> totals,
    @org.jspecify.annotations.Nullable String other,
    Map<String, String> others,
    Map<String, Object> coverage,
    List<Map<String, Object>> freshness,
    Map<String, Object> snapshot,
    @JsonInclude(JsonInclude.Include.NON_NULL) @org.jspecify.annotations.Nullable
        Map<String, Object> conversion) {
  /** One group in one period. */
  public record Row(
      String period,
      Map<String, String> group,
      String currency,
      String amount,
      Map<String, String> basis) {}

  /**
   * The same; {@code unpriced} holds the models and device-hours that no amount has a price for.
   */
  CostView withUnpriced(List<Map<String, Object>> unpriced) {
    Map<String, Object> with = new LinkedHashMap<>(coverage);
    with.put("unpriced", unpriced);
    return new CostView(rows, total, totals, other, others, with, freshness, snapshot, conversion);
  }

  static CostView of(
      CostQuery query,
      AccessScope scope,
      List<List<String>> rows,
      List<List<String>> totals,
      List<Map<String, Object>> freshness,
      Snapshot snapshot) {
    return of(query, scope, rows, totals, freshness, snapshot, null);
  }

  /** The answer in one currency; what had no rate stands beside it in its own. */
  static CostView of(
      CostQuery query,
      AccessScope scope,
      ConvertedRows rows,
      List<Map<String, Object>> freshness,
      Snapshot snapshot,
      Exchange exchange) {
    return of(query, scope, rows.rows(), rows.totals(), freshness, snapshot, exchange);
  }

  private static CostView of(
      CostQuery query,
      AccessScope scope,
      List<List<String>> rows,
      List<List<String>> totals,
      List<Map<String, Object>> freshness,
      Snapshot snapshot,
      @org.jspecify.annotations.Nullable Exchange exchange) {
    Map<String, Amount> left = sums(totals);
    Map<String, String> sums = texts(left);
    List<Row> shown = new ArrayList<>(rows.size());
    for (List<String> row : rows) {
      Row one = row(query.groupBy(), row);
      left.merge(one.currency(), Amount.parse(one.amount()).negated(), Amount::plus);
      shown.add(one);
    }
    Map<String, String> others = texts(left);
    String single = sums.size() == 1 ? sums.keySet().iterator().next() : "";
    String only = exchange == null ? single : exchange.currency();
    String none = sums.isEmpty() ? "0" : null;
    return new CostView(
        shown,
        sums.getOrDefault(only, none),
        sums,
        others.getOrDefault(only, none),
        others,
        coverage(totals, scope),
        freshness,
        snapshotFields(snapshot),
        exchange == null ? null : exchange.view());
  }

  /** Sums by currency of the rows of {@link CostQuery#totals}. */
  static Map<String, Amount> sums(List<List<String>> totals) {
    Map<String, Amount> sums = new TreeMap<>();
    for (List<String> row : totals) {
      sums.merge(row.get(0), Amount.parse(row.get(3)), Amount::plus);
    }
    return sums;
  }

  static Map<String, Object> snapshotFields(Snapshot snapshot) {
    return Answers.fields("asOf", snapshot.asOf(), "run", snapshot.runNo());
  }

  private static Row row(List<GroupKey> keys, List<String> row) {
    Map<String, String> group = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      group.put(keys.get(i).text(), row.get(1 + i));
    }
    int at = 1 + keys.size();
    Amount fromBill = Amount.parse(row.get(at + 1));
    Amount estimated = Amount.parse(row.get(at + 2));
    Map<String, String> basis = new LinkedHashMap<>();
    basis.put("from_bill", fromBill.toString());
    basis.put("estimated", estimated.toString());
    return new Row(row.get(0), group, row.get(at), fromBill.plus(estimated).toString(), basis);
  }

  private static Map<String, String> texts(Map<String, Amount> amounts) {
    Map<String, String> texts = new LinkedHashMap<>();
    amounts.forEach((currency, amount) -> texts.put(currency, amount.toString()));
    return texts;
  }

  /**
   * Ownership coverage is the sum of the absolute amounts of the rows that have an owner over that
   * of all rows, in 0..1: credits and corrections count by their size, so that they cannot lift it
   * past 1. Null where there is no amount or several currencies. It is told only to those who see
   * all teams: for others it is always whole. Telemetry coverage is null where no device-time
   * stands behind the money.
   */
  private static Map<String, Object> coverage(List<List<String>> totals, AccessScope scope) {
    BigInteger observed = BigInteger.ZERO;
    BigInteger time = BigInteger.ZERO;
    long absent = 0;
    Map<String, Amount> owned = new TreeMap<>();
    Map<String, Amount> all = new TreeMap<>();
    for (List<String> row : totals) {
      BigInteger nanos = new BigInteger(row.get(4));
      time = time.add(nanos);
      absent += Long.parseLong(row.get(6));
      observed = observed.add(row.get(1).equals("1") ? BigInteger.ZERO : nanos);
      Amount amount = Amount.parse(row.get(5));
      all.merge(row.get(0), amount, Amount::plus);
      owned.merge(row.get(0), row.get(2).equals("1") ? Amount.ZERO : amount, Amount::plus);
    }
    Map<String, Object> coverage = new LinkedHashMap<>();
    coverage.put("telemetry", Ratios.of(observed, time));
    coverage.put("absentCosts", absent);
    if (scope.allTeams()) {
      boolean single = all.size() == 1;
      coverage.put(
          "ownership",
          single
              ? Ratios.of(
                  owned.values().iterator().next().unscaled(),
                  all.values().iterator().next().unscaled())
              : null);
    }
    return coverage;
  }
}
