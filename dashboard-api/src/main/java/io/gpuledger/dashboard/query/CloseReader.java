package io.gpuledger.dashboard.query;

import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.close.PricedUsage;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what closing own books asks. Ranges are whole UTC days. Billed cost counts in the period
 * that its billing period begins in, effective cost in the period of its days.
 */
public final class CloseReader {
  /** What a signed figure is of, besides its currency. */
  public static final List<String> FIGURE_KEYS =
      List.of("metric", "basis", "source", "account", "team", "costCenter", "service");

  /** Most deliveries of an answer that came after a sign-off. */
  static final int REDELIVERIES_LIMIT = 200;

  /** How long before a period an invoice may be billed that is paid in it. */
  private static final Duration PAID_WITHIN = Duration.ofDays(123);

  /** How long after a period its bills still come. */
  private static final Duration BILLS_COME_WITHIN = Duration.ofDays(31);

  private static final String GROUPS =
      "toString(basis) AS b, toString(source) AS s, toString(account) AS a, toString(team) AS t,"
          + " toString(cost_center) AS cc, toString(service) AS sv, toString(currency) AS c";

  private final Answers answers;

  CloseReader(Answers answers) {
    this.answers = answers;
  }

  /** Loaded totals of the invoices that are billed in some time or up to four months before. */
  public List<InvoiceTotal> invoices(TimeRange range, Snapshot snapshot) {
    TimeRange wider = new TimeRange(range.start().minus(PAID_WITHIN), range.end());
    return new InvoiceQuery(answers)
        .find(wider, Optional.empty(), snapshot).tieOuts().stream()
            .flatMap(tie -> tie.total().stream())
            .toList();
  }

  /** The first day of the first scope that any delivery in force is of. */
  public Optional<LocalDate> firstDay(Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT count(), toUnixTimestamp(min(scope_start))");
    SnapshotSql.from(out, "deliveries_as_of", snapshot).add(" WHERE rows_accepted > 0");
    List<String> row = answers.rows(out.build()).get(0);
    return row.get(0).equals("0")
        ? Optional.empty()
        : Optional.of(
            LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(row.get(1))), ZoneOffset.UTC));
  }

  /** The figures of a period by {@link #FIGURE_KEYS}. A cost that no charge states is not there. */
  public FigureSet figures(TimeRange days, Snapshot snapshot) {
    Map<FigureKey, Amount> figures = new HashMap<>();
    SqlWriter billed = new SqlWriter();
    billed.add("SELECT " + GROUPS + ", sum(toDecimal256(billed_cost, 18)), toUInt64(0)");
    SnapshotSql.from(billed, "cost_daily_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(billed, "billing_period_start", days).add(" AND " + BasisSql.FROM_BILL);
    read(billed, "billed", figures);
    SqlWriter effective = new SqlWriter();
    effective
        .add("SELECT " + GROUPS + ", sum(toDecimal256(effective_cost, 18)),")
        .add(" sum(effective_absent)");
    SnapshotSql.from(effective, "cost_daily_as_of", snapshot).add(" WHERE ");
    days(effective, days).add(" AND " + BasisSql.FROM_BILL);
    read(effective, "effective", figures);
    return FigureSet.of(snapshot.asOf(), figures);
  }

  private void read(SqlWriter out, String metric, Map<FigureKey, Amount> figures) {
    out.add(" GROUP BY b, s, a, t, cc, sv, c LIMIT ")
        .bind("UInt64", String.valueOf(FigureSet.FIGURES_LIMIT + 1));
    for (List<String> row : answers.rows(out.build())) {
      Amount amount = Amount.parse(row.get(7));
      boolean missing = amount.isZero() && !row.get(8).equals("0");
      if (!missing) {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("metric", metric);
        for (int i = 1; i < FIGURE_KEYS.size(); i++) {
          groups.put(FIGURE_KEYS.get(i), row.get(i - 1));
        }
        figures.put(FigureKey.of(groups, row.get(6)), amount);
      }
    }
  }

  private static SqlWriter days(SqlWriter out, TimeRange days) {
    return out.add("day >= toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(days.start()))
        .add(") AND day < toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(days.end()))
        .add(")");
  }

  /** What a period stands on. */
  public PeriodFacts facts(String name, TimeRange days, Snapshot snapshot) {
    BridgeQuery bridge = new BridgeQuery(name, days, false, Optional.empty(), Optional.empty());
    SqlWriter coverage = new SqlWriter();
    coverage
        .add("SELECT ifNull(sumIf(toInt128(device_nanos), state != 'unobserved'), 0),")
        .add(" ifNull(sum(toInt128(device_nanos)), 0), sum(effective_absent)");
    SnapshotSql.from(coverage, "cost_daily_as_of", snapshot).add(" WHERE ");
    List<String> row =
        answers.rows(days(coverage, days).add(" AND " + BasisSql.FROM_BILL).build()).get(0);
    Map<String, Long> rejected = new TreeMap<>();
    Map<String, List<TimeRange>> delivered = new TreeMap<>();
    scopes(days, snapshot, delivered, rejected);
    withoutScope(days, snapshot).forEach((source, rows) -> rejected.merge(source, rows, Long::sum));
    return new PeriodFacts(
        new BridgeReader(answers).figures(bridge, snapshot),
        delivered,
        rejected,
        Optional.ofNullable(Ratios.of(new BigInteger(row.get(0)), new BigInteger(row.get(1)))),
        Long.parseLong(row.get(2)));
  }

  /** The sources that have a delivery in force which touches some days. */
  public List<String> sources(TimeRange days, Snapshot snapshot) {
    Map<String, List<TimeRange>> delivered = new TreeMap<>();
    scopes(days, snapshot, delivered, new TreeMap<>());
    return List.copyOf(delivered.keySet());
  }

  private void scopes(
      TimeRange days,
      Snapshot snapshot,
      Map<String, List<TimeRange>> delivered,
      Map<String, Long> rejected) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source) AS s, toUnixTimestamp(scope_start) AS b,")
        .add(" toUnixTimestamp(scope_end) AS e, sum(rows_rejected)");
    SnapshotSql.from(out, "deliveries_as_of", snapshot);
    touching(out, days).add(" AND delivery_kind != 'retract' GROUP BY s, b, e ORDER BY s, b, e");
    for (List<String> row : answers.rows(out.build())) {
      delivered
          .computeIfAbsent(row.get(0), source -> new ArrayList<>())
          .add(new TimeRange(instant(row.get(1)), instant(row.get(2))));
      long refused = Long.parseLong(row.get(3));
      if (refused > 0) {
        rejected.merge(row.get(0), refused, Long::sum);
      }
    }
  }

  /**
   * Rows whose scope could not be read, so that nobody knows which period they are of: those that
   * came in the period or in the weeks after it, in which its bills come.
   */
  private Map<String, Long> withoutScope(TimeRange days, Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT toString(source) AS s, sum(rows_rejected)");
    SnapshotSql.from(out, "deliveries_as_of", snapshot)
        .add(" WHERE scope_kind = 'unknown' AND rows_rejected > 0 AND ");
    SnapshotSql.within(
            out, "recorded_at", new TimeRange(days.start(), days.end().plus(BILLS_COME_WITHIN)))
        .add(" GROUP BY s ORDER BY s");
    Map<String, Long> rejected = new TreeMap<>();
    for (List<String> row : answers.rows(out.build())) {
      rejected.put(row.get(0), Long.parseLong(row.get(1)));
    }
    return rejected;
  }

  private static SqlWriter touching(SqlWriter out, TimeRange days) {
    return out.add(" WHERE scope_end > scope_start AND scope_start < ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(days.end()))
        .add(" AND scope_end > ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(days.start()));
  }

  private static Instant instant(String seconds) {
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  /** The deliveries of a period that were published after an instant, the newest first. */
  public List<PeriodFacts.Redelivery> deliveriesAfter(
      TimeRange days, Instant after, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, toString(source), scope_account, toString(delivery_kind),")
        .add(" toUnixTimestamp64Micro(recorded_at) FROM deliveries");
    touching(out, days)
        .add(" AND " + BasisSql.BILL_DELIVERIES + " AND recorded_at > ")
        .bind(SnapshotSql.INSTANT, new Snapshot(after, 0).parameter())
        .add(" AND recorded_at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(" ORDER BY recorded_at DESC, delivery_id LIMIT ")
        .bind("UInt64", String.valueOf(REDELIVERIES_LIMIT));
    List<PeriodFacts.Redelivery> found = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      found.add(
          new PeriodFacts.Redelivery(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              Instant.EPOCH.plus(Long.parseLong(row.get(4)), ChronoUnit.MICROS)));
    }
    return found;
  }

  /** By currency, what the charges billed in a period count and cost, by source and SKU. */
  public Map<String, List<PricedUsage>> usage(TimeRange days, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(billing_currency) AS c, concat(toString(source), ' ',")
        .add(" if(ifNull(sku_id, '') = '', ifNull(toString(service_name), '-'),")
        .add(" assumeNotNull(sku_id))) AS k, if(isNull(consumed_quantity), '',")
        .add(" ifNull(toString(consumed_unit), '')) AS u,")
        .add(" ifNull(sum(toDecimal256(consumed_quantity, 18)), toDecimal256(0, 18)),")
        .add(" sum(toDecimal256(billed_cost, 18))");
    SnapshotSql.from(out, "charges_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", days)
        .add(" GROUP BY c, k, u ORDER BY c, k, u LIMIT ")
        .bind("UInt64", String.valueOf(FigureSet.FIGURES_LIMIT + 1));
    List<List<String>> rows = answers.rows(out.build());
    Faults.of("comparison of two periods")
        .check(
            rows.size() <= FigureSet.FIGURES_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "usage",
            "more than " + FigureSet.FIGURES_LIMIT + " SKUs cannot be compared")
        .orRefuse();
    Map<String, List<PricedUsage>> usages = new TreeMap<>();
    for (List<String> row : rows) {
      String unit = row.get(2);
      Amount cost = Amount.parse(row.get(4));
      usages
          .computeIfAbsent(row.get(0), currency -> new ArrayList<>())
          .add(
              unit.isEmpty()
                  ? PricedUsage.oneOff(row.get(1), cost)
                  : PricedUsage.of(
                      row.get(1) + " per " + unit, Amount.parse(row.get(3)), unit, cost));
    }
    return usages;
  }

  /** What is owed for a period, by source, account, cost centre and currency. */
  public List<PeriodFacts.Owed> owed(TimeRange days, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source) AS s, toString(account) AS a, toString(cost_center) AS cc,")
        .add(" toString(currency) AS c, sum(toDecimal256(billed_cost, 18)),")
        .add(" sumIf(toDecimal256(billed_cost, 18), invoice != '-')");
    expenses(out, days, snapshot).add(" GROUP BY s, a, cc, c ORDER BY s, a, cc, c");
    List<PeriodFacts.Owed> owed = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      owed.add(
          new PeriodFacts.Owed(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              Amount.parse(row.get(4)),
              Amount.parse(row.get(5))));
    }
    return owed;
  }

  /** Lines that a period is billed, but prepayments. */
  private static SqlWriter expenses(SqlWriter out, TimeRange days, Snapshot snapshot) {
    SnapshotSql.from(out, "allocation_lines_as_of", snapshot).add(" WHERE ");
    return SnapshotSql.within(out, "billing_period_start", days)
        .add(
            " AND "
                + BasisSql.FROM_BILL
                + " AND NOT (charge_category = 'Purchase' AND effective_cost = 0 AND NOT")
        .add(" bitTest(absent_costs, " + CostQuery.Metric.EFFECTIVE.absentBit() + "))");
  }

  /** What a period is billed on invoices, by source, account, cost centre, invoice and currency. */
  public List<PeriodFacts.Invoiced> invoiced(TimeRange days, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source) AS s, toString(account) AS a, toString(cost_center) AS cc,")
        .add(" toString(invoice) AS i, toString(currency) AS c,")
        .add(" sum(toDecimal256(billed_cost, 18))");
    expenses(out, days, snapshot)
        .add(" AND invoice != '-'")
        .add(" GROUP BY s, a, cc, i, c ORDER BY s, a, cc, i, c LIMIT ")
        .bind("UInt64", String.valueOf(FigureSet.FIGURES_LIMIT + 1));
    List<List<String>> rows = answers.rows(out.build());
    Faults.of("invoices of a period")
        .check(
            rows.size() <= FigureSet.FIGURES_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "invoice",
            "more than " + FigureSet.FIGURES_LIMIT + " parts of invoices cannot be compared")
        .orRefuse();
    return rows.stream()
        .map(
            row ->
                new PeriodFacts.Invoiced(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    row.get(4),
                    Amount.parse(row.get(5))))
        .toList();
  }
}
