package io.gpuledger.ingest.focus;

import io.gpuledger.cost.invoice.BillingPeriod;
import io.gpuledger.cost.invoice.ContractCommitment;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.Payment;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.focus.DatasetRecord.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the columns of Invoice Detail, Billing Period and Contract Commitment mean. */
final class DatasetRowReader {
  /** Columns without which a file of the dataset cannot be read. */
  private static final Map<Dataset, List<String>> REQUIRED =
      Map.of(
          Dataset.INVOICES,
          List.of(
              "InvoiceIssuerName",
              "InvoiceId",
              "InvoiceDetailId",
              "BillingCurrency",
              "BilledCost",
              "BillingPeriodStart",
              "BillingPeriodEnd",
              "InvoiceIssueStatus"),
          Dataset.BILLING_PERIODS,
          List.of(
              "InvoiceIssuerName", "BillingPeriodStart", "BillingPeriodEnd", "BillingPeriodStatus"),
          Dataset.CONTRACT_COMMITMENTS,
          List.of(
              "ContractId",
              "ContractCommitmentId",
              "ContractPeriodStart",
              "ContractPeriodEnd",
              "ContractCommitmentPeriodStart",
              "ContractCommitmentPeriodEnd"));

  /** Columns of a commitment that are carried along, and how each is read. */
  private static final Map<String, Kind> FURTHER =
      Map.ofEntries(
          Map.entry("ContractCommitmentApplicability", Kind.JSON),
          Map.entry("ContractCommitmentBenefitCategory", Kind.TEXT),
          Map.entry("ContractCommitmentCreated", Kind.TIME),
          Map.entry("ContractCommitmentDescription", Kind.TEXT),
          Map.entry("ContractCommitmentDiscountPercentage", Kind.QUANTITY),
          Map.entry("ContractCommitmentDurationType", Kind.TEXT),
          Map.entry("ContractCommitmentFulfillmentInterval", Kind.TEXT),
          Map.entry("ContractCommitmentLastUpdated", Kind.TIME),
          Map.entry("ContractCommitmentLifecycleStatus", Kind.TEXT),
          Map.entry("ContractCommitmentModel", Kind.TEXT),
          Map.entry("ContractCommitmentOfferCategory", Kind.TEXT),
          Map.entry("ContractCommitmentPaymentInterval", Kind.TEXT),
          Map.entry("ContractCommitmentPaymentModel", Kind.TEXT),
          Map.entry("ContractCommitmentPaymentUpfrontPercentage", Kind.QUANTITY),
          Map.entry("InvoiceIssuerName", Kind.TEXT),
          Map.entry("PricingCurrency", Kind.TEXT),
          Map.entry("PricingCurrencyContractCommitmentCost", Kind.COST),
          Map.entry("ServiceProviderName", Kind.TEXT));

  private DatasetRowReader() {}

  /** Columns that the dataset must have. */
  static List<String> required(Dataset dataset) {
    return REQUIRED.getOrDefault(dataset, List.of());
  }

  /**
   * The row of a record.
   *
   * @throws DatasetRecord.FaultException if it cannot be read
   */
  static DatasetRow read(Dataset dataset, DatasetRecord cells) {
    return switch (dataset) {
      case INVOICES -> invoiceLine(cells);
      case BILLING_PERIODS -> billingPeriod(cells);
      case CONTRACT_COMMITMENTS -> commitment(cells);
    };
  }

  /** What a record that is refused belongs to; empty where it does not tell. */
  static String subject(Dataset dataset, DatasetRecord cells) {
    try {
      return switch (dataset) {
        case INVOICES ->
            key(cells).issuer() + "\n" + key(cells).invoiceId() + "\n" + key(cells).currency();
        case BILLING_PERIODS -> cells.requiredText("InvoiceIssuerName");
        case CONTRACT_COMMITMENTS ->
            cells.requiredText("ContractId") + "\n" + cells.requiredText("ContractCommitmentId");
      };
    } catch (DatasetRecord.FaultException unreadable) {
      return "";
    }
  }

  /** The billing period of a line of an invoice that is refused; empty where it does not tell. */
  static Optional<TimeRange> billingPeriod(Dataset dataset, DatasetRecord cells) {
    if (dataset != Dataset.INVOICES) {
      return Optional.empty();
    }
    try {
      return Optional.of(cells.range("BillingPeriodStart", "BillingPeriodEnd"));
    } catch (DatasetRecord.FaultException unreadable) {
      return Optional.empty();
    }
  }

  private static InvoiceKey key(DatasetRecord cells) {
    return new InvoiceKey(
        cells.requiredText("InvoiceIssuerName"),
        cells.requiredText("InvoiceId"),
        cells.requiredCurrency("BillingCurrency"));
  }

  private static InvoiceLine invoiceLine(DatasetRecord cells) {
    InvoiceKey key = key(cells);
    String status = cells.requiredText("InvoiceIssueStatus");
    IssueStatus issueStatus =
        IssueStatus.parse(status)
            .orElseThrow(
                () -> notAllowed(cells, "InvoiceIssueStatus", status, "Open, Issued or Voided"));
    return new InvoiceLine(
        key,
        cells.requiredText("InvoiceDetailId"),
        cells.text("BillingAccountId").orElse(""),
        cells.range("BillingPeriodStart", "BillingPeriodEnd"),
        cells.text("ChargeCategory", Kind.CATEGORY).orElse(""),
        cells.requiredCost("BilledCost"),
        new InvoiceLine.Issue(
            issueStatus, cells.time("InvoiceIssueDate"), cells.time("PaymentDueDate")),
        payment(cells),
        new InvoiceLine.Details(
            cells.text("InvoiceDetailDescription").orElse(""),
            cells.text("InvoiceDetailGrain", Kind.JSON).orElse(""),
            cells.text("PaymentTerms").orElse(""),
            cells.text("PurchaseOrderNumber").orElse(""),
            cells.text("ReferenceInvoiceId").orElse(""),
            cells.text("PaymentCurrencyInvoiceDetailId").orElse(""),
            cells.time("InvoiceDetailCreated"),
            cells.time("InvoiceDetailLastUpdated")));
  }

  /** An amount in a currency that nobody names would be nothing at all. */
  private static Optional<Payment> payment(DatasetRecord cells) {
    Optional<Amount> amount = cells.decimal("PaymentCurrencyBilledCost", Kind.COST);
    Optional<String> currency = cells.text("PaymentCurrency", Kind.CURRENCY);
    if (currency.isEmpty() && amount.isPresent()) {
      throw cells.fault(
          ProblemCode.MISSING_VALUE,
          "PaymentCurrency",
          "PaymentCurrency is empty although PaymentCurrencyBilledCost states an amount");
    }
    return currency.map(code -> new Payment(code, amount));
  }

  private static BillingPeriod billingPeriod(DatasetRecord cells) {
    String status = cells.requiredText("BillingPeriodStatus");
    return new BillingPeriod(
        cells.requiredText("InvoiceIssuerName"),
        cells.range("BillingPeriodStart", "BillingPeriodEnd"),
        BillingPeriod.Status.parse(status)
            .orElseThrow(() -> notAllowed(cells, "BillingPeriodStatus", status, "Open or Closed")),
        cells.time("BillingPeriodCreated"),
        cells.time("BillingPeriodLastUpdated"));
  }

  private static ContractCommitment commitment(DatasetRecord cells) {
    Map<String, String> further = new TreeMap<>();
    FURTHER.forEach((column, kind) -> further(cells, column, kind, further));
    return new ContractCommitment(
        cells.requiredText("ContractId"),
        cells.requiredText("ContractCommitmentId"),
        cells.range("ContractPeriodStart", "ContractPeriodEnd"),
        cells.range("ContractCommitmentPeriodStart", "ContractCommitmentPeriodEnd"),
        cells.text("ContractCommitmentCategory").orElse(""),
        cells.text("ContractCommitmentType").orElse(""),
        cells.decimal("ContractCommitmentCost", Kind.COST),
        cells.text("BillingCurrency", Kind.CURRENCY).orElse(""),
        cells.decimal("ContractCommitmentQuantity", Kind.QUANTITY),
        cells.text("ContractCommitmentUnit").orElse(""),
        further);
  }

  private static void further(
      DatasetRecord cells, String column, Kind kind, Map<String, String> further) {
    Optional<String> text =
        switch (kind) {
          case COST, QUANTITY -> cells.decimal(column, kind).map(Amount::toString);
          case TIME -> cells.time(column).map(Instant::toString);
          case TEXT, CURRENCY, CATEGORY, JSON -> cells.text(column, kind);
        };
    text.ifPresent(value -> further.put(column, value));
  }

  private static DatasetRecord.FaultException notAllowed(
      DatasetRecord cells, String column, String found, String expected) {
    return cells.fault(
        ProblemCode.NOT_ALLOWED_VALUE,
        column,
        Shown.quoted(found.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + " is not "
            + expected);
  }
}
