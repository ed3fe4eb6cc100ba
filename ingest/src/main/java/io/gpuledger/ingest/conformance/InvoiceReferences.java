package io.gpuledger.ingest.conformance;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Charges refer to lines of invoices that the Invoice Detail dataset has, and sum to the same
 * amount for each invoice and currency.
 */
final class InvoiceReferences {
  /** Most invoice lines that are remembered. */
  static final int MAX_LINES = 200_000;

  /** Most invoices that are summed. */
  static final int MAX_INVOICES = 100_000;

  /** Invoices are rounded to the minor unit of their currency; this is the largest of those. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  private final FindingLog log;
  private final boolean given;
  private final boolean alone;
  private final Map<String, String> lines = new HashMap<>();
  private final Map<String, Invoice> invoices = new LinkedHashMap<>();
  private final CheckedColumn invoiceCost;
  private final CheckedColumn detailId;
  private final CheckedColumn invoiceId;
  private final Orphans missingLines;
  private final Orphans missingInvoices;

  InvoiceReferences(FindingLog log, boolean given, boolean alone) {
    this.log = log;
    this.given = given;
    this.alone = alone;
    this.invoiceCost = new CheckedColumn(Dataset.INVOICE_DETAIL, "BilledCost", log);
    this.detailId = new CheckedColumn(Dataset.COST_AND_USAGE, "InvoiceDetailId", log);
    this.invoiceId = new CheckedColumn(Dataset.COST_AND_USAGE, "InvoiceId", log);
    this.missingLines = new Orphans(log, detailId, Dataset.INVOICE_DETAIL.focusName());
    this.missingInvoices = new Orphans(log, invoiceId, Dataset.INVOICE_DETAIL.focusName());
  }

  private static final class Invoice {
    final CheckedColumn.Place place;
    BigDecimal invoiced = BigDecimal.ZERO;
    BigDecimal charged = BigDecimal.ZERO;
    long charges;

    Invoice(CheckedColumn.Place place) {
      this.place = place;
    }
  }

  /** Learns the lines of the invoices. */
  RowCheck invoiceLines() {
    Columns columns = Columns.of(Dataset.INVOICE_DETAIL);
    int id = columns.index("InvoiceDetailId");
    int invoice = columns.index("InvoiceId");
    int currency = columns.index("BillingCurrency");
    int cost = columns.index("BilledCost");
    return row -> {
      if (lines.size() >= MAX_LINES || invoices.size() >= MAX_INVOICES) {
        log.note(
            "only the first "
                + MAX_LINES
                + " invoice lines and "
                + MAX_INVOICES
                + " invoices were looked up");
        return;
      }
      if (!row.isNull(id)) {
        lines.putIfAbsent(row.text(id), row.text(invoice));
      }
      BigDecimal amount = row.number(cost);
      if (!row.isNull(invoice) && amount != null) {
        Invoice sum =
            invoices.computeIfAbsent(
                key(row.text(invoice), row.text(currency)),
                key -> new Invoice(invoiceCost.place(row)));
        sum.invoiced = sum.invoiced.add(amount);
      }
    };
  }

  /** Checks the charges; the invoices must have been learnt before. */
  RowCheck charges() {
    Columns columns = Columns.of(Dataset.COST_AND_USAGE);
    int currency = columns.index("BillingCurrency");
    int cost = columns.index("BilledCost");
    return new RowCheck() {
      @Override
      public void row(Row row) {
        if (given && lines.size() < MAX_LINES && invoices.size() < MAX_INVOICES) {
          line(row);
          invoice(row, currency, cost);
        }
      }

      @Override
      public void fileEnd(String file) {
        missingLines.fileEnd(file, alone);
        missingInvoices.fileEnd(file, alone);
      }

      @Override
      public void end() {
        sums();
      }
    };
  }

  private void line(Row row) {
    if (row.isNull(detailId.index())) {
      return;
    }
    String id = row.text(detailId.index());
    String invoice = lines.get(id);
    if (invoice == null) {
      missingLines.missing(row, "InvoiceDetailId " + id);
      return;
    }
    missingLines.known();
    if (!row.isNull(invoiceId.index()) && !invoice.equals(row.text(invoiceId.index()))) {
      detailId.fault(
          row,
          "SameInvoice",
          Severity.MUST,
          "is a line of invoice " + invoice + ", not of " + row.text(invoiceId.index()));
    }
  }

  private void invoice(Row row, int currency, int cost) {
    if (row.isNull(invoiceId.index())) {
      return;
    }
    String id = row.text(invoiceId.index());
    Invoice sum = invoices.get(key(id, row.text(currency)));
    if (sum == null) {
      missingInvoices.missing(row, "invoice " + id + " in " + row.text(currency));
      return;
    }
    missingInvoices.known();
    BigDecimal amount = row.number(cost);
    if (amount != null) {
      sum.charged = sum.charged.add(amount);
      sum.charges++;
    }
  }

  private void sums() {
    for (Map.Entry<String, Invoice> entry : invoices.entrySet()) {
      Invoice sum = entry.getValue();
      if (sum.charges > 0 && sum.invoiced.subtract(sum.charged).abs().compareTo(TOLERANCE) > 0) {
        log.add(
            invoiceCost.finding(
                sum.place,
                "InvoiceSum",
                Severity.MUST,
                "invoice "
                    + entry.getKey().replace('\u0001', ' ')
                    + " sums to "
                    + sum.invoiced.toPlainString()
                    + ", its "
                    + sum.charges
                    + " charges to "
                    + sum.charged.toPlainString()));
      }
    }
  }

  private static String key(String invoice, String currency) {
    return invoice + '\u0001' + currency;
  }
}
