package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import java.util.HashSet;
import java.util.List;

/** The questions to the ledger from which the commitments of a month are told. */
final class CommitmentQuery {
  /** Most rows of an answer; a question beyond it fails rather than leave one out. */
  static final int ROWS_LIMIT = 500_000;

  private static final String FROM_BILL = " WHERE basis = 'from_bill' AND ";
  private static final String NAMED = "ifNull(commitment_discount_id, '') != ''";

  private final TimeRange month;
  private final Snapshot snapshot;

  CommitmentQuery(TimeRange month, Snapshot snapshot) {
    this.month = month;
    this.snapshot = snapshot;
  }

  private static BoundSql bounded(SqlWriter out) {
    return out.add(" LIMIT ").bind("UInt64", String.valueOf(ROWS_LIMIT + 1)).build();
  }

  /**
   * Rows: commitment, currency, provider, service, model, what it is (used, unused, other), owner,
   * effective, contracted, charges without effective, without contracted cost.
   */
  BoundSql costs() {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(commitment) AS id, toString(currency) AS c,")
        .add(" toString(provider) AS p, toString(service) AS s, toString(device_model) AS m,")
        .add(" multiIf(state = 'unused_commitment', 'unused', charge_category = 'Usage', 'used',")
        .add(" 'other') AS what, toString(team) AS owner,")
        .add(" ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18)),")
        .add(" ifNull(sum(toDecimal256(contracted_cost, 18)), toDecimal256(0, 18)),")
        .add(" sum(effective_absent), sum(contracted_absent)");
    SnapshotSql.from(out, CostTable.DAILY.view(), snapshot).add(FROM_BILL);
    days(out, month).add(" AND commitment NOT IN ('', '-')");
    return bounded(out.add(" GROUP BY id, c, p, s, m, what, owner ORDER BY id, c, p, s, m"));
  }

  /** Rows: currency, provider, service, model, contracted cost, charges without it. */
  BoundSql eligible() {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(currency) AS c, toString(provider) AS p, toString(service) AS s,")
        .add(" toString(device_model) AS m,")
        .add(" ifNull(sum(toDecimal256(contracted_cost, 18)), toDecimal256(0, 18)),")
        .add(" sum(contracted_absent)");
    SnapshotSql.from(out, CostTable.DAILY.view(), snapshot).add(FROM_BILL);
    days(out, month)
        .add(" AND charge_category = 'Usage' AND state != 'unused_commitment'")
        .add(" AND pricing_category IN ('Standard', 'Committed')");
    return bounded(out.add(" GROUP BY c, p, s, m"));
  }

  /** Rows: commitment, currency, provider, frequency, billed cost of the month's purchases. */
  BoundSql purchases() {
    SqlWriter out = new SqlWriter();
    out.add("SELECT assumeNotNull(commitment_discount_id) AS id, toString(billing_currency) AS c,")
        .add(" any(coalesce(service_provider_name, x_publisher_name, host_provider_name, '')),")
        .add(" lower(ifNull(toString(charge_frequency), '')) AS often,")
        .add(" sum(toDecimal256(billed_cost, 18))");
    SnapshotSql.from(out, "charges_as_of", snapshot).add(" WHERE " + NAMED + " AND ");
    SnapshotSql.within(out, "billing_period_start", month)
        .add(" AND ifNull(charge_category, '') = 'Purchase'");
    return bounded(out.add(" GROUP BY id, c, often ORDER BY id, c, often"));
  }

  /** Rows: commitment, currency, status, quantity, unit, units, charges without a quantity. */
  BoundSql quantities() {
    SqlWriter out = new SqlWriter();
    out.add("SELECT assumeNotNull(commitment_discount_id) AS id, toString(billing_currency) AS c,")
        .add(" assumeNotNull(toString(commitment_discount_status)) AS status,")
        .add(" ifNull(sum(toDecimal256(commitment_discount_quantity, 18)), toDecimal256(0, 18)),")
        .add(" ifNull(toString(any(commitment_discount_unit)), ''),")
        .add(" uniqExact(ifNull(toString(commitment_discount_unit), '')),")
        .add(" countIf(isNull(commitment_discount_quantity))");
    SnapshotSql.from(out, "charges_as_of", snapshot).add(" WHERE " + NAMED + " AND ");
    SnapshotSql.within(out, "charge_period_start", month)
        .add(" AND ifNull(toString(commitment_discount_status), '') IN ('Used', 'Unused')");
    return bounded(out.add(" GROUP BY id, c, status ORDER BY id, c, status"));
  }

  /** Rows: commitment, second of the day's start, party, quantity drawn, of these commitments. */
  BoundSql withdrawals(List<String> ids) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT assumeNotNull(commitment_discount_id) AS id,")
        .add(" toUnixTimestamp(toStartOfDay(charge_period_start)) AS day,")
        .add(" if(ifNull(toString(sub_account_id), '') = '', '-',")
        .add(" assumeNotNull(toString(sub_account_id))) AS party,")
        .add(" sum(toDecimal256(commitment_discount_quantity, 18))");
    SnapshotSql.from(out, "charges_as_of", snapshot)
        .add(" WHERE isNotNull(commitment_discount_quantity)")
        .add(" AND ifNull(toString(commitment_discount_status), '') = 'Used' AND has(")
        .bindAll(ids)
        .add(", ifNull(commitment_discount_id, ''))");
    return bounded(out.add(" GROUP BY id, day, party ORDER BY id, day, party"));
  }

  /** Rows: second of the day's start, billed cost that matches. */
  BoundSql spend(Filter filter, String currency, TimeRange range) {
    CostTable table = CostTable.of(new HashSet<>(filter.keys()), false);
    SqlWriter out = new SqlWriter();
    out.add("SELECT toUnixTimestamp(toDateTime(day, 'UTC')) AS at,")
        .add(" sum(toDecimal256(billed_cost, 18))");
    SnapshotSql.from(out, table.view(), snapshot).add(FROM_BILL);
    days(out, range).add(" AND currency = ").bind("String", currency).add(" AND ");
    new FilterSql(out, CostTable::column).write(filter);
    return bounded(out.add(" GROUP BY at ORDER BY at"));
  }

  /**
   * Rows: second of the hour's start, team, nanoseconds in which devices were held; of an empty
   * team those in which they were seen and nobody held them. A device that is cut counts once.
   */
  BoundSql held(Filter devices, WeighedUsage usage) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toUnixTimestamp(toStartOfHour(minute)) AS hour,")
        .add(" multiIf(state NOT IN ('productive', 'active', 'held_idle'), '',")
        .add(" team = '', 'unattributed', toString(team)) AS party,")
        .add(" sum(toInt128(state_nanos)) AS nanos");
    usage.minutes(out, month).add(" WHERE state != 'unobserved' AND ");
    new FilterSql(out, CostTable::column).write(devices);
    return bounded(out.add(" GROUP BY hour, party HAVING nanos > 0 ORDER BY hour, party"));
  }

  /** Rows: commitment, contract, start, end, type, as datasets of contracts state it. */
  BoundSql described() {
    SqlWriter out = new SqlWriter();
    out.add("SELECT contract_commitment_id, contract_id,")
        .add(" " + SnapshotSql.iso("contract_commitment_period_start") + ",")
        .add(" " + SnapshotSql.iso("contract_commitment_period_end") + ",")
        .add(" toString(contract_commitment_type)");
    SnapshotSql.from(out, "contract_commitments_as_of", snapshot);
    return bounded(out.add(" ORDER BY contract_commitment_id"));
  }

  private static SqlWriter days(SqlWriter out, TimeRange range) {
    return out.add("day >= toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range.start()))
        .add(") AND day < toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range.end()))
        .add(")");
  }
}
