package io.gpuledger.streaming.dataset;

import io.gpuledger.cost.invoice.BillingPeriod;
import io.gpuledger.cost.invoice.ContractCommitment;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.Payment;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the rows of a load as its table takes them. */
final class DatasetRows {
  private static final List<String> INVOICES =
      List.of(
          "load_id",
          "line_no",
          "state",
          "source",
          "invoice_issuer_name",
          "invoice_id",
          "billing_currency",
          "invoice_detail_id",
          "billing_account_id",
          "billing_period_start",
          "billing_period_end",
          "charge_category",
          "payable_amount",
          "tax_amount",
          "invoice_issue_status",
          "invoice_issue_date",
          "payment_due_date",
          "payment_currency",
          "payment_amount",
          "payment_currency_invoice_detail_id",
          "payment_terms",
          "purchase_order_number",
          "reference_invoice_id",
          "invoice_detail_description",
          "invoice_detail_grain",
          "invoice_detail_created",
          "invoice_detail_last_updated");

  private static final List<String> BILLING_PERIODS =
      List.of(
          "load_id",
          "line_no",
          "source",
          "invoice_issuer_name",
          "billing_period_start",
          "billing_period_end",
          "billing_period_status",
          "billing_period_created",
          "billing_period_last_updated");

  private static final List<String> CONTRACT_COMMITMENTS =
      List.of(
          "load_id",
          "line_no",
          "source",
          "contract_id",
          "contract_commitment_id",
          "contract_period_start",
          "contract_period_end",
          "contract_commitment_period_start",
          "contract_commitment_period_end",
          "contract_commitment_category",
          "contract_commitment_type",
          "contract_commitment_cost",
          "billing_currency",
          "contract_commitment_quantity",
          "contract_commitment_unit",
          "further");

  private final DatasetLoad load;
  private final RowBinaryWriter out = new RowBinaryWriter();
  private long lineNo;

  private DatasetRows(DatasetLoad load) {
    this.load = load;
  }

  static List<String> columns(Dataset dataset) {
    return switch (dataset) {
      case INVOICES -> INVOICES;
      case BILLING_PERIODS -> BILLING_PERIODS;
      case CONTRACT_COMMITMENTS -> CONTRACT_COMMITMENTS;
    };
  }

  static byte[] encode(DatasetDraft draft) {
    DatasetRows rows = new DatasetRows(draft.load());
    for (DatasetRow row : draft.rows()) {
      rows.write(row);
    }
    for (InvoiceKey key : draft.withdrawn()) {
      rows.writeWithoutAmounts("withdrawn", key, Optional.empty());
    }
    for (DatasetDraft.RefusedLines refused : draft.refused()) {
      rows.writeWithoutAmounts("refused", refused.key(), refused.billingPeriod());
    }
    return rows.out.toBytes();
  }

  private void write(DatasetRow row) {
    if (row instanceof InvoiceLine line && load.dataset() == Dataset.INVOICES) {
      write(line);
    } else if (row instanceof BillingPeriod period && load.dataset() == Dataset.BILLING_PERIODS) {
      write(period);
    } else if (row instanceof ContractCommitment commitment
        && load.dataset() == Dataset.CONTRACT_COMMITMENTS) {
      write(commitment);
    } else {
      throw new IllegalArgumentException(
          row.getClass().getSimpleName() + " in a load of " + load.dataset());
    }
  }

  private void begin() {
    out.string(load.loadId()).uint64(lineNo++);
  }

  private void write(InvoiceLine line) {
    begin();
    out.string("stated").string(load.source());
    key(line.key());
    out.string(line.detailId())
        .string(line.billingAccountId())
        .micros(line.billingPeriod().start())
        .micros(line.billingPeriod().end())
        .string(line.category())
        .decimal128(line.payable().unscaled())
        .decimal128(line.tax().unscaled())
        .string(line.issue().status().text());
    instant(line.issue().issuedAt());
    instant(line.issue().dueAt());
    out.string(line.payment().map(Payment::currency).orElse(""));
    amount(line.payment().flatMap(Payment::amount));
    InvoiceLine.Details details = line.details();
    out.string(details.paymentDetailId())
        .string(details.paymentTerms())
        .string(details.purchaseOrder())
        .string(details.referenceInvoiceId())
        .string(details.description())
        .string(details.grain());
    instant(details.createdAt());
    instant(details.updatedAt());
  }

  /**
   * A row that only says that the invoice is no longer there in its currency, or that lines of it
   * could not be read.
   */
  private void writeWithoutAmounts(String state, InvoiceKey key, Optional<TimeRange> period) {
    begin();
    out.string(state).string(load.source());
    key(key);
    out.string("")
        .string("")
        .micros(period.map(TimeRange::start).orElse(Instant.EPOCH))
        .micros(period.map(TimeRange::end).orElse(Instant.EPOCH))
        .string("");
    out.decimal128(Amount.ZERO.unscaled()).decimal128(Amount.ZERO.unscaled());
    out.string(IssueStatus.VOIDED.text());
    instant(Optional.empty());
    instant(Optional.empty());
    out.string("");
    amount(Optional.empty());
    for (int text = 0; text < 6; text++) {
      out.string("");
    }
    instant(Optional.empty());
    instant(Optional.empty());
  }

  private void key(InvoiceKey key) {
    out.string(key.issuer()).string(key.invoiceId()).string(key.currency());
  }

  private void write(BillingPeriod period) {
    begin();
    out.string(load.source())
        .string(period.issuer())
        .micros(period.period().start())
        .micros(period.period().end())
        .string(period.status().text());
    instant(period.createdAt());
    instant(period.updatedAt());
  }

  private void write(ContractCommitment commitment) {
    begin();
    out.string(load.source())
        .string(commitment.contractId())
        .string(commitment.commitmentId())
        .micros(commitment.contractPeriod().start())
        .micros(commitment.contractPeriod().end())
        .micros(commitment.period().start())
        .micros(commitment.period().end())
        .string(commitment.category())
        .string(commitment.type());
    amount(commitment.cost());
    out.string(commitment.currency());
    amount(commitment.quantity());
    out.string(commitment.unit()).stringMap(commitment.further());
  }

  private void instant(Optional<Instant> at) {
    if (at.isPresent()) {
      out.notNull().micros(at.get());
    } else {
      out.isNull();
    }
  }

  private void amount(Optional<Amount> amount) {
    if (amount.isPresent()) {
      out.notNull().decimal128(amount.get().unscaled());
    } else {
      out.isNull();
    }
  }
}
