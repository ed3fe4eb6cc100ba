package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.BridgeClass;
import io.gpuledger.cost.invoice.BridgeFacts;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.time.TimeRange;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A question for the bridge of a month.
 *
 * @param period its name in the answer, such as a month
 * @param range its UTC days
 * @param byInvoice whether a charge costs the month that bills it; else the month it is used in
 * @param source only charges of a source
 * @param account only charges of a billing account
 */
public record BridgeQuery(
    String period,
    TimeRange range,
    boolean byInvoice,
    Optional<String> source,
    Optional<String> account) {
  /** Facts of a charge in letters; {@link BridgeFacts#ofCode} reads them. */
  private static final String CHARGE_LETTERS =
      "if(ifNull(charge_category, '') = 'Purchase', 'P', '-'),"
          + " if(ifNull(charge_class, '') = 'Correction', 'C', '-'),"
          + " multiIf(charge_period_start < billing_period_start, 'B',"
          + " charge_period_start >= billing_period_end, 'A', 'W'),"
          + " multiIf(lower(ifNull(charge_frequency, '')) = 'one-time', 'O',"
          + " lower(ifNull(charge_frequency, '')) = 'recurring', 'R', '-'),"
          + " multiIf(ifNull(commitment_discount_status, '') = 'Used', 'U',"
          + " ifNull(commitment_discount_status, '') = 'Unused', 'N', '-'),"
          + " if(billed_cost = 0, 'Z', '-'),"
          + " multiIf(isNull(effective_cost), 'X', assumeNotNull(effective_cost) = billed_cost,"
          + " 'S', assumeNotNull(effective_cost) = 0, 'Z', 'D')";

  /** The question of a calendar month. */
  public static BridgeQuery ofMonth(
      YearMonth month, boolean byInvoice, Optional<String> source, Optional<String> account) {
    return new BridgeQuery(month.toString(), rangeOf(month), byInvoice, source, account);
  }

  /** The UTC days of a calendar month. */
  static TimeRange rangeOf(YearMonth month) {
    return new TimeRange(
        month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Rows: currency, facts, billed, effective, charges. */
  BoundSql groups(Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(billing_currency) AS currency, ").add(facts(out));
    out.add(" AS facts, sum(toDecimal256(billed_cost, 18)),")
        .add(" ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18)), count()");
    charges(out, snapshot);
    return out.add(" GROUP BY currency, facts ORDER BY currency, facts").build();
  }

  /**
   * Rows: currency, facts, the part of the effective cost that falls in the month, of the charges
   * that lie over its borders. Their days are those that the allocation has split them into.
   */
  BoundSql partly(Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT currency, facts, sum(toDecimal256(inside_cost, 18)) FROM (SELECT delivery_id,")
        .add(" row_no, toString(billing_currency) AS currency, " + facts(out) + " AS facts");
    charges(out, snapshot).add(" AND ");
    overBorder(out).add(") AS partly INNER JOIN (");
    insideCosts(out, snapshot).add(" AND (delivery_id, row_no) IN (SELECT delivery_id, row_no");
    charges(out, snapshot).add(" AND ");
    overBorder(out).add(") GROUP BY delivery_id, row_no) AS inside USING (delivery_id, row_no)");
    return out.add(" GROUP BY currency, facts").build();
  }

  /** Rows: delivery, row, the part of its effective cost that falls in the month. */
  BoundSql partOf(List<String> chargeIds, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, row_no, inside_cost FROM (");
    insideCosts(out, snapshot)
        .add(" AND has(")
        .bindAll(chargeIds)
        .add(", concat(delivery_id, ':', toString(row_no))) GROUP BY delivery_id, row_no)");
    return out.build();
  }

  private SqlWriter insideCosts(SqlWriter out, Snapshot snapshot) {
    out.add("SELECT delivery_id, row_no, sum(toDecimal256(effective_cost, 18)) AS inside_cost");
    SnapshotSql.from(out, "allocation_lines_as_of", snapshot).add(" WHERE ");
    return days(out);
  }

  /** Rows: currency, effective total of the month, allocation lines without effective cost. */
  BoundSql effective(Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(currency) AS c, sum(toDecimal256(effective_cost, 18)),")
        .add(" sum(effective_absent)");
    SnapshotSql.from(out, "cost_daily_as_of", snapshot).add(" WHERE basis = 'from_bill' AND ");
    if (byInvoice) {
      SnapshotSql.within(out, "billing_period_start", range());
    } else {
      days(out);
    }
    source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
    account.ifPresent(wanted -> out.add(" AND account = ").bind("String", wanted));
    return out.add(" GROUP BY c ORDER BY c").build();
  }

  private SqlWriter days(SqlWriter out) {
    return out.add("day >= toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range().start()))
        .add(") AND day < toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range().end()))
        .add(")");
  }

  /** The charges that are billed in the month or used in it. */
  SqlWriter charges(SqlWriter out, Snapshot snapshot) {
    SnapshotSql.from(out, "charges_as_of", snapshot).add(" WHERE (");
    SnapshotSql.within(out, "billing_period_start", range());
    if (!byInvoice) {
      out.add(" OR charge_period_start < ")
          .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range().end()))
          .add(" AND charge_period_end > ")
          .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range().start()));
    }
    out.add(")");
    source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
    account.ifPresent(wanted -> out.add(" AND billing_account_id = ").bind("String", wanted));
    return out;
  }

  private SqlWriter overBorder(SqlWriter out) {
    return out.add("substring(" + facts(out) + ", 2, 1) = 'P'");
  }

  /** The expression of a charge's facts; the month's borders are bound. */
  String facts(SqlWriter out) {
    String start = out.parameter(SnapshotSql.INSTANT, SnapshotSql.seconds(range().start()));
    String end = out.parameter(SnapshotSql.INSTANT, SnapshotSql.seconds(range().end()));
    String usage =
        byInvoice
            ? "'I'"
            : "multiIf(charge_period_start >= %s AND charge_period_end <= %s, 'I', charge_period_end <= %s OR charge_period_start >= %s, 'O', 'P')"
                .formatted(start, end, start, end);
    return "concat(if(billing_period_start >= "
        + start
        + " AND billing_period_start < "
        + end
        + ", 'H', '-'), "
        + usage
        + ", "
        + CHARGE_LETTERS
        + ")";
  }

  /** Whether charges with these facts stand behind a line. */
  static boolean isBehind(BridgeLine line, BridgeFacts facts) {
    return switch (line) {
      case PAYABLE -> facts.billedHere();
      case EFFECTIVE -> facts.usage() != BridgeFacts.Usage.OUTSIDE;
      case PREPAID, AMORTISATION, CORRECTIONS, CURRENCY, UNKNOWN, UNEXPLAINED ->
          BridgeClass.of(facts).line() == line;
    };
  }
}
