package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of an invoice: a row of FOCUS Invoice Detail, or a part of a total that a person typed.
 *
 * @param key the invoice and its billing currency
 * @param detailId unique in the invoice and currency
 * @param billingAccountId the account that is billed, empty where it was not typed
 * @param billingPeriod the period that the issuer bills with it
 * @param category FOCUS ChargeCategory; empty on a typed total, which has no categories
 * @param payable what is to be paid, tax included; negative on a credit
 * @param issue how far the invoice is, and when it is due
 * @param payment the same amount in the payment currency
 * @param details what is carried along
 */
public record InvoiceLine(
    InvoiceKey key,
    String detailId,
    String billingAccountId,
    TimeRange billingPeriod,
    String category,
    Amount payable,
    Issue issue,
    Optional<Payment> payment,
    Details details)
    implements DatasetRow {
  /** The charge category of taxes. */
  public static final String TAX = "Tax";

  /**
   * The state of the invoice that a line belongs to.
   *
   * @param status open, issued or voided
   * @param issuedAt when it was issued
   * @param dueAt when it is to be paid
   */
  public record Issue(IssueStatus status, Optional<Instant> issuedAt, Optional<Instant> dueAt) {}

  /** What is carried along and decides nothing; a text that the row does not carry is empty. */
  public record Details(
      String description,
      String grain,
      String paymentTerms,
      String purchaseOrder,
      String referenceInvoiceId,
      String paymentDetailId,
      Optional<Instant> createdAt,
      Optional<Instant> updatedAt) {
    public static final Details NONE =
        new Details("", "", "", "", "", "", Optional.empty(), Optional.empty());
  }

  /** The part of the payable amount that is tax. */
  public Amount tax() {
    return category.equals(TAX) ? payable : Amount.ZERO;
  }

  @Override
  public String identity() {
    return subject() + "\n" + detailId;
  }

  @Override
  public String subject() {
    return key.issuer() + "\n" + key.invoiceId() + "\n" + key.currency();
  }
}
