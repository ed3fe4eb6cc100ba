package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a division of machines has taken from their GPUs: the amortised cost of their processors and
 * memory, by the model of the machine's GPUs. A price of a GPU-hour is one with its processors, so
 * a rate out of the bill adds it back. There is nothing of it where no machine is divided.
 */
final class MachinePartsQuery {
  private static final String PARTS = "component IN ('cpu', 'memory')";
  private static final String DEVICES =
      "component = 'gpu' AND state NOT IN ('not_gpu', 'unused_commitment')";

  private final Answers answers;

  MachinePartsQuery(Answers answers) {
    this.answers = answers;
  }

  /** The processors and memory of the machines with GPUs of one family, on a day. */
  record Part(
      String day,
      String source,
      String account,
      String provider,
      String region,
      String family,
      String currency,
      Amount effective) {}

  /**
   * The parts of whole UTC days. Parts and GPUs belong together by resource and SKU; those of a
   * machine with several families of GPUs are divided by device-time.
   */
  List<Part> find(TimeRange range, Optional<String> source, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT d, s, a, p, r, c, arrayStringConcat(names, char(31)), arrayStringConcat(")
        .add("arrayMap(n -> toString(nanos[n]), names), ','), cost FROM (SELECT d, s, a, p, r, c,")
        .add(" names, sumMap(times) AS nanos, sum(part) AS cost FROM (");
    units(out, range, source, snapshot);
    out.add(") GROUP BY d, s, a, p, r, c, names) ORDER BY d, s, a, p, r, c, names");
    List<Part> parts = new ArrayList<>();
    answers.rows(out.build()).forEach(row -> divide(row, parts));
    return parts;
  }

  /** What belongs together: GPUs by model with their device-time, and the cost of the rest. */
  private static void units(
      SqlWriter out, TimeRange range, Optional<String> source, Snapshot snapshot) {
    out.add("SELECT toString(day) AS d, toString(source) AS s, toString(account) AS a,")
        .add(" toString(provider) AS p, toString(region) AS r, toString(currency) AS c,")
        .add(" arraySort(groupUniqArrayIf(toString(device_model), " + DEVICES + ")) AS names,")
        .add(" sumMapIf(map(toString(device_model), toInt128(device_nanos)), " + DEVICES + ")")
        .add(" AS times, sumIf(toDecimal256(effective_cost, 18), " + PARTS + ") AS part");
    from(out, range, source, snapshot);
    out.add(" AND (day, source, account) IN (SELECT DISTINCT day, source, account");
    from(out, range, source, snapshot);
    out.add(" AND " + PARTS + ") GROUP BY d, s, a, p, r, c, resource, sku HAVING countIf(")
        .add(PARTS + ") > 0");
  }

  private static void divide(List<String> row, List<Part> parts) {
    SortedMap<String, BigInteger> times = new TreeMap<>();
    String[] names = row.get(6).split("\u001f", -1);
    String[] nanos = row.get(7).split(",", -1);
    for (int i = 0; i < names.length; i++) {
      BigInteger time = nanos[i].isEmpty() ? BigInteger.ZERO : new BigInteger(nanos[i]);
      times.merge(family(names[i]), time.max(BigInteger.ZERO), BigInteger::add);
    }
    boolean timed = times.values().stream().anyMatch(time -> time.signum() > 0);
    List<BigInteger> weights =
        times.values().stream().map(time -> timed ? time : BigInteger.ONE).toList();
    List<Amount> costs = Split.byWeight(Amount.parse(row.get(8)), weights);
    int at = 0;
    for (String family : times.keySet()) {
      parts.add(
          new Part(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              row.get(4),
              family,
              row.get(5),
              costs.get(at++)));
    }
  }

  /** As the rates are grouped. */
  static String family(String model) {
    return model.isEmpty() || model.equals(GroupKey.MISSING)
        ? GroupKey.MISSING
        : DeviceFamily.of(model);
  }

  private static void from(
      SqlWriter out, TimeRange range, Optional<String> source, Snapshot snapshot) {
    SnapshotSql.from(out, "cost_detail_daily_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", range).add(" AND basis = 'from_bill'");
    source.ifPresent(name -> out.add(" AND source = ").bind("String", name));
  }
}
