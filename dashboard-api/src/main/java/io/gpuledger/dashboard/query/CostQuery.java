package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.sql.query.ArrayParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A question about money.
 *
 * @param range which time; whole UTC days unless by the hour
 * @param groupBy keys of the rows
 * @param granularity steps of time
 * @param metric which of the four costs
 * @param byInvoice whether the billing period decides where a charge counts, not its usage
 * @param parts which kinds of charges count
 * @param filter which rows
 * @param currency only this one, or all, apart
 * @param limit most groups; the rest is closed by {@code other}
 */
public record CostQuery(
    TimeRange range,
    List<GroupKey> groupBy,
    Granularity granularity,
    Metric metric,
    boolean byInvoice,
    Parts parts,
    Filter filter,
    Optional<String> currency,
    int limit) {
  /** Most rows of an answer: groups x periods. */
  public static final int ROWS_LIMIT = 100_000;

  private static final String AS_OF_TYPE = "DateTime64(6, 'UTC')";

  /** Steps of time. */
  public enum Granularity {
    NONE,
    HOUR,
    DAY,
    WEEK,
    MONTH;

    /** The most periods that a range may touch. */
    long periods(TimeRange range) {
      return switch (this) {
        case NONE -> 1;
        case HOUR -> range.length().toHours() + 2;
        case DAY -> range.length().toDays() + 2;
        case WEEK -> range.length().toDays() / 7 + 2;
        case MONTH -> range.length().toDays() / 28 + 2;
      };
    }
  }

  /** Which cost. */
  public enum Metric {
    EFFECTIVE,
    BILLED,
    LIST,
    CONTRACTED;

    /** The column in lines and daily sums. */
    String column() {
      return name().toLowerCase(Locale.ROOT) + "_cost";
    }

    /** Its bit in {@code absent_costs}; a charge without billed cost is never accepted. */
    int absentBit() {
      return switch (this) {
        case BILLED -> throw new IllegalStateException("billed cost is never absent");
        case EFFECTIVE -> 0;
        case LIST -> 1;
        case CONTRACTED -> 2;
      };
    }
  }

  /** Kinds of charges that may be left out. */
  public record Parts(boolean credits, boolean tax, boolean support) {
    public static final Parts ALL = new Parts(true, true, true);
  }

  public CostQuery {
    groupBy = List.copyOf(groupBy);
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** What is wrong with the question, all of it; empty if nothing is. */
  public List<String> faults() {
    List<String> faults =
        granularity == Granularity.HOUR
            ? borderFaults(range, Duration.ofHours(1), "hour")
            : dayFaults(range);
    if (granularity == Granularity.HOUR && range.length().compareTo(Duration.ofDays(62)) > 0) {
      faults.add("by the hour a question covers at most 62 days");
    }
    return faults;
  }

  /** What is wrong with a range that must be whole UTC days; empty if nothing is. */
  public static List<String> dayFaults(TimeRange range) {
    return borderFaults(range, Duration.ofDays(1), "day");
  }

  private static List<String> borderFaults(TimeRange range, Duration step, String name) {
    List<String> faults = new ArrayList<>();
    for (Instant border : List.of(range.start(), range.end())) {
      if (border.getNano() != 0 || border.getEpochSecond() % step.toSeconds() != 0) {
        faults.add(border + " is not the start of a UTC " + name + "; start and end must be");
      }
    }
    return faults;
  }

  CostTable table() {
    Set<GroupKey> keys = new TreeSet<>(filter.keys());
    keys.addAll(groupBy);
    return CostTable.of(keys, granularity == Granularity.HOUR);
  }

  /** Rows: period, keys, currency, from_bill, estimated. */
  BoundSql rows(Snapshot snapshot, AccessScope scope) {
    return rows(snapshot, scope, Optional.empty());
  }

  /**
   * Rows: period, keys, currency, from_bill, estimated, and where amounts are to be converted the
   * span of one rate.
   */
  BoundSql rows(Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange) {
    SqlWriter out = new SqlWriter();
    List<String> keys = keyColumns(out);
    String names = String.join("", keys.stream().map(key -> key + ", ").toList());
    String texts = String.join("", keys.stream().map(key -> "toString(" + key + "), ").toList());
    Optional<String> span = exchange.map(into -> into.span(rateDay(), range, out));
    out.add("SELECT " + period("day") + " AS period, " + texts + "toString(currency), ")
        .add(sum("from_bill") + " AS from_bill, " + sum("estimated") + " AS estimated")
        .add(span.map(of -> ", " + of).orElse(""));
    from(snapshot, scope, out);
    if (exchange.isPresent()) {
      if (!groupBy.isEmpty()) {
        worthiest(snapshot, scope, exchange.get(), names.substring(0, names.length() - 2), out);
      }
      out.add(" GROUP BY period, " + names + "currency, " + span.orElseThrow());
      return out.build();
    }
    // Without periods a group is a row, and the table need not be read a second time for the
    // groups.
    boolean whole = granularity == Granularity.NONE;
    if (!groupBy.isEmpty() && !whole) {
      out.add(" AND tuple(" + names + "currency) IN (SELECT tuple(" + names + "currency)");
      from(snapshot, scope, out);
      out.add(" GROUP BY " + names + "currency ORDER BY abs(" + total() + ") DESC, ")
          .add(names + "currency LIMIT ")
          .bind("UInt32", String.valueOf(groupLimit()))
          .add(")");
    }
    out.add(" GROUP BY period, " + names + "currency");
    out.add(" ORDER BY period, abs(from_bill + estimated) DESC, " + names + "currency");
    if (!groupBy.isEmpty() && whole) {
      out.add(" LIMIT ").bind("UInt32", String.valueOf(groupLimit()));
    }
    return out.build();
  }

  /** The same question without groups and periods, whose totals are the same. */
  CostQuery whole() {
    Granularity whole = granularity == Granularity.HOUR ? granularity : Granularity.NONE;
    return new CostQuery(
        range, List.of(), whole, metric, byInvoice, parts, filter, currency, limit);
  }

  /** Whether {@link #groups} answers it: a table of days has few groups, and months are few. */
  boolean readsAtOnce() {
    return (granularity == Granularity.NONE || granularity == Granularity.MONTH)
        && table() == CostTable.DAILY;
  }

  /**
   * Rows: period, keys, currency, unobserved (0/1), unattributed (0/1), basis, below zero (0/1),
   * amount, device nanoseconds, lines whose charge lacks the metric. A group may have two rows, one
   * of the months that are added up and one of the days that are not. More than {@link
   * GroupedCosts#GROUPS_LIMIT} say that there are too many. Basis and sign are parts of the key, as
   * a sum of each would cost more than the few groups that they add: a sum of amounts of one sign
   * is the sum of the absolute ones too. All marks are bits of one number, as each key more costs
   * time with every row.
   */
  BoundSql groups(Snapshot snapshot, AccessScope scope, MonthsRolledUp rolledUp) {
    SqlWriter out = new SqlWriter();
    // Billing periods decide what counts, and months of usage do not tell them.
    MonthsRolledUp.Parts cut = (byInvoice ? MonthsRolledUp.NONE : rolledUp).parts(range);
    if (!cut.rollups().isEmpty()) {
      selectGroups("month", out);
      out.add(" FROM cost_monthly WHERE rollup_id IN ")
          .bind("Array(UUID)", ArrayParameter.ofTexts(cut.rollups()));
      conditions(scope, out);
      groupsOf(out);
    }
    if (byInvoice || !cut.days().isEmpty()) {
      out.add(cut.rollups().isEmpty() ? "" : " UNION ALL ");
      selectGroups("day", out);
      view(CostTable.DAILY, snapshot, out);
      if (byInvoice) {
        range(out);
      } else {
        days(cut.days(), out);
      }
      conditions(scope, out);
      groupsOf(out);
    }
    return out.build();
  }

  private void selectGroups(String day, SqlWriter out) {
    out.add("SELECT " + period(day) + " AS period, ")
        .add(
            String.join(
                "", keyColumns(out).stream().map(key -> "toString(" + key + "), ").toList()))
        .add("toString(currency), bitTest(marks, 0), bitTest(marks, 1),")
        .add(" multiIf(bitTest(marks, 2), 'from_bill', bitTest(marks, 3), 'estimated', ''),")
        .add(" bitTest(marks, 4), " + total() + ", sum(device_nanos), ")
        .add(CostTable.DAILY.linesWithout(metric))
        .add(", toUInt8((state = 'unobserved') + 2 * (team = 'unattributed')")
        .add(" + 4 * (basis = 'from_bill') + 8 * (basis = 'estimated')")
        .add(" + if(" + metric.column() + " < 0, 16, 0)) AS marks");
  }

  private void groupsOf(SqlWriter out) {
    out.add(" GROUP BY period, ")
        .add(String.join("", keyColumns(out).stream().map(key -> key + ", ").toList()))
        .add("currency, marks LIMIT ")
        .bind("UInt32", String.valueOf(GroupedCosts.GROUPS_LIMIT + 1));
  }

  private static void days(List<TimeRange> ranges, SqlWriter out) {
    out.add("(");
    for (int i = 0; i < ranges.size(); i++) {
      out.add(i == 0 ? "" : " OR ").add("(day >= toDate(");
      out.bind(AS_OF_TYPE, SnapshotSql.seconds(ranges.get(i).start()));
      out.add(") AND day < toDate(");
      out.bind(AS_OF_TYPE, SnapshotSql.seconds(ranges.get(i).end())).add("))");
    }
    out.add(")");
  }

  /** Only the groups that are worth most in the wanted currency, each with all its currencies. */
  private void worthiest(
      Snapshot snapshot, AccessScope scope, Exchange exchange, String names, SqlWriter out) {
    out.add(" AND tuple(" + names + ") IN (SELECT tuple(" + names + ")");
    from(snapshot, scope, out);
    out.add(" GROUP BY " + names + " ORDER BY ")
        .add(exchange.worth(metric.column(), range, out) + " DESC, " + names + " LIMIT ")
        .bind("UInt32", String.valueOf(groupLimit(exchange.spans(range).size())))
        .add(")");
  }

  /** The day whose rate converts an amount. */
  private String rateDay() {
    return byInvoice ? "toDate(billing_period_start)" : "day";
  }

  /**
   * Rows: currency, unobserved (0/1), unattributed (0/1), amount, device nanoseconds, sum of the
   * absolute amounts, lines whose charge lacks the metric.
   */
  BoundSql totals(Snapshot snapshot, AccessScope scope) {
    return totals(snapshot, scope, Optional.empty());
  }

  /** The same, and where amounts are to be converted the span of one rate. */
  BoundSql totals(Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange) {
    SqlWriter out = new SqlWriter();
    // Totals need the keys of the filter alone, which a smaller table may have.
    CostTable table = CostTable.of(filter.keys(), granularity == Granularity.HOUR);
    String span = exchange.map(into -> ", " + into.span(rateDay(), range, out)).orElse("");
    out.add("SELECT toString(currency), state = 'unobserved' AS unobserved,")
        .add(" team = 'unattributed' AS unattributed, ")
        .add(total() + ", sum(device_nanos), sum(toDecimal256(abs(" + metric.column() + "), 18)), ")
        .add(table.linesWithout(metric) + span);
    from(table, snapshot, scope, out);
    out.add(" GROUP BY currency, unobserved, unattributed" + span + " ORDER BY currency");
    return out.build();
  }

  /** The widest limit that keeps groups x periods in bounds. */
  int groupLimit() {
    // Without keys there is one group a currency, and none is left out.
    return groupBy.isEmpty() ? ROWS_LIMIT : groupLimit(0);
  }

  private int groupLimit(int spans) {
    return (int) Math.max(1, Math.min(limit, ROWS_LIMIT / (granularity.periods(range) + spans)));
  }

  private List<String> keyColumns(SqlWriter out) {
    return groupBy.stream().map(key -> CostTable.column(key, out)).collect(Collectors.toList());
  }

  private void from(Snapshot snapshot, AccessScope scope, SqlWriter out) {
    from(table(), snapshot, scope, out);
  }

  private void from(CostTable table, Snapshot snapshot, AccessScope scope, SqlWriter out) {
    view(table, snapshot, out);
    range(out);
    conditions(scope, out);
  }

  private static void view(CostTable table, Snapshot snapshot, SqlWriter out) {
    out.add(" FROM " + table.view() + "(as_of = ")
        .bind(AS_OF_TYPE, snapshot.parameter())
        .add(") WHERE ");
  }

  private void conditions(AccessScope scope, SqlWriter out) {
    out.add(BasisSql.and(metric, byInvoice) + " AND ");
    new FilterSql(out, CostTable::column).write(filter);
    ScopeSql.write(scope, out);
    currency.ifPresent(wanted -> out.add(" AND currency = ").bind("String", wanted));
    out.add(parts.credits() ? "" : " AND charge_category != 'Credit'");
    out.add(parts.tax() ? "" : " AND charge_category != 'Tax'");
    out.add(parts.support() ? "" : " AND position(lower(service), 'support') = 0");
  }

  private void range(SqlWriter out) {
    String start = String.valueOf(range.start().getEpochSecond());
    String end = String.valueOf(range.end().getEpochSecond());
    if (byInvoice) {
      out.add("billing_period_start >= ").bind(AS_OF_TYPE, start);
      out.add(" AND billing_period_start < ").bind(AS_OF_TYPE, end);
      return;
    }
    out.add("day >= toDate(").bind(AS_OF_TYPE, start).add(")");
    out.add(" AND day < toDate(").bind(AS_OF_TYPE, end).add(" + toIntervalSecond(86399))");
    if (granularity == Granularity.HOUR) {
      out.add(" AND usage_start >= ").bind(AS_OF_TYPE, start);
      out.add(" AND usage_start < ").bind(AS_OF_TYPE, end);
    }
  }

  private String period(String day) {
    return switch (granularity) {
      case NONE -> "''";
      case HOUR ->
          "if(dateDiff('second', usage_start, usage_end) <= 3600,"
              + " formatDateTime(toStartOfHour(usage_start), '%Y-%m-%dT%H:00:00Z'), 'not hourly')";
      case DAY -> "toString(" + day + ")";
      case WEEK -> "toString(toMonday(" + day + "))";
      case MONTH -> "toString(toStartOfMonth(" + day + "))";
    };
  }

  private String sum(String basis) {
    return "sumIf(toDecimal256(" + metric.column() + ", 18), basis = '" + basis + "')";
  }

  private String total() {
    return "sum(toDecimal256(" + metric.column() + ", 18))";
  }
}
