package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What usage cost, with the quantity that the bill counts. Charges are divided among owners by
 * cost, so a line has of the quantity what it has of the cost, cut at 1e-18 of the unit; that of a
 * charge that costs nothing stands with its first line.
 *
 * @param range whole UTC days of usage
 * @param groupBy keys of the rows
 * @param metric which cost
 * @param match which lines are of the kind of usage asked about
 * @param filter which of these
 * @param regions whether rows are told by region pair as well
 * @param limit rows at most; the rest of a currency is its {@code other}
 */
public record QuantityQuery(
    TimeRange range,
    List<GroupKey> groupBy,
    CostQuery.Metric metric,
    Filter match,
    Filter filter,
    boolean regions,
    int limit) {
  /** What is of moving data where nothing else is asked: what FOCUS calls Networking. */
  public static final Filter NETWORKING = Filter.parse("serviceCategory:\"Networking\"");

  /** What is of tokens where nothing else is asked: what FOCUS calls so. */
  public static final Filter AI = Filter.parse("serviceCategory:\"AI and Machine Learning\"");

  /** What is of vectors where nothing else is asked: services that keep nothing else. */
  public static final Filter VECTOR_DATABASES =
      Filter.parse("provider:\"Pinecone\",\"Zilliz\",\"Weaviate\",\"Qdrant\"");

  /** Most sums that are put together; groups by unit and region pair. */
  static final int SUMS_LIMIT = 200_000;

  /** Columns of a bill that name both ends of a transfer; nothing else is taken for one. */
  private static final String FROM = "x_FromRegion";

  private static final String TO = "x_ToRegion";

  public QuantityQuery {
    groupBy = List.copyOf(groupBy);
  }

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    return CostQuery.dayFaults(range);
  }

  /**
   * Rows: keys, from and to where asked for, currency, unit, whether it counts, cost, lines without
   * it, charges, quantity.
   */
  BoundSql rows(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    List<String> names = new ArrayList<>();
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < groupBy.size(); i++) {
      names.add("k" + i);
      keys.append("toString(").append(CostTable.column(groupBy.get(i), out)).append(") AS k" + i);
      keys.append(", ");
    }
    if (regions) {
      names.add("origin");
      names.add("destination");
    }
    names.add("c");
    names.add("unit");
    names.add("counts");
    String all = String.join(", ", names);
    out.add("SELECT " + all + ", toString(sum(toDecimal256(cost, 18))), sum(absent),")
        .add(" uniqExact(delivery, number), toString(sum(part)) FROM (SELECT lines.*, ")
        .add("ifNull(charges.unit, '') AS unit, isNotNull(charges.quantity) AS counts, ")
        .add("charges.origin AS origin, charges.destination AS destination, ")
        .add(part() + " AS part FROM (SELECT " + keys + "toString(currency) AS c, ")
        .add("delivery_id AS delivery, row_no AS number, line_no AS line, day AS of_day, ")
        .add(metric.column() + " AS cost, " + absent() + " AS absent");
    lines(snapshot, scope, out);
    out.add(") AS lines LEFT JOIN (SELECT delivery_id, row_no, toString(consumed_unit) AS unit,")
        .add(" toDecimal256(consumed_quantity, 18) AS quantity, toDate(charge_period_start) AS")
        .add(" first_day, toDecimal256(ifNull(" + metric.column() + ", 0), 18) AS whole,")
        .add(" if(x_extra['" + FROM + "'] != '', x_extra['" + FROM + "'],")
        .add(" coalesce(region_id, region_name, '')) AS origin,")
        .add(" x_extra['" + TO + "'] AS destination");
    SnapshotSql.from(out, "charges_as_of", snapshot)
        .add(" WHERE (delivery_id, row_no) IN (SELECT delivery_id, row_no");
    lines(snapshot, scope, out);
    out.add(")) AS charges ON lines.delivery = charges.delivery_id")
        .add(" AND lines.number = charges.row_no) GROUP BY " + all + " ORDER BY " + all)
        .add(" LIMIT ")
        .bind("UInt64", String.valueOf(SUMS_LIMIT + 1));
    return out.build();
  }

  /** The same of nothing but currencies and units, where each charge counts once. */
  QuantityQuery byUnit() {
    return new QuantityQuery(range, List.of(), metric, match, filter, false, limit);
  }

  /** What of its charge's quantity a line has; all of it where all of the cost is its own. */
  private static String part() {
    return "multiIf(isNull(charges.quantity), toDecimal256(0, 18),"
        + " charges.whole = 0, if(line = 0 AND of_day = charges.first_day,"
        + " assumeNotNull(charges.quantity), toDecimal256(0, 18)),"
        + " toDecimal256(cost, 18) = charges.whole, assumeNotNull(charges.quantity),"
        + " divideDecimal(multiplyDecimal(assumeNotNull(charges.quantity), toDecimal256(cost, 18),"
        + " 18), charges.whole, 18))";
  }

  /**
   * Every charge has a billed cost; of usage that bills nothing by itself, and of which no line
   * tells what it cost, it is zero, which is not what it cost.
   */
  private String absent() {
    return metric == CostQuery.Metric.BILLED
        ? "toUInt8(billed_cost = 0 AND bitTest(absent_costs, 0) AND bitTest(absent_costs, 2))"
        : "bitTest(absent_costs, " + metric.absentBit() + ")";
  }

  private void lines(Snapshot snapshot, AccessScope scope, SqlWriter out) {
    SnapshotSql.from(out, CostTable.LINES.view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", range)
        .add(" AND charge_category IN ('Usage', '-') AND ");
    new FilterSql(out, CostTable::column).write(match);
    out.add(" AND ");
    new FilterSql(out, CostTable::column).write(filter);
    ScopeSql.write(scope, out);
  }

  /** Names of what a row is of, as answers write them. */
  List<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    groupBy.forEach(key -> keys.add(key.text()));
    if (regions) {
      keys.add("fromRegion");
      keys.add("toRegion");
    }
    return List.copyOf(keys);
  }
}
