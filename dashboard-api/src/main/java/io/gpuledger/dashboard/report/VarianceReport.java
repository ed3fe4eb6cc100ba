package io.gpuledger.dashboard.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gpuledger.cost.close.Variance;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.ConvertedVariance;
import io.gpuledger.dashboard.query.Exchange;
import io.gpuledger.dashboard.query.VarianceFigures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why each team's cost of each service is not that of another month. Amounts are exact; the parts
 * of each row and of the totals sum to its change.
 *
 * @param period the month
 * @param against the month that it is compared with
 * @param metric the cost that is compared
 * @param rows the largest change first
 * @param totals by currency
 * @param why in three lines by currency
 * @param snapshot what was seen
 * @param conversion by what both months were converted; null where each stays as it was billed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record VarianceReport(
    String period,
    String against,
    String metric,
    List<Row> rows,
    List<Total> totals,
    List<Why> why,
    Map<String, Object> snapshot,
    @Nullable Exchange conversion) {
  /** The parts of a change, as texts. */
  public record Parts(
      String before,
      String after,
      String change,
      String usage,
      String rate,
      String mix,
      String commitment,
      String currencyEffect,
      String oneOff,
      String other) {
    static Parts of(Variance of) {
      return new Parts(
          of.before().toString(),
          of.after().toString(),
          of.change().toString(),
          of.usage().toString(),
          of.rate().toString(),
          of.mix().toString(),
          of.commitment().toString(),
          of.currency().toString(),
          of.oneOff().toString(),
          of.other().toString());
    }

    /** In the order of the columns. */
    List<String> texts() {
      return List.of(
          before, after, change, usage, rate, mix, commitment, currencyEffect, oneOff, other);
    }
  }

  /**
   * What a team's use of a service changed by.
   *
   * @param linesWithout lines of both months that lack the cost
   */
  public record Row(
      String team,
      String provider,
      String service,
      String currency,
      Parts parts,
      String gpuHoursBefore,
      String gpuHoursAfter,
      long linesWithout) {}

  /** All rows of a currency. */
  public record Total(String currency, Parts parts) {}

  /** Three lines of a currency that sum to its change. */
  public record Why(String currency, String change, List<Map<String, Object>> lines) {}

  /** What is compared. */
  public record Months(String period, String against, String metric) {}

  public static VarianceReport of(
      Months months,
      ConvertedVariance.Both both,
      Map<String, Object> snapshot,
      Optional<Exchange> conversion) {
    VarianceFigures before = both.before();
    VarianceFigures after = both.after();
    TreeSet<VarianceFigures.Key> keys = new TreeSet<>(before.groups().keySet());
    keys.addAll(after.groups().keySet());
    Map<String, Variance> totals = new TreeMap<>();
    Map<Row, Variance> changes = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (VarianceFigures.Key key : keys) {
      VarianceFigures.Group old = before.of(key);
      VarianceFigures.Group now = after.of(key);
      Variance variance = Variance.of(old.items(), now.items());
      totals.merge(key.currency(), variance, Variance::plus);
      Row row =
          new Row(
              key.team(),
              key.provider(),
              key.service(),
              key.currency(),
              Parts.of(variance),
              hours(old.deviceNanos()),
              hours(now.deviceNanos()),
              old.linesWithout() + now.linesWithout());
      changes.put(row, variance);
      rows.add(row);
    }
    rows.sort(
        Comparator.comparing(Row::currency)
            .thenComparing(
                row -> size(changes.getOrDefault(row, Variance.NONE).change()),
                Comparator.reverseOrder()));
    List<Total> sums = new ArrayList<>();
    totals.forEach((currency, variance) -> sums.add(new Total(currency, Parts.of(variance))));
    return new VarianceReport(
        months.period(),
        months.against(),
        months.metric(),
        rows,
        sums,
        why(totals, before, after),
        snapshot,
        conversion.orElse(null));
  }

  private static List<Why> why(
      Map<String, Variance> totals, VarianceFigures before, VarianceFigures after) {
    List<Why> why = new ArrayList<>();
    totals.forEach(
        (currency, total) ->
            why.add(
                new Why(
                    currency,
                    total.change().toString(),
                    VarianceWhy.lines(currency, total, before, after))));
    return why;
  }

  private static Amount size(Amount amount) {
    return amount.signum() < 0 ? amount.negated() : amount;
  }

  private static String hours(BigInteger nanos) {
    return ChargebackReport.hours(nanos);
  }

  /** The report as the API answers it. */
  public Map<String, Object> view() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("period", period);
    fields.put("against", against);
    fields.put("metric", metric);
    fields.put("rows", rows.stream().map(VarianceReport::view).toList());
    fields.put(
        "totals",
        totals.stream()
            .map(
                total -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("currency", total.currency());
                  put(row, total.parts());
                  return row;
                })
            .toList());
    fields.put("why", why);
    fields.put("snapshot", snapshot);
    if (conversion != null) {
      fields.put("conversion", conversion.view());
    }
    return fields;
  }

  private static Map<String, Object> view(Row of) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("team", of.team());
    row.put("provider", of.provider());
    row.put("service", of.service());
    row.put("currency", of.currency());
    put(row, of.parts());
    row.put("gpuHoursBefore", of.gpuHoursBefore());
    row.put("gpuHoursAfter", of.gpuHoursAfter());
    row.put("linesWithout", of.linesWithout());
    return row;
  }

  private static void put(Map<String, Object> row, Parts parts) {
    row.put("before", parts.before());
    row.put("after", parts.after());
    row.put("change", parts.change());
    row.put("usage", parts.usage());
    row.put("rate", parts.rate());
    row.put("mix", parts.mix());
    row.put("commitment", parts.commitment());
    row.put("currencyEffect", parts.currencyEffect());
    row.put("oneOff", parts.oneOff());
    row.put("other", parts.other());
  }
}
