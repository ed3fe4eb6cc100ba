package io.gpuledger.ingest.conformance;

import java.util.List;
import java.util.function.Predicate;

/** The rules between the columns of a row of the other datasets. */
final class ReferenceRules {
  private static final Columns COMMITMENT = Columns.of(Dataset.CONTRACT_COMMITMENT);
  private static final Columns INVOICE = Columns.of(Dataset.INVOICE_DETAIL);

  static final List<RowRule> CONTRACT_COMMITMENT =
      List.of(
          PeriodRules.order(
              Dataset.CONTRACT_COMMITMENT,
              "ContractCommitmentPeriodStart",
              "ContractCommitmentPeriodEnd"),
          PeriodRules.order(
              Dataset.CONTRACT_COMMITMENT, "ContractPeriodStart", "ContractPeriodEnd"),
          PeriodRules.updated(
              Dataset.CONTRACT_COMMITMENT,
              "ContractCommitmentCreated",
              "ContractCommitmentLastUpdated"),
          commitmentNeeds("ContractCommitmentCost", "Spend"),
          commitmentNeeds("ContractCommitmentQuantity", "Usage"),
          commitmentUnit());

  static final List<RowRule> INVOICE_DETAIL =
      List.of(
          PeriodRules.order(Dataset.INVOICE_DETAIL, "BillingPeriodStart", "BillingPeriodEnd"),
          PeriodRules.updated(
              Dataset.INVOICE_DETAIL, "InvoiceDetailCreated", "InvoiceDetailLastUpdated"),
          notNull(
              Dataset.INVOICE_DETAIL,
              "InvoiceIssueDate",
              "NotNullWhenIssued",
              "InvoiceIssueStatus",
              row -> row.is(INVOICE.index("InvoiceIssueStatus"), "Issued"),
              "must not be null on an invoice that is issued"));

  static final List<RowRule> BILLING_PERIOD =
      List.of(
          PeriodRules.order(Dataset.BILLING_PERIOD, "BillingPeriodStart", "BillingPeriodEnd"),
          PeriodRules.updated(
              Dataset.BILLING_PERIOD, "BillingPeriodCreated", "BillingPeriodLastUpdated"));

  private ReferenceRules() {}

  static List<RowRule> of(Dataset dataset) {
    return switch (dataset) {
      case COST_AND_USAGE -> ChargeRules.ALL;
      case CONTRACT_COMMITMENT -> CONTRACT_COMMITMENT;
      case INVOICE_DETAIL -> INVOICE_DETAIL;
      case BILLING_PERIOD -> BILLING_PERIOD;
    };
  }

  private static RowRule commitmentNeeds(String column, String category) {
    return notNull(
        Dataset.CONTRACT_COMMITMENT,
        column,
        "NotNullFor" + category,
        "ContractCommitmentCategory",
        row -> row.is(COMMITMENT.index("ContractCommitmentCategory"), category),
        "must not be null where ContractCommitmentCategory is " + category);
  }

  private static RowRule commitmentUnit() {
    int unit = COMMITMENT.index("ContractCommitmentUnit");
    int quantity = COMMITMENT.index("ContractCommitmentQuantity");
    return RowRule.of(
        Dataset.CONTRACT_COMMITMENT,
        "ContractCommitmentUnit",
        "WithContractCommitmentQuantity",
        List.of("ContractCommitmentQuantity"),
        row ->
            row.isNull(unit) == row.isNull(quantity)
                ? null
                : "must be null exactly where ContractCommitmentQuantity is");
  }

  private static RowRule notNull(
      Dataset dataset,
      String column,
      String kind,
      String other,
      Predicate<Row> when,
      String message) {
    int index = Columns.of(dataset).index(column);
    return RowRule.of(
        dataset,
        column,
        kind,
        List.of(other),
        row -> row.isNull(index) && when.test(row) ? message : null);
  }
}
