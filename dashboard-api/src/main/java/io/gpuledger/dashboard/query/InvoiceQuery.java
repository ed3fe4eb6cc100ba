package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoicePart;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.LedgerInvoice;
import io.gpuledger.cost.invoice.Payment;
import io.gpuledger.cost.invoice.RefusedInvoice;
import io.gpuledger.cost.invoice.TieOut;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the invoices of a month from both of their sides, and ties them out. */
final class InvoiceQuery {
  /** Most invoices of a month; a question beyond it fails rather than leave one out. */
  static final int INVOICES_LIMIT = 100_000;

  private static final String ISSUER =
      "if(ifNull(toString(invoice_issuer_name), '') = '', '-',"
          + " assumeNotNull(toString(invoice_issuer_name)))";
  private static final String ON_INVOICE = "ifNull(invoice_id, '') != ''";

  private final Answers answers;

  InvoiceQuery(Answers answers) {
    this.answers = answers;
  }

  /** The invoices that are billed in some UTC days. */
  InvoiceFigures find(TimeRange range, Optional<String> source, Snapshot snapshot) {
    return find(range, source, Optional.empty(), snapshot);
  }

  /**
   * The same of one billing account: the invoices that its charges, or lines that name it, stand
   * on. Each of them is tied out whole, with what it bills other accounts.
   */
  InvoiceFigures find(
      TimeRange range, Optional<String> source, Optional<String> account, Snapshot snapshot) {
    Asked asked = new Asked(range, source, account, snapshot);
    return new InvoiceFigures(
        TieOut.of(ledger(asked), totals(asked), refused(asked)),
        notYetInvoiced(asked),
        billingPeriods(asked));
  }

  private record Asked(
      TimeRange range, Optional<String> source, Optional<String> account, Snapshot snapshot) {
    SqlWriter ofAccount(SqlWriter out) {
      account.ifPresent(wanted -> out.add(" AND billing_account_id = ").bind("String", wanted));
      return ofSource(out);
    }

    SqlWriter ofSource(SqlWriter out) {
      source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
      return out;
    }
  }

  /** The month's invoices: issuer and id of those with a charge or a line that is billed in it. */
  private static SqlWriter keys(SqlWriter out, Asked asked) {
    out.add("SELECT DISTINCT issuer, invoice FROM (SELECT " + ISSUER + " AS issuer,")
        .add(" assumeNotNull(invoice_id) AS invoice");
    SnapshotSql.from(out, "charges_as_of", asked.snapshot()).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", asked.range()).add(" AND " + ON_INVOICE);
    asked.ofAccount(out).add(" UNION ALL SELECT invoice_issuer_name, invoice_id");
    SnapshotSql.from(out, "invoices_as_of", asked.snapshot()).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", asked.range());
    asked.ofAccount(out);
    // A line that could not be read names no account.
    if (asked.account().isEmpty()) {
      out.add(" UNION ALL SELECT invoice_issuer_name, invoice_id");
      SnapshotSql.from(out, "refused_invoices_as_of", asked.snapshot()).add(" WHERE ");
      SnapshotSql.within(out, "billing_period_start", asked.range());
      asked.ofSource(out);
    }
    return out.add(")");
  }

  /** Each invoice is summed whole: what it bills of other months and of other sources too. */
  private List<LedgerInvoice> ledger(Asked asked) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT " + ISSUER + " AS issuer_name, assumeNotNull(invoice_id) AS id,")
        .add(" toString(billing_currency) AS currency, sum(toDecimal256(billed_cost, 18)),")
        .add(" count(), arrayStringConcat(arraySort(groupUniqArray(20)(toString(source))), '\\n')");
    SnapshotSql.from(out, "charges_as_of", asked.snapshot())
        .add(" WHERE " + ON_INVOICE + " AND (" + ISSUER + ", assumeNotNull(invoice_id)) IN (");
    keys(out, asked).add(") GROUP BY issuer_name, id, currency");
    List<LedgerInvoice> invoices = new ArrayList<>();
    for (List<String> row : bounded(out)) {
      invoices.add(
          new LedgerInvoice(
              key(row),
              Amount.parse(row.get(3)),
              Long.parseLong(row.get(4)),
              List.of(row.get(5).split("\n", -1))));
    }
    return invoices;
  }

  private List<InvoiceTotal> totals(Asked asked) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT invoice_issuer_name AS issuer_name, invoice_id AS id,")
        .add(" toString(billing_currency) AS currency,")
        .add(" toString(invoice_issue_status) AS status, toString(payment_currency) AS paid_in,")
        .add(" sum(toDecimal256(payable_amount, 18)), sum(toDecimal256(tax_amount, 18)),")
        .add(" ifNull(sum(toDecimal256(payment_amount, 18)), toDecimal256(0, 18)),")
        .add(" countIf(isNull(payment_amount)), ")
        .add(SnapshotSql.iso("min(invoice_issue_date)") + ", ")
        .add(SnapshotSql.iso("max(payment_due_date)") + ", count(), max(lines_refused),")
        .add(" toString(any(origin)), toString(any(source)), any(load_id), any(recorded_by), ")
        .add(SnapshotSql.iso("any(recorded_at)"));
    SnapshotSql.from(out, "invoices_as_of", asked.snapshot())
        .add(" WHERE (invoice_issuer_name, invoice_id) IN (");
    keys(out, asked)
        .add(") GROUP BY issuer_name, id, currency, status, paid_in")
        .add(" ORDER BY issuer_name, id, currency, status, paid_in");
    Map<InvoiceKey, List<List<String>>> byInvoice = new TreeMap<>();
    for (List<String> row : bounded(out)) {
      byInvoice.computeIfAbsent(key(row), key -> new ArrayList<>()).add(row);
    }
    return byInvoice.values().stream().map(InvoiceQuery::total).toList();
  }

  /** Invoices with lines that could not be read, the newest load of each last. */
  private List<RefusedInvoice> refused(Asked asked) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT invoice_issuer_name AS issuer_name, invoice_id AS id,")
        .add(" toString(billing_currency) AS currency, ")
        .add(SnapshotSql.iso("min(billing_period_start)"))
        .add(", toString(origin), toString(source), load_id, recorded_by, ")
        .add(SnapshotSql.iso("recorded_at") + " AS loaded");
    SnapshotSql.from(out, "refused_invoices_as_of", asked.snapshot())
        .add(" WHERE (invoice_issuer_name, invoice_id) IN (");
    keys(out, asked)
        .add(") GROUP BY issuer_name, id, currency, origin, source, load_id, recorded_by,")
        .add(" recorded_at ORDER BY issuer_name, id, currency, recorded_at");
    List<RefusedInvoice> found = new ArrayList<>();
    for (List<String> row : bounded(out)) {
      Optional<String> period =
          Optional.of(row.get(3)).filter(start -> !start.startsWith("1970-01-01"));
      found.add(
          new RefusedInvoice(
              key(row),
              period,
              new InvoiceTotal.Provenance(
                  row.get(4), row.get(5), row.get(6), row.get(7), row.get(8))));
    }
    return found;
  }

  private List<List<String>> bounded(SqlWriter out) {
    List<List<String>> rows =
        answers.rows(out.add(" LIMIT ").bind("UInt64", String.valueOf(INVOICES_LIMIT + 1)).build());
    if (rows.size() > INVOICES_LIMIT) {
      throw new TooManyInvoicesException(INVOICES_LIMIT);
    }
    return rows;
  }

  private static InvoiceKey key(List<String> row) {
    return new InvoiceKey(row.get(0), row.get(1), row.get(2));
  }

  private static InvoiceTotal total(List<List<String>> rows) {
    List<InvoicePart> parts = new ArrayList<>();
    for (List<String> row : rows) {
      boolean known = row.get(8).equals("0");
      parts.add(
          new InvoicePart(
              key(row),
              IssueStatus.parse(row.get(3)).orElseThrow(),
              Amount.parse(row.get(5)),
              Amount.parse(row.get(6)),
              row.get(4).isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Payment(
                          row.get(4),
                          known ? Optional.of(Amount.parse(row.get(7))) : Optional.empty())),
              instant(row.get(9)),
              instant(row.get(10)),
              Long.parseLong(row.get(11))));
    }
    List<String> first = rows.get(0);
    return InvoiceTotal.of(
        parts,
        first.get(12).equals("1"),
        new InvoiceTotal.Provenance(
            first.get(13), first.get(14), first.get(15), first.get(16), first.get(17)));
  }

  private static Optional<Instant> instant(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }

  private List<InvoiceFigures.NotYetInvoiced> notYetInvoiced(Asked asked) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source) AS s, " + ISSUER + " AS issuer_name,")
        .add(" toString(billing_currency) AS currency, sum(toDecimal256(billed_cost, 18)),")
        .add(" count()");
    SnapshotSql.from(out, "charges_as_of", asked.snapshot()).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", asked.range())
        .add(" AND NOT (" + ON_INVOICE + ")");
    asked
        .ofAccount(out)
        .add(" GROUP BY s, issuer_name, currency ORDER BY s, issuer_name, currency");
    List<InvoiceFigures.NotYetInvoiced> found = new ArrayList<>();
    for (List<String> row : bounded(out)) {
      found.add(
          new InvoiceFigures.NotYetInvoiced(
              row.get(0),
              row.get(1),
              row.get(2),
              Amount.parse(row.get(3)),
              Long.parseLong(row.get(4))));
    }
    return found;
  }

  private List<InvoiceFigures.IssuerPeriod> billingPeriods(Asked asked) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT invoice_issuer_name, " + SnapshotSql.iso("billing_period_start") + ", ")
        .add(SnapshotSql.iso("billing_period_end") + ", toString(billing_period_status), ")
        .add(SnapshotSql.iso("billing_period_last_updated"));
    SnapshotSql.from(out, "billing_periods_as_of", asked.snapshot()).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", asked.range());
    asked.ofSource(out).add(" ORDER BY invoice_issuer_name, billing_period_start");
    return bounded(out).stream()
        .map(
            row ->
                new InvoiceFigures.IssuerPeriod(
                    row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
        .toList();
  }
}
